"""What the page says, ready to print: texts, tables and figures, and not one number."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str
    #: Second line in smaller letters, such as the wording of an item.
    note: str = ""
    #: Language of ``note``; empty where it is the page's.
    note_language: str = ""
    #: Short word set apart from the text, such as ``reversed``.
    tag: str = ""
    is_code: bool = False
    #: How a judgment is colored; the text says the same.
    tone: Literal["", "good", "fair", "poor"] = ""
    #: Set in bold: the reader should see this number among its neighbors.
    is_strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's heading and alignment."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; the first cell of each row is its heading."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: Sentences below the table.
    notes: tuple[str, ...] = ()
    #: Many narrow columns with upright headings.
    is_matrix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A label and the CSS class of the sign it explains."""

    label: str
    swatch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing, what it shows in words, and the key to its signs."""

    kind: ClassVar[str] = "figure"
    #: Inline SVG; the only text of the page that is not escaped.
    svg: str
    caption: str
    legend: tuple[LegendEntry, ...] = ()
    #: What the key is about, for those who do not see it.
    legend_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Plain sentences."""

    kind: ClassVar[str] = "paragraph"
    text: str
    #: Says that something is not there, and why.
    is_absence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences."""

    kind: ClassVar[str] = "bullets"
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """What must be read before the numbers that follow."""

    kind: ClassVar[str] = "caution"
    text: str
    #: Sentences under the text.
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line for a shell."""

    kind: ClassVar[str] = "command"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication and what it is cited for."""

    subject: str
    citation: str
    #: Without the resolver's address; empty where there is none.
    doi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """A list of publications."""

    kind: ClassVar[str] = "references"
    entries: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Blocks that the reader opens."""

    kind: ClassVar[str] = "details"
    summary: str
    blocks: tuple["Block", ...]


Block: TypeAlias = Table | Figure | Paragraph | Bullets | Caution | Command | References | Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page under its own heading."""

    #: Unique on the page; the target of links.
    anchor: str
    title: str
    blocks: tuple[Block, ...]
    subsections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the box under the title."""

    label: str
    text: str
    #: The whole of what ``text`` shortens; opened by the reader.
    full: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One line of the verdict table."""

    subject: str
    sign: str
    word: str
    tone: Literal["", "good", "fair", "poor"]
    value: str
    threshold: str
    #: Position in ``ReportContext.verdict_sources``, from 1.
    source_number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGroup:
    """The verdicts on one measurement property."""

    measurement_property: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """Everything the templates print."""

    title: str
    #: Language of ``title``; empty where it is the page's.
    title_language: str
    reference: str
    #: Why the instrument must not be used; empty where it may.
    banner: str
    banner_reason: str
    facts: tuple[Fact, ...]
    summary: tuple[str, ...]
    verdict_caption: str
    verdicts: tuple[VerdictGroup, ...]
    #: Each source once, in the order of the verdicts.
    verdict_sources: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
