"""Factors that the data suggest, with no structure claimed."""

from covalue_measures.schema.model import Definition


class ExploratoryRecord(Definition):
    """An exploratory factor analysis of all reflective items."""

    n_factors: int
    extraction: str
    #: ``none`` for one factor.
    rotation: str
    is_oblique: bool
    #: What was factored: ``polychoric`` or ``pearson``.
    correlation: str
    n_respondents: int
    factors: tuple[str, ...]
    item_ids: tuple[str, ...]
    #: (n_items, n_factors) pattern, row by row.
    loadings: tuple[tuple[float, ...], ...]
    #: (n_factors, n_factors), row by row; the identity of orthogonal factors.
    factor_correlations: tuple[tuple[float, ...], ...]
    communalities: tuple[float, ...]
    #: Root mean square of the residual correlations.
    rmsr: float
    #: None without degrees of freedom.
    rmsea: float | None
    tli: float | None
    #: Of extraction and rotation.
    converged: bool
    #: Different values of the criterion at which rotations ended; None without a rotation.
    n_distinct_minima: int | None
    #: Items with almost no uniqueness left.
    heywood_items: tuple[str, ...]
