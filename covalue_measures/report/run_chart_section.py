"""The section on one rating of a team: its chart, and what each rule says."""

from functools import partial

import pandas as pd

from covalue_measures.psychometrics.run_chart import RunChartResult
from covalue_measures.records.team_rating import TeamRating
from covalue_measures.report.context import (
    Block,
    Cell,
    Column,
    Figure,
    LegendEntry,
    Paragraph,
    Reference,
    References,
    Section,
    Table,
)
from covalue_measures.report.number_text import counted, listed
from covalue_measures.report.plots.run_chart import draw_run_chart, value_text
from covalue_measures.report.plots.svg import render_svg

DIRECTIONS = {
    "higher_is_better": "higher is better",
    "lower_is_better": "lower is better",
    "neither": "neither end is the better one",
}
_RULES = {
    "shift": "Shift",
    "trend": "Trend",
    "runs": "Number of runs",
    "longest_run": "Longest run",
    "crossings": "Crossings of the median",
}
_REFERENCES = References(
    entries=(
        Reference(
            subject="Shift and trend",
            citation="Perla, Provost and Murray (2011), BMJ Quality & Safety 20",
            doi="10.1136/bmjqs.2009.037895",
        ),
        Reference(
            subject="Number of runs",
            citation="Swed and Eisenhart (1943), Annals of Mathematical Statistics 14",
            doi="10.1214/aoms/1177731494",
        ),
        Reference(
            subject="Longest run and crossings",
            citation="Anhøj and Olesen (2014), PLoS ONE 9",
            doi="10.1371/journal.pone.0113825",
        ),
    )
)


def build_run_chart(rating: TeamRating, chart: RunChartResult) -> Section:
    """Return the section on ``rating``, whose values ``chart`` holds."""
    return Section(
        anchor=f"rating-{rating.id}",
        title=rating.name,
        blocks=(
            Paragraph(text=rating.definition),
            Paragraph(text=_summary(rating, chart)),
            _figure(rating, chart),
            *_judgment(rating, chart),
        ),
    )


def build_rules() -> Section:
    """Return the section that says how the charts are read."""
    return Section(
        anchor="rules",
        title="How the charts are read",
        blocks=(
            Paragraph(
                text=(
                    "A run is a row of points on one side of the median; points on the median are"
                    " passed over. A signal says that the series is hardly chance alone. It does"
                    " not say what made the difference, nor whether it lasts. Each rule raises a"
                    " false alarm now and then, and five rules do so more often than one."
                )
            ),
            _REFERENCES,
        ),
    )


def _summary(rating: TeamRating, chart: RunChartResult) -> str:
    missing = f", {counted(chart.n_missing, 'record')} without one" if chart.n_missing else ""
    text = (
        f"{counted(chart.n_points, 'value')}{missing}. The median is {value_text(chart.median)} on"
        f" a scale from {value_text(rating.lowest)} to {value_text(rating.highest)};"
        f" {DIRECTIONS[rating.direction]}."
    )
    if not chart.is_judged:
        return text
    if not chart.signals:
        return f"{text} No rule sees more than chance."
    names = listed(tuple(_RULES[name].lower() for name in chart.signals))
    verb = "signals" if len(chart.signals) == 1 else "signal"
    return f"{text} More than chance: {names} {verb} a change."


def _figure(rating: TeamRating, chart: RunChartResult) -> Figure:
    described = "; ".join(
        f"{date}: {'none' if pd.isna(value) else value_text(value)}"
        for date, value in zip(chart.points["date"], chart.points["value"], strict=True)
    )
    legend = [
        LegendEntry(label="Value", swatch="dot"),
        LegendEntry(label="Value on the median", swatch="ring"),
        LegendEntry(label="Median", swatch="dashes"),
    ]
    if {"shift", "longest_run", "trend"} & set(chart.signals):
        legend.append(LegendEntry(label="Points behind a signal", swatch="band"))
    return Figure(
        svg=render_svg(
            partial(draw_run_chart, chart, lowest=rating.lowest, highest=rating.highest),
            name=f"rating-{rating.id}",
            title=f"Run chart: {rating.name}",
            description=f"Median {value_text(chart.median)}. {described}.",
        ),
        caption="In the order of the records, evenly spaced whatever the time between them.",
        legend=tuple(legend),
        legend_title=rating.name,
    )


def _judgment(rating: TeamRating, chart: RunChartResult) -> tuple[Block, ...]:
    if not chart.is_judged:
        return (Paragraph(text=chart.note, is_absence=True),)
    table = Table(
        caption=f"{rating.name}: what each rule sees in {chart.n_useful} points off the median",
        columns=(
            Column(label="Rule"),
            Column(label="Found", is_number=True),
            Column(label="Not unusual", is_number=True),
            Column(label="Signal"),
        ),
        rows=tuple(
            (
                Cell(text=_RULES[str(name)], note=f"Signal: {rule['statement']}."),
                Cell(text=str(rule["observed"])),
                Cell(text=_range_text(rule["lower"], rule["upper"])),
                Cell(text="signal", tone="fair") if rule["signal"] else Cell(text="no"),
            )
            for name, rule in chart.rules.iterrows()
        ),
    )
    return (table,)


def _range_text(lower: object, upper: object) -> str:
    if lower is pd.NA:
        return f"up to {upper}"
    return f"from {lower}" if upper is pd.NA else f"{lower} to {upper}"
