"""Internal consistency of one subscale, and its scores."""

from covalue_measures.schema.model import Definition
from covalue_measures.schema.subscale import MeasurementModel


class AlphaItemRecord(Definition):
    """What one item does to alpha."""

    item_id: str
    n: int
    item_rest_correlation: float
    alpha_if_dropped: float | None


class AlphaRecord(Definition):
    """Cronbach's alpha, raw unless the name says otherwise."""

    alpha: float
    interval_lower: float
    interval_upper: float
    confidence_level: float
    standardized_alpha: float
    #: Alpha of the polychoric correlations.
    ordinal_alpha: float | None
    n_respondents: int
    n_complete: int
    missing: str
    items: tuple[AlphaItemRecord, ...]


class OmegaRecord(Definition):
    """Coefficient omega of a factor model on the named correlation."""

    omega_total: float
    #: None with fewer than three group factors.
    omega_hierarchical: float | None
    explained_common_variance: float | None
    n_factors: int
    correlation: str
    #: Root mean square of the residual correlations.
    rmsr: float
    converged: bool
    #: Items whose uniqueness reached its lower bound.
    heywood_items: tuple[str, ...]


class ScoreCount(Definition):
    """How many scores fall between two bounds, the lower one included."""

    lower: float
    upper: float
    count: int


class ScoreRecord(Definition):
    """The distribution of one score."""

    rule_id: str
    rule_version: str
    n: int
    #: Respondents with too few answers for a score.
    n_without_score: int
    n_prorated: int
    minimum_possible: float
    maximum_possible: float
    mean: float | None
    standard_deviation: float | None
    #: Share of scores at the lowest and at the highest possible value.
    floor: float | None
    ceiling: float | None
    counts: tuple[ScoreCount, ...]
    #: Of a sum of amounts: ``count``, ``hours``, or currency and price year.
    unit: str = ""
    #: Of a sum of amounts.
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None


class SubscaleRecord(Definition):
    """One subscale; formative ones have neither alpha nor omega."""

    subscale_id: str
    title: str
    measurement_model: MeasurementModel
    item_ids: tuple[str, ...]
    alpha: AlphaRecord | None
    omega: OmegaRecord | None
    scores: tuple[ScoreRecord, ...]
