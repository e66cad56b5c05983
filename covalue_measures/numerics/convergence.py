"""How an iterative estimate ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """The record every fit keeps of its optimizer."""

    converged: bool
    iterations: int
    #: Value of the function that was minimized.
    objective: float
    #: Largest absolute element of the gradient over parameters that are not at a bound.
    gradient: float
    message: str
