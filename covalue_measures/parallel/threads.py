"""Linear algebra on one thread."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from importlib import import_module
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def one_thread() -> AbstractContextManager[object]:
    """Keep linear algebra to one thread: matrices this small cost more to share than to do."""
    # Imported by name, since the package ships no types.
    limits: AbstractContextManager[object] = import_module("threadpoolctl").threadpool_limits(1)
    return limits


def on_one_thread(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return the function with linear algebra kept to one thread while it runs."""

    @wraps(function)
    def limited(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with one_thread():
            return function(*args, **kwargs)

    return limited
