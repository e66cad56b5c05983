"""What the numbers are about: which instrument, which data, which settings, which software."""

from typing import Literal

from pydantic import Field

from covalue_measures.responses.intake_record import IntakeRecord
from covalue_measures.schema.identifiers import Digest
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.model import Definition


class InstrumentRecord(Definition):
    """The instrument, with its whole definition, so that the record stands by itself."""

    #: ``name@version`` or ``name@version/form``.
    reference: str
    name: str
    version: str
    form: str | None
    status: str
    title: str
    #: SHA-256 of the definition's canonical JSON.
    digest: Digest
    definition: ItemBank


class DataRecord(Definition):
    """The data, told apart by a fingerprint; no row of them."""

    fingerprint: Digest
    n_respondents: int
    #: Respondents who answered every item.
    n_complete: int
    group_names: tuple[str, ...]
    intake: IntakeRecord


class EvaluationSettings(Definition):
    """Every choice that a number depends on."""

    rule_set: str = "cosmin_2018"
    #: Correlation for dimensionality and omega; alpha is on covariances, ordinal alpha apart.
    correlation: Literal["polychoric", "pearson"] = "polychoric"
    confidence_level: float = Field(default=0.95, gt=0, lt=1)
    #: Random data sets in parallel analysis.
    n_draws: int = Field(default=100, ge=1)
    #: Quantile of the random eigenvalues that an observed one must exceed.
    quantile: float = Field(default=0.95, gt=0, lt=1)
    seed: int = Field(default=20240916, ge=0)
    second_opinions: bool = True


class SoftwareVersion(Definition):
    """A package that took part, and its version."""

    package: str
    version: str
