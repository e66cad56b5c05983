"""Whether a model measures the same in every group."""

from typing import Literal

from covalue_measures.evaluation.evidence.factor_model import FitRecord
from covalue_measures.schema.model import Definition


class InvarianceGroup(Definition):
    """One group that was compared."""

    label: str
    #: Respondents whose answers took part.
    n: int


class InvarianceLevelRecord(Definition):
    """One model in the row of ever stricter ones."""

    #: Such as ``metric``.
    name: str
    #: What is equal in all groups, such as ``loadings and thresholds``.
    constrained: str
    #: None where the estimation did not end in a solution.
    fit: FitRecord | None
    converged: bool


class InvarianceCutOffs(Definition):
    """How much worse an index may get from one level to the next."""

    cfi_fall: float
    rmsea_rise: float
    srmr_rise: float


class InvarianceComparisonRecord(Definition):
    """A level beside the one before it; None where one of the two has no value."""

    from_level: str
    to_level: str
    chi_square_difference: float | None
    df_difference: int | None
    p: float | None
    #: Of the difference test, such as ``Satorra (2000)``.
    method: str
    #: Stricter less looser level.
    delta_cfi: float | None
    delta_rmsea: float | None
    delta_srmr: float | None
    cut_offs: InvarianceCutOffs
    #: Indices that got worse by more than their cut-off.
    exceeded: tuple[Literal["cfi", "rmsea", "srmr"], ...]
    #: By the record's ``rule``; None where it cannot be applied.
    holds: bool | None


class EmptyCategoryRecord(Definition):
    """An answer that nobody in a group gave."""

    item_id: str
    category: int
    group: str


class ReleaseRecord(Definition):
    """A constraint that the data speak against, by its score test."""

    level: str
    item_id: str
    #: Such as ``loading`` or ``threshold 2``.
    parameter: str
    chi_square: float
    df: int
    p: float


class InvarianceRecord(Definition):
    """Measurement invariance across the groups of one variable."""

    group_name: str
    #: Subscale id, or ``instrument``.
    subject: str
    groups: tuple[InvarianceGroup, ...]
    estimator: str
    parameterization: str | None
    #: How the scale of each group is set, such as ``Wu and Estabrook (2016)``.
    identification: str
    missing: str
    n_used: int
    #: From the loosest on.
    levels: tuple[InvarianceLevelRecord, ...]
    comparisons: tuple[InvarianceComparisonRecord, ...]
    #: When a level holds, in a sentence.
    rule: str
    source: str
    #: The highest level up to which all hold; None where not even the first one converged.
    highest_level: str | None
    empty_categories: tuple[EmptyCategoryRecord, ...]
    #: Largest first; for inspection, not for repair.
    releases: tuple[ReleaseRecord, ...]
    #: What weakens the comparison, in sentences.
    problems: tuple[str, ...]
