"""Many tasks at a time, by the engine that joblib is set to."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Generic

from covalue_measures.parallel.backend import Outcome, Task
from covalue_measures.parallel.threads import one_thread
from covalue_measures.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class JoblibBackend:
    """Leaves the work to joblib: other processes, threads, or a cluster.

    Which, is the user's choice: ``with joblib.parallel_config(backend="loky", n_jobs=4):``, or
    any engine that registers with joblib, such as dask or ray. Without a choice and without
    ``n_jobs`` it is this process.
    """

    #: Workers, -1 for one a processor; None for what ``joblib.parallel_config`` says.
    n_jobs: int | None = None

    def map(
        self,
        function: Callable[[Task], Outcome],
        tasks: Sequence[Task],
        *,
        step: str,
        progress: Progress = silent,
    ) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        delayed = import_module("joblib").delayed(_OnOneThread(function))
        outcomes: list[Outcome] = []
        with one_thread():
            results: Iterable[Outcome] = self._engine()(delayed(task) for task in tasks)
            for outcome in results:
                outcomes.append(outcome)
                progress(step, len(outcomes), len(tasks))
        return outcomes

    def _engine(self) -> Callable[[Iterable[object]], Iterable[Any]]:
        # Imported by name and when used, since the package ships no types and takes its time.
        parallel = import_module("joblib").Parallel
        # Old versions take None for 1, even where the user's choice is another.
        options = {} if self.n_jobs is None else {"n_jobs": self.n_jobs}
        engine: Callable[[Iterable[object]], Iterable[Any]]
        try:
            engine = parallel(**options, return_as="generator")
        except ValueError:
            # An engine that hands over everything at the end.
            engine = parallel(**options)
        return engine


@dataclass(frozen=True, slots=True)
class _OnOneThread(Generic[Task, Outcome]):
    """A function with linear algebra kept to one thread, wherever it is called."""

    function: Callable[[Task], Outcome]
    #: Process that keeps itself to one thread already. Its threads must not do so each on their
    #: own: the limit is the process's, and the last of them would put back another's.
    process: int = field(default_factory=os.getpid)

    def __call__(self, task: Task) -> Outcome:
        if os.getpid() == self.process:
            return self.function(task)
        with one_thread():
            return self.function(task)
