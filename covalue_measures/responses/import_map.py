"""How the columns and cells of one file are read; data, so that it can be kept and repeated."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from covalue_measures.schema.identifiers import CleanText, ItemId, Language
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated


class ColumnOfItem(Definition):
    """The column that holds the answers to an item, where it is not named as the item."""

    item: ItemId
    column: str = Field(min_length=1)


class MissingCell(Definition):
    """A cell text of this file that means a missing answer; beside those the bank declares."""

    text: str
    reason: MissingReason


class ImportMap(Definition):
    """Everything that a file needs said about it beyond the instrument.

    A column is an item's when it bears the item's id, in any letter case, or is named in
    ``columns``. Every other column must be declared here, or the file is refused.
    """

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

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> "ImportMap":
        columns = [entry.column for entry in self.columns]
        others = [*self.groups, *self.ignore]
        if self.respondent_id is not None:
            others.append(self.respondent_id)
        for kind, found in (
            ("item", repeated([*(entry.item for entry in self.columns), *self.not_asked])),
            ("column", repeated([*columns, *others])),
            ("missing text", repeated(entry.text for entry in self.missing)),
        ):
            if found:
                raise ValueError(f"the import map names the {kind} '{found[0]}' twice")
        if (self.currency is None) != (self.price_year is None):
            raise ValueError("a currency and a price year are declared together")
        if self.coding == "labels" and self.language is None:
            raise ValueError("coding 'labels' needs the language of the labels")
        return self
