"""What does the same to many things."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from covalue_measures.progress import Progress, silent

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


class Backend(Protocol):
    """Calls a function once for each task.

    What comes out depends on the tasks alone, never on where or in which order they were done:
    chance enters as one child of a ``numpy.random.SeedSequence`` in each task, and linear algebra
    keeps to one thread, since the number of threads changes the last digits of its sums.
    """

    def map(
        self,
        function: Callable[[Task], Outcome],
        tasks: Sequence[Task],
        *,
        step: str,
        progress: Progress = silent,
    ) -> list[Outcome]:
        """Return the outcomes in the order of the tasks.

        Parameters
        ----------
        function : callable
            Of one task. It is pickled, and so are tasks and outcomes, where work is done by other
            processes: a function of a module or an object with ``__call__``.
        tasks : sequence
            Each worth some tenths of a second; less is lost on the way.
        step : str
            What ``progress`` is told is done.
        progress : callable
            Told after each task, in their order.
        """
