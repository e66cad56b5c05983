"""One task after another, here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from covalue_measures.parallel.backend import Outcome, Task
from covalue_measures.parallel.threads import one_thread
from covalue_measures.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class SerialBackend:
    """Does everything in this process."""

    def map(
        self,
        function: Callable[[Task], Outcome],
        tasks: Sequence[Task],
        *,
        step: str,
        progress: Progress = silent,
    ) -> list[Outcome]:
        """Return the outcomes in the order of the tasks."""
        outcomes = []
        with one_thread():
            for task in tasks:
                outcomes.append(function(task))
                progress(step, len(outcomes), len(tasks))
        return outcomes
