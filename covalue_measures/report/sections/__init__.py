"""The numbered parts of the page, in their order."""

from collections.abc import Callable
from typing import TypeAlias

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.report.context import Section
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.sections.confirmatory import build_confirmatory
from covalue_measures.report.sections.correlations import build_correlations
from covalue_measures.report.sections.exploratory import build_exploratory
from covalue_measures.report.sections.formative import build_formative
from covalue_measures.report.sections.internal_consistency import build_internal_consistency
from covalue_measures.report.sections.invariance import build_invariance
from covalue_measures.report.sections.items import build_items
from covalue_measures.report.sections.methods import build_methods
from covalue_measures.report.sections.number_of_factors import build_number_of_factors
from covalue_measures.report.sections.sample import build_sample
from covalue_measures.report.sections.sample_size import build_sample_size
from covalue_measures.report.sections.scores import build_scores
from covalue_measures.report.sections.second_opinions import build_second_opinions

__all__ = ["section_builders"]

_Builder: TypeAlias = Callable[[EvidenceRecord, InstrumentTexts], Section]

_DESCRIBED: tuple[_Builder, ...] = (build_sample, build_items)
_MODELLED: tuple[_Builder, ...] = (
    build_correlations,
    build_number_of_factors,
    build_exploratory,
    build_confirmatory,
    build_invariance,
    build_internal_consistency,
)
_CHECKED: tuple[_Builder, ...] = (build_sample_size, build_second_opinions)


def section_builders(texts: InstrumentTexts) -> tuple[_Builder, ...]:
    """Return what makes the parts of the page.

    An instrument without a reflective subscale has no factors, no alpha, and nothing that another
    program could compute again: one part says so instead of eight.
    """
    if texts.is_formative:
        return (*_DESCRIBED, build_formative, build_scores, build_methods)
    return (*_DESCRIBED, *_MODELLED, build_scores, *_CHECKED, build_methods)
