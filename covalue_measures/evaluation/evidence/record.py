"""The machine-readable twin of the report."""

from typing import Literal

from pydantic import ValidationError

from covalue_measures.evaluation.evidence.dimensionality import (
    CorrelationRecord,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.evaluation.evidence.exploratory import ExploratoryRecord
from covalue_measures.evaluation.evidence.factor_model import FactorModelRecord
from covalue_measures.evaluation.evidence.invariance import InvarianceRecord
from covalue_measures.evaluation.evidence.items import ItemRecord, MissingRecord
from covalue_measures.evaluation.evidence.origin import (
    DataRecord,
    EvaluationSettings,
    InstrumentRecord,
    SoftwareVersion,
)
from covalue_measures.evaluation.evidence.rating import Rating, SampleSizeRating
from covalue_measures.evaluation.evidence.reliability import OmegaRecord, SubscaleRecord
from covalue_measures.evaluation.evidence.second_opinion import SecondOpinionsRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.schema.canonical import parse_json
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error


class EvidenceRecord(Definition):
    """Every number of an evaluation, tied to one version of one instrument and one data set.

    Holds no row of data, no respondent id and no free text of respondents.
    """

    format_version: Literal["1"] = "1"
    #: When the evaluation ran: ISO 8601, UTC.
    created: str
    instrument: InstrumentRecord
    data: DataRecord
    settings: EvaluationSettings
    software: tuple[SoftwareVersion, ...]
    missing: MissingRecord
    items: tuple[ItemRecord, ...]
    #: None where too few items are reflective, or the data do not allow it (see ``warnings``).
    correlations: CorrelationRecord | None
    suitability: SuitabilityRecord | None
    dimensionality: ParallelAnalysisRecord | None
    #: The three below are absent from records of versions that did not estimate them.
    exploratory: ExploratoryRecord | None = None
    #: The claimed structure; None where none is claimed, or it could not be fitted.
    confirmatory: FactorModelRecord | None = None
    #: One entry a grouping variable.
    invariance: tuple[InvarianceRecord, ...] = ()
    #: Of all reflective items; None where the instrument claims no general factor.
    general_omega: OmegaRecord | None
    subscales: tuple[SubscaleRecord, ...]
    second_opinions: SecondOpinionsRecord
    sample_sizes: tuple[SampleSizeRating, ...]
    ratings: tuple[Rating, ...]
    #: Everything that weakens a number, in sentences.
    warnings: tuple[str, ...]

    @classmethod
    def from_json(cls, text: str | bytes) -> "EvidenceRecord":
        """Return the record in ``text``.

        Raises
        ------
        EvidenceError
            If it is not JSON, or not an evidence record; names the field.
        """
        try:
            document = parse_json(text)
        except ValueError as error:
            raise EvidenceError(f"This is not JSON: {error}.") from error
        if not isinstance(document, dict):
            raise EvidenceError(
                f"Evidence must be an object of fields, not a {type(document).__name__}."
            )
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise EvidenceError(describe_validation_error(error)) from error

    def to_json(self) -> str:
        """Return the record as indented JSON text, ending in a line feed."""
        return self.model_dump_json(indent=1) + "\n"
