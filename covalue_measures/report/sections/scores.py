"""How the scores are distributed."""

from functools import partial

from covalue_measures.evaluation.evidence import EvidenceRecord, ScoreRecord
from covalue_measures.report import sentences
from covalue_measures.report.context import (
    Bullets,
    Cell,
    Column,
    Figure,
    Paragraph,
    Section,
    Table,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import count_text, decimal_text, share_text
from covalue_measures.report.plots.score_distribution import draw_score_distribution
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.sections.amounts import table_of_sums

_COLUMNS = ("n", "Without score", "Prorated", "Mean", "SD", "Range", "Floor", "Ceiling")


def build_scores(evidence: EvidenceRecord, texts: InstrumentTexts) -> Section:
    """Return the section on scores: a table, and a panel a score."""
    anchor, title = "scores", "Scores"
    scores = tuple(
        (subscale.title, score) for subscale in evidence.subscales for score in subscale.scores
    )
    if not scores:
        absent = Paragraph(
            text="Scores are not available: the instrument declares no scoring rule.",
            is_absence=True,
        )
        return Section(anchor=anchor, title=title, blocks=(absent,))
    graded = tuple((name, score) for name, score in scores if not score.unit)
    sums = tuple((name, score) for name, score in scores if score.unit)
    drawn = tuple((name, score) for name, score in scores if score.n)
    return Section(
        anchor=anchor,
        title=title,
        blocks=(
            Bullets(entries=tuple(sentences.score(score, name) for name, score in scores)),
            *((_figure(drawn),) if drawn else ()),
            *((_table(graded),) if graded else ()),
            *((table_of_sums(sums),) if sums else ()),
        ),
    )


def _figure(scores: tuple[tuple[str, ScoreRecord], ...]) -> Figure:
    sizes = ", ".join(f"{title} {count_text(score.n)}" for title, score in scores)
    return Figure(
        svg=render_svg(
            partial(draw_score_distribution, scores),
            name="scores",
            title="Distribution of each score",
            description=(
                "One histogram a score: over its possible range, or for a sum of amounts up to"
                " the largest bar. The tables below hold the numbers."
            ),
        ),
        caption=f"Respondents by score; n: {sizes}.",
    )


def _table(scores: tuple[tuple[str, ScoreRecord], ...]) -> Table:
    notes = [
        "Range: lowest and highest possible value. Floor and ceiling: share of n at either."
        " Prorated: from fewer answers than items, as the rule allows."
    ]
    if any(score.mean is None for _, score in scores):
        notes.append("Not available where nobody gave enough answers for a score.")
    return Table(
        caption="Scores",
        columns=(
            Column(label="Subscale"),
            *(Column(label=label, is_number=True) for label in _COLUMNS),
        ),
        rows=tuple(
            (
                Cell(text=title, note=f"rule {score.rule_id} {score.rule_version}"),
                Cell(text=count_text(score.n)),
                Cell(text=count_text(score.n_without_score)),
                Cell(text=count_text(score.n_prorated)),
                Cell(text=decimal_text(score.mean)),
                Cell(text=decimal_text(score.standard_deviation)),
                Cell(text=f"{score.minimum_possible:g} to {score.maximum_possible:g}"),
                Cell(text=share_text(score.floor)),
                Cell(text=share_text(score.ceiling)),
            )
            for title, score in scores
        ),
        notes=tuple(notes),
    )
