"""How exploratory factors inside a model were rotated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRotation:
    """How the factors of one block in one group were rotated."""

    block: str
    group: int
    #: Smallest value of the criterion, on standardized loadings.
    criterion: float
    converged: bool
    n_starts: int
    n_starts_at_best: int
    #: Above 1 there are other solutions almost as simple.
    n_distinct_minima: int
