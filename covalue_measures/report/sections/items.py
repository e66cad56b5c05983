"""What each item was answered."""

from functools import partial

from covalue_measures.evaluation.evidence import EvidenceRecord, ItemRecord
from covalue_measures.report import sentences
from covalue_measures.report.context import (
    Block,
    Cell,
    Column,
    Figure,
    LegendEntry,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import count_text, decimal_text, listed, share_text
from covalue_measures.report.plots.response_distribution import (
    AnsweredItem,
    draw_response_distribution,
)
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.plots.theme import ramp_position
from covalue_measures.report.sections.amounts import amounts_of_items
from covalue_measures.schema.response_scale import ResponseScale

_NAMED = "The answers to these items have no order: there are shares of each, and no mean."
_COLUMNS = ("n", "Missing", "Mean", "SD", "Skew", "Kurtosis", "Floor", "Ceiling")


def build_items(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on items: a table, and one figure a response scale."""
    reversed_items = tuple(item.item_id for item in evidence.items if item.reversed)
    amounts = tuple(item for item in evidence.items if item.unit)
    categorical = tuple(item for item in evidence.items if not item.unit)
    graded = tuple(item for item in categorical if texts.has_order(item.item_id))
    named = tuple(item for item in categorical if item not in graded)
    text = sentences.floor_and_ceiling(graded)
    if reversed_items:
        text += (
            f" Reversed: {listed(reversed_items)}. They are shown here as they were answered, and"
            " mirrored for everything after this section."
        )
    blocks: list[Block] = []
    if graded:
        blocks += [Paragraph(text=text), *_figures(graded, texts), _table(graded, texts)]
    if named:
        blocks += [Paragraph(text=_NAMED), *_figures(named, texts)]
    if amounts:
        blocks += amounts_of_items(amounts, texts)
    return Section(anchor="items", title="Items", blocks=tuple(blocks))


def _table(items: tuple[ItemRecord, ...], texts: InstrumentTexts) -> Table:
    incomplete = tuple(
        item.item_id for item in items if None in (item.mean, item.standard_deviation, item.skew)
    )
    notes = ["Floor and ceiling: share of n in the lowest and in the highest category."]
    if incomplete:
        notes.append(
            f"Not available for {listed(incomplete)}: there are no answers, or all are the same,"
            " or the categories have no order."
        )
    return Table(
        caption="Items as answered",
        columns=(
            Column(label="Item"),
            *(Column(label=label, is_number=True) for label in _COLUMNS),
        ),
        rows=tuple(
            (
                texts.item_cell(item.item_id),
                Cell(text=count_text(item.n)),
                Cell(text=count_text(sum(missing.count for missing in item.missing))),
                Cell(text=decimal_text(item.mean)),
                Cell(text=decimal_text(item.standard_deviation)),
                Cell(text=decimal_text(item.skew)),
                Cell(text=decimal_text(item.kurtosis)),
                Cell(text=share_text(item.floor)),
                Cell(text=share_text(item.ceiling)),
            )
            for item in items
        ),
        notes=tuple(notes),
    )


def _figures(items: tuple[ItemRecord, ...], texts: InstrumentTexts) -> tuple[Figure, ...]:
    by_scale: dict[ResponseScale, list[ItemRecord]] = {}
    for item in items:
        scale = texts.response_scale(item.item_id)
        if isinstance(scale, ResponseScale):
            by_scale.setdefault(scale, []).append(item)
    return tuple(_figure(scale, tuple(members), texts) for scale, members in by_scale.items())


def _figure(scale: ResponseScale, items: tuple[ItemRecord, ...], texts: InstrumentTexts) -> Figure:
    labels = tuple(f"{option.value} {texts.text(option.label)}" for option in scale.options)
    records = {item.item_id: item for item in items}
    groups = tuple(
        (title, tuple(_answered(records[item_id], scale) for item_id in members))
        for title, members in texts.by_subscale(records).items()
    )
    smallest = min(item.n for item in items)
    ends = " Floor and ceiling shares stand in the table of items." if scale.ordered else ""
    return Figure(
        svg=render_svg(
            partial(draw_response_distribution, groups, len(labels)),
            name=f"answers-{scale.id}",
            title="Answers to each item",
            description=(
                f"One bar an item, divided into the shares of the answers {listed(labels)}.{ends}"
            ),
        ),
        caption=(
            f"Answers to each item in percent of its n (at least n = {count_text(smallest)});"
            " items as answered, none mirrored."
        ),
        legend=tuple(
            LegendEntry(label=label, swatch=f"ramp-{ramp_position(position, len(labels))}")
            for position, label in enumerate(labels)
        ),
        legend_title="Answers",
    )


def _answered(item: ItemRecord, scale: ResponseScale) -> AnsweredItem:
    counts = {category.value: category.count for category in item.categories}
    return AnsweredItem(
        item_id=item.item_id,
        is_reversed=item.reversed,
        counts=tuple(counts.get(value, 0) for value in scale.values),
    )
