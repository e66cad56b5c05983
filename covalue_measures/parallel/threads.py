"""Linear algebra on one thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from threading import Lock
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class _Limit:
    """The process's limit, which the first thread that asks sets and the last one lifts.

    Linear algebra has one number of threads a process. Were each to restore what it found, one that
    ends early would lift the limit of those that go on.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_holders = 0
        # Imported by name, since the package ships no types.
        self._set = import_module("threadpoolctl").threadpool_limits

    def take(self) -> None:
        """Set the limit unless another thread has."""
        with self._lock:
            if self._n_holders == 0:
                self._limits = self._set(1, user_api="blas")
            self._n_holders += 1

    def leave(self) -> None:
        """Lift the limit unless another thread needs it."""
        with self._lock:
            self._n_holders -= 1
            if self._n_holders == 0:
                self._limits.restore_original_limits()


_LIMIT = _Limit()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread: matrices this small cost more to share than to do."""
    _LIMIT.take()
    try:
        yield
    finally:
        _LIMIT.leave()


def on_one_thread(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return the function with linear algebra kept to one thread while it runs."""

    @wraps(function)
    def limited(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with one_thread():
            return function(*args, **kwargs)

    return limited
