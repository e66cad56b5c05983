"""Why there is no answer in a cell, and where people stopped."""

from dataclasses import dataclass, field

import numpy as np

from covalue_measures.responses import REASONS
from covalue_measures.schema import AnswerScale, MissingReason
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray, IntArray

_CODES = {reason: code for code, reason in enumerate(REASONS, start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAnswers:
    """Reasons, coded as a ``ResponseData`` holds them."""

    #: (n_respondents, n_items)
    reasons: IntArray = field(repr=False)
    #: (n_respondents,) number of items before a respondent stopped; all items for most.
    n_reached: IntArray = field(repr=False)


def draw_missing(
    n_respondents: int,
    scales: tuple[AnswerScale, ...],
    population: Population,
    streams: Streams,
) -> MissingAnswers:
    """Return which answers are missing, by chance alone but for the place in the questionnaire.

    A kind of missing answer occurs where the scale has an option for it, or takes an empty cell
    for it. Who stops leaves the rest empty, after any item but the last.
    """
    n_items = len(scales)
    rates = _rates(scales, population)
    # Each kind has its stretch of the interval from 0 to 1; the rest is answered.
    ends = np.cumsum(rates, axis=0)
    chance = streams.of(Part.MISSING).random((n_respondents, n_items))
    codes = np.array([*(_CODES[reason] for reason in _rate_of(population)), 0], dtype=np.int64)
    reasons = codes[(chance >= ends[:, None, :]).sum(axis=0)]
    n_reached = _stops(n_respondents, n_items, population, streams)
    empty = np.array([_CODES[scale.empty_cell] for scale in scales], dtype=np.int64)
    is_beyond = np.arange(n_items) >= n_reached[:, None]
    return MissingAnswers(reasons=np.where(is_beyond, empty, reasons), n_reached=n_reached)


def _rate_of(population: Population) -> dict[MissingReason, float]:
    return {
        MissingReason.SKIPPED: population.skipped_rate,
        MissingReason.NOT_APPLICABLE: population.not_applicable_rate,
        MissingReason.DONT_KNOW: population.dont_know_rate,
        MissingReason.DECLINED: population.declined_rate,
    }


def _rates(scales: tuple[AnswerScale, ...], population: Population) -> FloatArray:
    """Return the (n_reasons, n_items) rates."""
    late = population.late_skipping
    in_place = np.linspace(1 - late, 1 + late, len(scales)) if len(scales) > 1 else np.ones(1)
    return np.array(
        [
            [
                rate * (place if reason is MissingReason.SKIPPED else 1) * (reason in _kinds(scale))
                for scale, place in zip(scales, in_place.tolist(), strict=True)
            ]
            for reason, rate in _rate_of(population).items()
        ]
    )


def _kinds(scale: AnswerScale) -> set[MissingReason]:
    return {scale.empty_cell, *(option.reason for option in scale.missing)}


def _stops(n_respondents: int, n_items: int, population: Population, streams: Streams) -> IntArray:
    if n_items == 1:
        return np.ones(n_respondents, dtype=np.int64)
    stops, after = streams.of(Part.BREAK_OFF).random((2, n_respondents))
    last = 1 + (after * (n_items - 1)).astype(np.int64)
    return np.where(stops < population.break_off_share, last, n_items)
