"""The timeline of a team: one HTML page from a series of its records."""

from dataclasses import dataclass
from pathlib import Path

from covalue_measures.exceptions import MeasuresError
from covalue_measures.library_version import __version__
from covalue_measures.psychometrics.run_chart import estimate_run_chart
from covalue_measures.records.attachment import Attachment
from covalue_measures.records.driver import Driver
from covalue_measures.records.record_series import AnyTeamRecord, RecordSeries
from covalue_measures.records.team_rating import TeamRating
from covalue_measures.report.context import Cell, Column, Fact, Section, Table
from covalue_measures.report.number_text import counted, listed
from covalue_measures.report.page import render_page
from covalue_measures.report.plots.run_chart import value_text
from covalue_measures.report.run_chart_section import DIRECTIONS, build_rules, build_run_chart
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS

_TOOLS = {
    "self_assessment_guide": "Self-assessment guide",
    "improvement_passport": "Improvement passport",
}
_ROLES = {
    "leader": ("leader", "leaders"),
    "clinician": ("clinician", "clinicians"),
    "service_user": ("service user", "service users"),
    "care_partner": ("care partner", "care partners"),
    "finance_specialist": ("finance specialist", "finance specialists"),
    "improvement_specialist": ("improvement specialist", "improvement specialists"),
    "other": ("other", "others"),
}
_DOMAINS = {domain.id: domain.title for domain in COVALUE_DOMAINS}
_MARK = "●"
_SHORT_DIGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One section of a record, in paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """An attachment: its title, where it lies, and what is known of it."""

    title: str
    location: str
    is_address: bool
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record on the timeline."""

    anchor: str
    date: str
    occasion: str
    #: Language of the passages; empty where it is the page's.
    language: str
    passages: tuple[Passage, ...]
    #: Name, value, and the scale in words.
    ratings: tuple[tuple[str, str, str], ...]
    #: Label and text of what else the record says.
    notes: tuple[tuple[str, str], ...]
    attachments: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineContext:
    """Everything the timeline's template prints."""

    title: str
    reference: str
    facts: tuple[Fact, ...]
    overview: Table
    entries: tuple[Entry, ...]
    #: One a rating, and how they are read; empty without ratings.
    charts: tuple[Section, ...]
    footer: str


def render_timeline(series: RecordSeries, path: str | Path) -> Path:
    """Write the timeline of a series as one self-contained HTML page; return its path.

    The page holds everything that the records say, the team's texts included. It has no script
    and loads nothing; attachments are named, and addresses among them can be followed.

    Parameters
    ----------
    series : RecordSeries
        The records of one team with one tool.
    path : path
        Where the page is written; a file there is replaced.

    Raises
    ------
    MeasuresError
        If the page cannot be written.
    """
    page = render_page("timeline.html", build_timeline(series))
    path = Path(path)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise MeasuresError(f"Cannot write the timeline '{path}': {error.strerror}.") from error
    return path


def build_timeline(series: RecordSeries) -> TimelineContext:
    """Return the texts, tables and charts of the timeline of ``series``."""
    charts = tuple(
        build_run_chart(rating, estimate_run_chart(series.values_of(rating.id), dates=series.dates))
        for rating in series.ratings
    )
    return TimelineContext(
        title=f"{_TOOLS[series.tool]}, team {series.team}",
        reference=_period(series),
        facts=_facts(series),
        overview=_overview(series),
        entries=tuple(_entry(record) for record in series.records),
        charts=(*charts, build_rules()) if charts else (),
        footer=(
            f"Made with covalue_measures {__version__} from"
            f" {counted(len(series.records), 'record')} of the team. The texts are the team's own"
            " words and may point to people: share this page as you would share them."
        ),
    )


def _period(series: RecordSeries) -> str:
    first, last = series.dates[0], series.dates[-1]
    return first if first == last else f"{first} to {last}"


def _facts(series: RecordSeries) -> tuple[Fact, ...]:
    sites = dict.fromkeys(record.site for record in series.records if record.site)
    languages = dict.fromkeys(record.language for record in series.records)
    facts = (
        ("Records", str(len(series.records))),
        ("Site", listed(tuple(sites))),
        ("Language", listed(tuple(languages))),
    )
    return tuple(Fact(label=label, text=text) for label, text in facts if text)


def _overview(series: RecordSeries) -> Table:
    """Return a row a rating, domain and driver that occurs, and a column a record."""
    rows: list[tuple[str, tuple[str, ...]]] = [
        (
            rating.name,
            tuple(
                "" if value is None else value_text(value) for value in series.values_of(rating.id)
            ),
        )
        for rating in series.ratings
    ]
    for domain, title in _DOMAINS.items():
        rows.append((title, _marks([domain in record.domains for record in series.records])))
    for driver in Driver:
        rows.append((driver.label, _marks([driver in record.drivers for record in series.records])))
    return Table(
        caption="Ratings, domains and drivers by record",
        columns=(
            Column(label="Record of"),
            *(Column(label=date, is_number=True) for date in series.dates),
        ),
        rows=tuple(
            (Cell(text=label), *(Cell(text=text) for text in texts))
            for label, texts in rows
            if any(texts)
        ),
        is_matrix=True,
    )


def _marks(present: list[bool]) -> tuple[str, ...]:
    return tuple(_MARK if here else "" for here in present)


def _entry(record: AnyTeamRecord) -> Entry:
    people = tuple(counted(entry.n, *_ROLES[entry.role]) for entry in record.contributors)
    notes = (
        ("Domains", "; ".join(_DOMAINS[domain] for domain in record.domains)),
        ("Drivers", "; ".join(driver.label for driver in record.drivers)),
        ("Who took part", listed(people)),
    )
    return Entry(
        anchor=f"record-{record.id}",
        date=record.date,
        occasion=f"Occasion {record.occasion}, record {record.id}",
        language="" if record.language.startswith("en") else record.language,
        passages=tuple(
            Passage(title=narrative.title, paragraphs=tuple(narrative.text.split("\n\n")))
            for narrative in record.narratives
        ),
        ratings=tuple(_rating(rating) for rating in record.ratings),
        notes=tuple((label, text) for label, text in notes if text),
        attachments=tuple(_pointer(attachment) for attachment in record.attachments),
    )


def _rating(rating: TeamRating) -> tuple[str, str, str]:
    ends = f"{value_text(rating.lowest)} to {value_text(rating.highest)}"
    return rating.name, value_text(rating.value), f"{ends}, {DIRECTIONS[rating.direction]}"


def _pointer(attachment: Attachment) -> Pointer:
    digest = f", SHA-256 {attachment.sha256[:_SHORT_DIGEST]}…" if attachment.sha256 else ""
    return Pointer(
        title=attachment.title,
        location=attachment.location,
        is_address=attachment.location.startswith("https://"),
        details=f"{attachment.media_type}{digest}",
    )
