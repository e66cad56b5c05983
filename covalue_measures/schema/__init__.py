"""What an instrument is: frozen, typed, versioned definitions and their canonical form."""

from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.canonical import canonical_json, digest
from covalue_measures.schema.comparator import Comparator, ComparatorList, PublishedFigure
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS
from covalue_measures.schema.domain import Domain, Role
from covalue_measures.schema.form import Form, ItemChoice
from covalue_measures.schema.hypothesis import (
    Hypothesis,
    HypothesisPlan,
    KnownGroups,
    ScoreReference,
)
from covalue_measures.schema.instrument import Instrument, InstrumentLike, as_instrument
from covalue_measures.schema.item import Item
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.measure_digest import measure_digest
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.provenance import Provenance
from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.schema.response_scale import (
    MissingOption,
    ResponseOption,
    ResponseScale,
    ScaleKind,
)
from covalue_measures.schema.retirement import Retirement
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.structure import HypothesizedStructure
from covalue_measures.schema.subscale import Facet, MeasurementModel, Subscale
from covalue_measures.schema.translation import TranslatedText, Translation, source_digest
from covalue_measures.schema.version import Version, parse_version
from covalue_measures.schema.version_lines import LineKind, VersionLine, version_lines
from covalue_measures.schema.waiver import Waiver

__all__ = [
    "COVALUE_DOMAINS",
    "AnswerScale",
    "Comparator",
    "ComparatorList",
    "Domain",
    "Facet",
    "Form",
    "Hypothesis",
    "HypothesisPlan",
    "HypothesizedStructure",
    "Instrument",
    "InstrumentLike",
    "Item",
    "ItemBank",
    "ItemChoice",
    "KnownGroups",
    "LineKind",
    "LocalizedText",
    "MeasurementModel",
    "MissingOption",
    "MissingReason",
    "Provenance",
    "PublishedFigure",
    "QuantityScale",
    "ResponseOption",
    "ResponseScale",
    "Retirement",
    "Role",
    "ScaleKind",
    "ScoreReference",
    "ScoringRule",
    "Subscale",
    "TranslatedText",
    "Translation",
    "Version",
    "VersionLine",
    "Waiver",
    "as_instrument",
    "canonical_json",
    "digest",
    "measure_digest",
    "parse_version",
    "source_digest",
    "version_lines",
]
