"""A confirmatory factor model: how it fits, and what it estimates."""

from typing import Literal, TypeAlias

from covalue_measures.schema.model import Definition

#: How an index is corrected for data that are not normal: not at all, by the scaled statistic in
#: the place of the plain one, or so that it estimates the value that normal data would give.
IndexVersion: TypeAlias = Literal["naive", "scaled", "robust"]


class FitRecord(Definition):
    """Fit of one model; None for what the estimator or the degrees of freedom do not allow."""

    #: Chi-square without correction.
    statistic: float
    df: int
    p: float | None
    scaled_statistic: float | None
    #: A fraction where the correction changes the degrees of freedom too.
    scaled_df: float | None
    scaled_p: float | None
    scaling_factor: float | None
    cfi: float | None
    cfi_version: IndexVersion
    tli: float | None
    tli_version: IndexVersion
    rmsea: float | None
    rmsea_version: IndexVersion
    #: Bounds at ``rmsea_confidence_level``, of the same version as ``rmsea``.
    rmsea_lower: float | None
    rmsea_upper: float | None
    rmsea_confidence_level: float = 0.9
    #: Of the hypothesis that RMSEA is at most .05.
    rmsea_close_p: float | None
    srmr: float | None
    #: None for least squares, which have no likelihood.
    log_likelihood: float | None
    aic: float | None
    bic: float | None
    #: Why another version than the usual one stands here, in a sentence; else empty.
    version_note: str = ""


class StandardizedLoading(Definition):
    """A loading with its interval; None where there is no standard error."""

    standardized: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    p: float | None

    @property
    def includes_zero(self) -> bool:
        """Whether there is an interval, and zero lies in it."""
        return self.lower is not None and self.upper is not None and self.lower <= 0 <= self.upper


class LoadingRecord(StandardizedLoading):
    """Loading of an item on a factor."""

    factor: str
    item_id: str


class FactorLoadingRecord(StandardizedLoading):
    """Loading of a factor on the general factor above it."""

    factor: str


class FactorCorrelationRecord(Definition):
    """Correlation of two factors."""

    first: str
    second: str
    estimate: float
    lower: float | None
    upper: float | None


class HtmtRecord(Definition):
    """Heterotrait-monotrait ratio of two factors; None where an item correlates negatively."""

    first: str
    second: str
    ratio: float | None


class RSquaredRecord(Definition):
    """Share of an item's variance that its factors explain."""

    item_id: str
    r_squared: float


class FactorReliabilityRecord(Definition):
    """Reliability of the sum of a factor's items, given the model."""

    factor: str
    n_items: int
    composite_reliability: float | None
    average_variance_extracted: float | None


class ResidualRecord(Definition):
    """Observed less implied correlation of two items."""

    first: str
    second: str
    residual: float


class ResidualMatrixRecord(Definition):
    """What the model leaves of every correlation."""

    item_ids: tuple[str, ...]
    #: Row by row, in the order of ``item_ids``.
    matrix: tuple[tuple[float, ...], ...]
    #: The pairs furthest from zero, those first.
    largest: tuple[ResidualRecord, ...]


class ModificationRecord(Definition):
    """What freeing one parameter would do; for inspection, not for repair."""

    lhs: str
    #: As in lavaan: ``=~`` measured by, ``~~`` covaries with.
    op: str
    rhs: str
    #: Expected fall of the chi-square, on one degree of freedom.
    index: float
    expected_change: float


class FactorModelRecord(Definition):
    """The claimed structure, fitted."""

    #: Subscale id, or ``instrument``.
    subject: str
    #: In lavaan's notation.
    syntax: str
    kind: Literal["one_factor", "correlated_factors", "second_order", "bifactor"]
    #: Factors of items; in a bifactor model the general one is among them.
    factors: tuple[str, ...]
    #: None where the model has none.
    general_factor: str | None
    item_ids: tuple[str, ...]
    #: Such as ``WLSMV`` or ``MLR``.
    estimator: str
    #: ``delta`` or ``theta`` of ordinal items; None of continuous ones.
    parameterization: str | None
    missing: str
    #: What was fitted: ``polychoric`` or ``pearson``.
    correlation: str
    confidence_level: float
    n_respondents: int
    #: Respondents whose answers took part.
    n_used: int
    n_parameters: int
    converged: bool
    #: What makes the solution improper, in sentences: a negative variance, a latent covariance
    #: matrix that is not positive definite.
    problems: tuple[str, ...]
    #: None where the estimation did not end in a solution.
    fit: FitRecord | None
    loadings: tuple[LoadingRecord, ...]
    #: Of a second-order model; else empty.
    factor_loadings: tuple[FactorLoadingRecord, ...]
    factor_correlations: tuple[FactorCorrelationRecord, ...]
    r_squared: tuple[RSquaredRecord, ...]
    reliability: tuple[FactorReliabilityRecord, ...]
    htmt: tuple[HtmtRecord, ...]
    residuals: ResidualMatrixRecord | None
    #: The largest ones, those first.
    modifications: tuple[ModificationRecord, ...]
