"""Who gave which code to which part of a talk."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from covalue_measures.records.covalue_themes import COVALUE_THEMES
from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.records.theme import Theme, ThemeId
from covalue_measures.schema.identifiers import CleanText, Identifier, Language
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

_LONGEST_REFERENCE = 120


def _refuse_whole_texts(text: str) -> str:
    if len(text) > _LONGEST_REFERENCE:
        raise ValueError(
            f"a reference has at most {_LONGEST_REFERENCE} characters, this has {len(text)}: it"
            " says where the words are kept, and the record never holds them"
        )
    return text


#: Where the words of a unit are kept, such as ``transcript 2, lines 40 to 52``; too short for the
#: words themselves, which may tell who spoke.
TextReference: TypeAlias = Annotated[CleanText, AfterValidator(_refuse_whole_texts)]


class Code(Definition):
    """A code of the code book, and the theme that it stands for."""

    id: Identifier
    theme_id: ThemeId
    definition: CleanText


class CoderChoice(Definition):
    """The codes that one coder gave to one unit."""

    coder: Pseudonym
    #: Empty if the coder read the unit and found none: that is an answer, too.
    code_ids: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _gives_each_code_once(self) -> "CoderChoice":
        if twice := repeated(self.code_ids):
            raise ValueError(f"coder '{self.coder}' gives the codes {list(twice)} more than once")
        return self


class CodedUnit(Definition):
    """A part of a focus group's talk, by reference, and what its coders found."""

    id: Identifier
    focus_group_id: Identifier
    language: Language
    #: One entry a coder who read the unit.
    choices: tuple[CoderChoice, ...] = Field(min_length=1)
    text_reference: TextReference | None = None

    @property
    def coders(self) -> tuple[str, ...]:
        """Coders who read the unit."""
        return tuple(choice.coder for choice in self.choices)

    @property
    def is_double_coded(self) -> bool:
        """Whether two coders or more read the unit."""
        return len(self.choices) >= 2

    @model_validator(mode="after")
    def _coders_read_it_once(self) -> "CodedUnit":
        if twice := repeated(self.coders):
            raise ValueError(f"unit '{self.id}' has two entries of the coders {list(twice)}")
        return self


class CodingRecord(Definition):
    """How the talks of a study were coded, on one day."""

    #: Version of this file format.
    format_version: Literal["1"] = "1"
    study: CleanText
    #: Day of the state that is recorded.
    date: IsoDate
    #: Themes of this study's own, beside those of the CO-VALUE study.
    themes: tuple[Theme, ...] = ()
    codes: tuple[Code, ...] = Field(min_length=1)
    coders: tuple[Pseudonym, ...] = Field(min_length=1)
    units: tuple[CodedUnit, ...] = Field(min_length=1)
    #: How others checked the themes, such as ``investigator triangulation``; None if nobody did.
    triangulation: CleanText | None = None

    @property
    def code_ids(self) -> tuple[str, ...]:
        """Ids of the codes, in the order of the code book."""
        return tuple(code.id for code in self.codes)

    @model_validator(mode="after")
    def _ids_are_distinct(self) -> "CodingRecord":
        own = tuple(theme.id for theme in self.themes)
        named = {
            "themes": (*(theme.id for theme in COVALUE_THEMES), *own),
            "codes": self.code_ids,
            "coders": self.coders,
            "units": tuple(unit.id for unit in self.units),
        }
        for what, ids in named.items():
            if twice := repeated(ids):
                raise ValueError(f"{what} {list(twice)} stand more than once in the record")
        return self

    @model_validator(mode="after")
    def _themes_are_known(self) -> "CodingRecord":
        known = {theme.id for theme in (*COVALUE_THEMES, *self.themes)}
        for code in self.codes:
            if code.theme_id not in known:
                raise ValueError(
                    f"code '{code.id}' names the theme '{code.theme_id}', which is neither of the"
                    " CO-VALUE study nor of the record's own"
                )
        for theme in self.themes:
            if theme.parent is not None and theme.parent not in known:
                raise ValueError(f"theme '{theme.id}' names the unknown parent '{theme.parent}'")
        return self

    @model_validator(mode="after")
    def _coders_and_codes_are_known(self) -> "CodingRecord":
        for unit in self.units:
            for choice in unit.choices:
                if choice.coder not in self.coders:
                    raise ValueError(
                        f"unit '{unit.id}' names the coder '{choice.coder}'; the record has"
                        f" {list(self.coders)}"
                    )
                unknown = [code for code in choice.code_ids if code not in self.code_ids]
                if unknown:
                    raise ValueError(
                        f"unit '{unit.id}': coder '{choice.coder}' gives the codes {unknown}; the"
                        f" record has {list(self.code_ids)}"
                    )
        return self
