"""How the columns and cells of one file are read; data, so that it can be kept and repeated."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from covalue_measures.schema.canonical import digest
from covalue_measures.schema.identifiers import CleanText, Identifier, ItemId, Language, OptionCode
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.model import Definition, GrownDefinition
from covalue_measures.schema.repeated import repeated

#: How the questions were put.
AdministrationMode: TypeAlias = Literal[
    "paper", "web", "app", "interviewer_phone", "interviewer_in_person"
]
_REFERENCE = (
    r"^[a-z0-9][a-z0-9_]{0,63}@[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(/[a-z0-9][a-z0-9_]{0,63})?$"
)


class ColumnOfItem(Definition):
    """The column that holds the answers to an item, where it is not named as the item."""

    item: ItemId
    column: str = Field(min_length=1)


class MissingCell(Definition):
    """A cell text of this file that means a missing answer; beside those the bank declares."""

    text: str
    reason: MissingReason


class OptionText(Definition):
    """A cell text of this file that means an option, on one response scale or for one item."""

    text: str = Field(min_length=1)
    code: OptionCode
    scale: Identifier | None = None
    item: ItemId | None = None

    @model_validator(mode="after")
    def _is_for_a_scale_or_an_item(self) -> "OptionText":
        if (self.scale is None) == (self.item is None):
            raise ValueError(f"the option text '{self.text}' is for one scale or for one item")
        return self


class RecordStatus(Definition):
    """What becomes of the records with a status, such as ``unfinished`` or ``in-progress``."""

    status: CleanText
    use: Literal["keep", "leave_out"]


class LongForm(Definition):
    """The columns of a file that has one line for each answer."""

    respondent: str = Field(min_length=1)
    item: str = Field(min_length=1)
    value: str = Field(min_length=1)
    #: Column that tells several rounds of one respondent apart.
    occasion: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names, as far as they are given."""
        names = (self.respondent, self.item, self.value)
        return names if self.occasion is None else (*names, self.occasion)


class ImportMap(GrownDefinition):
    """Everything that a file needs said about it beyond the instrument.

    A column is an item's when it bears the item's id, in any letter case, or is named in
    ``columns``. Every other column must be declared here, or the file is refused.
    """

    later_fields: ClassVar[frozenset[str]] = frozenset(
        {
            "instrument",
            "mode",
            "sheet",
            "event",
            "instance",
            "long",
            "options",
            "statuses",
            "duplicates",
            "questionnaire",
            "repeat_instrument",
        }
    )

    columns: tuple[ColumnOfItem, ...] = ()
    #: Column with respondent ids; they are checked for repeats and go no further.
    respondent_id: str | None = None
    #: Columns with group labels, such as sex or site.
    groups: tuple[str, ...] = ()
    #: Columns that are not read.
    ignore: tuple[str, ...] = ()
    #: Items that were not put to these respondents, and have no column.
    not_asked: tuple[ItemId, ...] = ()
    #: What stands in the cells: option values, option codes, or option labels.
    coding: Literal["values", "codes", "labels"] = "values"
    #: Language of the labels; needed for ``coding="labels"``.
    language: Language | None = None
    missing: tuple[MissingCell, ...] = ()
    #: Encoding of a text file, by its usual name.
    encoding: CleanText = "utf-8"
    #: Separator of a text file; None finds it from the header.
    separator: Literal[",", ";", "\t", "|"] | None = None
    #: What stands before the decimals of an amount.
    decimal_mark: Literal[".", ","] = "."
    #: Currency of all amounts of money in the file, by its ISO 4217 code, and the year whose
    #: prices they are in; needed where the instrument asks for money.
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    price_year: int | None = Field(default=None, ge=1900, le=2200)
    #: Whether the answers were made by a program and no person gave them.
    synthetic: bool = False
    #: What the answers were collected with, as ``name@version`` or ``name@version/form``; the map
    #: is refused for another name, form or major version, before 1.0.0 for another minor one too.
    instrument: Annotated[str, StringConstraints(pattern=_REFERENCE)] | None = None
    #: How the questions were put, where it was the same for everybody.
    mode: AdministrationMode | None = None
    #: Sheet of a workbook that has several.
    sheet: str | None = None
    #: Event or occasion to read, of a file that holds several.
    event: str | None = None
    #: Repeat instance to read, of a REDCap form that repeats.
    instance: str | None = None
    #: Form to read of a REDCap project in which forms repeat, by its name in the export.
    repeat_instrument: str | None = None
    #: Columns of a file in long form; its respondents are the ids.
    long: LongForm | None = None
    #: Texts that stand for options. Where they give a text of the scale another meaning, no text
    #: of the scale counts as a category any more.
    options: tuple[OptionText, ...] = ()
    statuses: tuple[RecordStatus, ...] = ()
    #: What becomes of records with the same record id and other answers.
    duplicates: Literal["refuse", "newest"] = "refuse"
    #: References of questionnaires, such as ``url|version``, whose answers are this instrument's
    #: though their name or version does not say so.
    questionnaire: tuple[CleanText, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _takes_lists(cls, content: object) -> object:
        """Return fields with tuples in place of lists, which people write."""
        if not isinstance(content, dict):
            return content
        return {n: tuple(each) if isinstance(each, list) else each for n, each in content.items()}

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> "ImportMap":
        columns = [entry.column for entry in self.columns]
        others = [*self.groups, *self.ignore, *(self.long.columns if self.long else ())]
        if self.respondent_id is not None:
            others.append(self.respondent_id)
        for kind, found in (
            ("item", repeated([*(entry.item for entry in self.columns), *self.not_asked])),
            ("column", repeated([*columns, *others])),
            ("missing text", repeated(entry.text for entry in self.missing)),
            ("status", repeated(entry.status for entry in self.statuses)),
            ("option text", _repeated_option_text(self.options)),
        ):
            if found:
                raise ValueError(f"the import map names the {kind} '{found[0]}' twice")
        if (self.currency is None) != (self.price_year is None):
            raise ValueError("a currency and a price year are declared together")
        if self.coding == "labels" and self.language is None:
            raise ValueError("coding 'labels' needs the language of the labels")
        if self.long is not None and self.respondent_id is not None:
            raise ValueError("a long form names its respondents itself; take out respondent_id")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return digest(self)

    @property
    def id_column(self) -> str | None:
        """Column with respondent ids, in long form too."""
        return self.respondent_id if self.long is None else self.long.respondent

    @property
    def declared_columns(self) -> frozenset[str]:
        """Names of all columns that the import map says something about."""
        names = {entry.column for entry in self.columns} | {*self.groups, *self.ignore}
        if self.long is not None:
            names.update(self.long.columns)
        if self.respondent_id is not None:
            names.add(self.respondent_id)
        return frozenset(names)


def _repeated_option_text(options: tuple[OptionText, ...]) -> list[str]:
    places = [(entry.scale, entry.item, entry.text) for entry in options]
    return [place[2] for position, place in enumerate(places) if place in places[:position]]
