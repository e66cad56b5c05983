"""Levels of invariance as a table and as a figure."""

from functools import partial
from typing import Literal

from covalue_measures.evaluation.evidence import (
    FitRecord,
    InvarianceComparisonRecord,
    InvarianceLevelRecord,
    InvarianceRecord,
)
from covalue_measures.report.context import Cell, Column, Figure, LegendEntry, Table
from covalue_measures.report.number_text import (
    NOT_AVAILABLE,
    coefficient_text,
    count_text,
    decimal_text,
    is_available,
    listed,
    p_text,
    typeset,
)
from covalue_measures.report.plots.fit_by_level import IndexSeries, LevelPoint, draw_fit_by_level
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.vocabulary import sentence_case


def _comparison_to(record: InvarianceRecord, level: str) -> InvarianceComparisonRecord | None:
    return next((found for found in record.comparisons if found.to_level == level), None)


def levels_table(record: InvarianceRecord) -> Table:
    """Return fit, change and verdict of each level."""
    labels = ("χ² (df)", "CFI", "RMSEA", "SRMR", "Δχ² (df)", "p")
    changes = ("Δ CFI", "Δ RMSEA", "Δ SRMR")
    return Table(
        caption=f"Levels of invariance, {record.estimator}, n = {count_text(record.n_used)}",
        columns=(
            Column(label="Level"),
            Column(label="Holds"),
            *(Column(label=label, is_number=True) for label in (*labels, *changes)),
        ),
        rows=tuple(
            (
                Cell(text=sentence_case(level.name), note=f"equal: {level.constrained}"),
                _verdict(_comparison_to(record, level.name)),
                *_fit_cells(level),
                *_comparison_cells(_comparison_to(record, level.name)),
            )
            for level in record.levels
        ),
        notes=_notes(record),
    )


def _fit_cells(level: InvarianceLevelRecord) -> tuple[Cell, ...]:
    fit = level.fit
    if fit is None:
        return (Cell(text="not converged"),) + (Cell(text=""),) * 3
    is_scaled = fit.scaled_statistic is not None
    statistic = fit.scaled_statistic if is_scaled else fit.statistic
    df = fit.scaled_df if is_scaled else fit.df
    return (
        Cell(text=chi_square_text(statistic, df)),
        *(Cell(text=coefficient_text(value)) for value in (fit.cfi, fit.rmsea, fit.srmr)),
    )


def chi_square_text(statistic: float | None, df: float | None) -> str:
    """Return a chi-square with its degrees of freedom: ``31.2 (8)``."""
    if statistic is None or df is None:
        return NOT_AVAILABLE
    return f"{decimal_text(statistic, 1)} ({decimal_text(df, 0 if float(df).is_integer() else 1)})"


def _comparison_cells(comparison: InvarianceComparisonRecord | None) -> tuple[Cell, ...]:
    if comparison is None:
        return (Cell(text=""),) * 5
    changes = {
        "cfi": comparison.delta_cfi,
        "rmsea": comparison.delta_rmsea,
        "srmr": comparison.delta_srmr,
    }
    return (
        Cell(text=chi_square_text(comparison.chi_square_difference, comparison.df_difference)),
        Cell(text=NOT_AVAILABLE if comparison.p is None else p_text(comparison.p)),
        *(
            Cell(text=coefficient_text(change), is_strong=index in comparison.exceeded)
            for index, change in changes.items()
        ),
    )


def _verdict(comparison: InvarianceComparisonRecord | None) -> Cell:
    if comparison is None:
        return Cell(text="")
    if comparison.holds is None:
        return Cell(text="not judged", tone="fair")
    return Cell(
        text="yes" if comparison.holds else "no", tone="good" if comparison.holds else "poor"
    )


def _notes(record: InvarianceRecord) -> tuple[str, ...]:
    versions = tuple(
        dict.fromkeys(
            version
            for level in record.levels
            if level.fit is not None
            for version in (level.fit.cfi_version, level.fit.rmsea_version)
        )
    )
    methods = tuple(dict.fromkeys(found.method for found in record.comparisons if found.method))
    notes = [
        "χ²: chi-square; Δ: this level less the one before it. Bold: changed for the worse by more"
        " than its cut-off.",
    ]
    if record.source:
        notes.append(f"{typeset(record.rule)} Source: {record.source}.")
    cut_offs: dict[str, list[str]] = {}
    for comparison in record.comparisons:
        limits = comparison.cut_offs
        words = (
            f"CFI may fall by {coefficient_text(limits.cfi_fall)}, RMSEA rise by"
            f" {coefficient_text(limits.rmsea_rise)}, SRMR rise by"
            f" {coefficient_text(limits.srmr_rise)}"
        )
        cut_offs.setdefault(words, []).append(comparison.to_level)
    notes += [
        f"Cut-offs for {listed(tuple(levels))}: {words}." for words, levels in cut_offs.items()
    ]
    if versions:
        notes.append(f"Version of CFI and RMSEA: {', '.join(versions)}.")
    if methods:
        notes.append(f"Test of the difference: {', '.join(methods)}.")
    return tuple(notes)


def levels_figure(record: InvarianceRecord, position: int) -> Figure:
    """Return CFI and RMSEA by level; ``position`` tells the figures of a page apart."""
    has_exceeded = any({"cfi", "rmsea"} & set(found.exceeded) for found in record.comparisons)
    legend = [LegendEntry(label="Within the cut-off", swatch="dot")]
    if has_exceeded:
        legend.append(LegendEntry(label="Worse by more than the cut-off", swatch="diamond"))
    legend.append(LegendEntry(label="Room that the cut-off leaves", swatch="band"))
    panels = (
        _series(record, "cfi", "CFI (higher is better)", -1),
        _series(record, "rmsea", "RMSEA (lower is better)", 1),
    )
    return Figure(
        svg=render_svg(
            partial(draw_fit_by_level, panels),
            name=f"invariance-{position}",
            title=f"CFI and RMSEA by level of invariance, groups by {record.group_name}",
            description=(
                "Two panels, CFI and RMSEA: one dot a level, joined by a line, and a band from the"
                " level before to the worst value that its cut-off allows. The numbers stand in"
                " the table above."
            ),
        ),
        caption=(
            f"CFI and RMSEA by level, n = {count_text(record.n_used)}. A level outside its band is"
            " worse than the one before by more than the cut-off."
        ),
        legend=tuple(legend),
        legend_title="Signs",
    )


def _series(
    record: InvarianceRecord, index: Literal["cfi", "rmsea"], title: str, worse: int
) -> IndexSeries:
    return IndexSeries(
        title=title,
        worse=worse,
        points=tuple(
            LevelPoint(
                level=level.name,
                value=_value(level.fit, index),
                cut_off=_cut_off(_comparison_to(record, level.name), index),
                is_exceeded=_is_exceeded(_comparison_to(record, level.name), index),
            )
            for level in record.levels
        ),
    )


def _value(fit: FitRecord | None, index: Literal["cfi", "rmsea"]) -> float | None:
    if fit is None:
        return None
    value = fit.cfi if index == "cfi" else fit.rmsea
    return value if is_available(value) else None


def _cut_off(
    comparison: InvarianceComparisonRecord | None, index: Literal["cfi", "rmsea"]
) -> float | None:
    if comparison is None:
        return None
    limits = comparison.cut_offs
    return limits.cfi_fall if index == "cfi" else limits.rmsea_rise


def _is_exceeded(comparison: InvarianceComparisonRecord | None, index: str) -> bool:
    return comparison is not None and index in comparison.exceeded
