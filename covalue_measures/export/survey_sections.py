"""How the items of an instrument follow each other on a survey platform."""

from dataclasses import dataclass
from itertools import groupby

from covalue_measures.schema import (
    AnswerScale,
    Instrument,
    Item,
    LocalizedText,
    QuantityScale,
    ResponseScale,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySection:
    """Consecutive items about the same period, answered on the same scale."""

    recall: LocalizedText | None
    scale: AnswerScale
    items: tuple[Item, ...]

    @property
    def grid_scale(self) -> ResponseScale | None:
        """The scale, where its items can share one grid.

        A grid draws every answer as one more column. Where there are missing options, or options
        without an order, the items stand on their own.
        """
        if isinstance(self.scale, QuantityScale) or self.scale.missing or not self.scale.ordered:
            return None
        return self.scale if len(self.items) > 1 else None

    @property
    def has_amount_gaps(self) -> bool:
        """Whether amounts are asked for, and missing options stand in for them."""
        return isinstance(self.scale, QuantityScale) and bool(self.scale.missing)


def survey_sections(instrument: Instrument) -> tuple[SurveySection, ...]:
    """Return the items in their order, in sections."""
    runs = groupby(instrument.items, key=lambda item: (item.recall, item.response_scale))
    return tuple(_section(instrument, tuple(items)) for _, items in runs)


def _section(instrument: Instrument, items: tuple[Item, ...]) -> SurveySection:
    first = items[0]
    return SurveySection(recall=first.recall, scale=instrument.response_scale(first), items=items)
