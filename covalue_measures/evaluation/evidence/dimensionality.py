"""How the items hang together, and how many factors they ask for."""

from covalue_measures.schema.model import Definition


class CorrelationRecord(Definition):
    """Correlations of all items; negatively keyed items are mirrored first."""

    method: str
    item_ids: tuple[str, ...]
    #: Row by row, in the order of ``item_ids``.
    matrix: tuple[tuple[float, ...], ...]
    #: Fewest respondents behind one correlation.
    n_pairwise_minimum: int
    smallest_eigenvalue: float
    #: Pairs of items with combinations of answers that nobody gave.
    n_pairs_with_empty_cells: int


class ItemSuitability(Definition):
    """Sampling adequacy of one item."""

    item_id: str
    kmo: float


class SuitabilityRecord(Definition):
    """Whether the correlations are worth factoring."""

    correlation: str
    kmo: float
    items: tuple[ItemSuitability, ...]
    bartlett_chi_square: float
    bartlett_df: int
    bartlett_p: float
    determinant: float
    n: int


class ParallelAnalysisRecord(Definition):
    """Observed eigenvalues beside those of random data."""

    correlation: str
    #: How random data were made.
    method: str
    n_draws: int
    quantile: float
    component_eigenvalues: tuple[float, ...]
    component_reference: tuple[float, ...]
    factor_eigenvalues: tuple[float, ...]
    factor_reference: tuple[float, ...]
    n_components: int
    n_factors: int
    #: What the instrument claims; None where it claims no structure.
    n_hypothesized: int | None
    structure: str | None
