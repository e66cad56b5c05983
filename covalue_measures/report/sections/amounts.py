"""Amounts as they were answered, and their sums: skewed, in units, never a rating."""

from covalue_measures.evaluation.evidence import ItemRecord, ScoreRecord
from covalue_measures.report.context import Block, Cell, Column, Paragraph, Table
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    NOT_AVAILABLE,
    count_text,
    decimal_text,
    share_text,
)
from covalue_measures.report.vocabulary import unit_title

_COLUMNS = ("Mean", "SD", "Median", "Quartiles", "At lowest")
_NOTE = (
    "At lowest: share of n at the lowest possible amount, mostly none at all. The largest amounts"
    " are not shown, since one person gave each."
)


def amounts_of_items(items: tuple[ItemRecord, ...], texts: InstrumentTexts) -> tuple[Block, ...]:
    """Return what was answered to items that ask for amounts."""
    return (
        Paragraph(
            text="Amounts are in their natural units. Few people have large ones, so that the mean"
            " lies above the median: sums for a budget rest on means, what is usual on medians."
        ),
        Table(
            caption="Amounts as answered",
            columns=_columns("Item", ("Unit",), ("n", "Missing", *_COLUMNS)),
            rows=tuple(
                (
                    texts.item_cell(item.item_id),
                    Cell(text=unit_title(item.unit)),
                    Cell(text=count_text(item.n)),
                    Cell(text=count_text(sum(missing.count for missing in item.missing))),
                    *_distribution(item),
                )
                for item in items
            ),
            notes=(_NOTE,),
        ),
    )


def table_of_sums(scores: tuple[tuple[str, ScoreRecord], ...]) -> Table:
    """Return the sums of amounts, one row a score."""
    return Table(
        caption="Sums of amounts",
        columns=_columns("Subscale", ("Unit",), ("n", "Without score", *_COLUMNS)),
        rows=tuple(
            (
                Cell(text=title, note=f"rule {score.rule_id} {score.rule_version}"),
                Cell(text=unit_title(score.unit)),
                Cell(text=count_text(score.n)),
                Cell(text=count_text(score.n_without_score)),
                *_distribution(score),
            )
            for title, score in scores
        ),
        notes=(
            "A sum is made only where every amount was given: a gap cannot be filled by the"
            f" others. {_NOTE}",
        ),
    )


def _columns(first: str, texts: tuple[str, ...], numbers: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        *(Column(label=label) for label in (first, *texts)),
        *(Column(label=label, is_number=True) for label in numbers),
    )


def _distribution(record: ItemRecord | ScoreRecord) -> tuple[Cell, ...]:
    return (
        Cell(text=decimal_text(record.mean)),
        Cell(text=decimal_text(record.standard_deviation)),
        Cell(text=decimal_text(record.median)),
        Cell(text=_quartiles(record)),
        Cell(text=share_text(record.floor)),
    )


def _quartiles(record: ItemRecord | ScoreRecord) -> str:
    if record.lower_quartile is None or record.upper_quartile is None:
        return NOT_AVAILABLE
    return f"{decimal_text(record.lower_quartile)} to {decimal_text(record.upper_quartile)}"
