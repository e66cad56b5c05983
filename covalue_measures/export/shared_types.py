"""What a JSON Schema can say about the types that documents share."""

from covalue_measures.records.attachment import Location, MediaType
from covalue_measures.records.coding import TextReference
from covalue_measures.records.cognitive_interview import AgeBand
from covalue_measures.records.content_validity_round import BankReference
from covalue_measures.records.iso_date import IsoDate
from covalue_measures.records.pseudonym import Pseudonym
from covalue_measures.records.team_rating import RatingNumber
from covalue_measures.records.theme import ThemeId
from covalue_measures.schema.identifiers import (
    CleanText,
    Digest,
    Identifier,
    ItemId,
    Language,
    OptionCode,
)
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.shared_type import JsonObject, SharedType, one_line
from covalue_measures.schema.translation import SourceDigest
from covalue_measures.schema.version import Version
from covalue_measures.schema.waiver import RuleCode

# Controls, format characters and separators of Unicode 14, the oldest that a supported Python
# knows. Those beyond U+FFFF stand for themselves: no escape of them is read alike everywhere.
_INVISIBLE = (
    r"\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    r"\u08e2\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff"
    r"\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"
)
_CLEAN_TEXT: JsonObject = {
    "description": "Text for people: no invisible characters, no white space at the ends.",
    "$comment": "Also checked: Unicode normal form NFC.",
    "type": "string",
    "minLength": 1,
    "not": {"pattern": rf"^[ \n]|[ \n]$|[{_INVISIBLE}]"},
}

_NUMBER = "(0|[1-9][0-9]*)"
# A part of a pre-release is a number without leading zeros, or holds a letter or a hyphen.
_PART = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PART}(\.{_PART})*)?"

_LONG, _SHORT = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])", "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_DAY = f"({_LONG}|{_SHORT}|02-(0[1-9]|[12][0-9]))"

_LOCALIZED_TEXT: JsonObject = {
    "description": "The same text per language.",
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"$ref": "#/$defs/Language"},
    "additionalProperties": {"$ref": "#/$defs/CleanText"},
}

#: Every type that a function checks, and those that a reader should meet under a name.
SHARED_TYPES: tuple[SharedType, ...] = (
    SharedType.of("CleanText", CleanText, _CLEAN_TEXT),
    SharedType(name="LocalizedText", check=LocalizedText, schema=_LOCALIZED_TEXT),
    SharedType.of("Identifier", Identifier),
    SharedType.of("ItemId", ItemId),
    SharedType.of("OptionCode", OptionCode),
    SharedType.of("Language", Language),
    SharedType.of("Digest", Digest),
    SharedType.of("SourceDigest", SourceDigest),
    SharedType.of("Version", Version, one_line(f"^{_VERSION}$")),
    SharedType.of("RuleCode", RuleCode),
    SharedType.of("Pseudonym", Pseudonym),
    SharedType.of("ThemeId", ThemeId),
    SharedType.of("AgeBand", AgeBand),
    SharedType.of("MediaType", MediaType),
    SharedType.of(
        "IsoDate",
        IsoDate,
        {
            "description": "A day, year first.",
            "$comment": "Also checked: 29 February stands in a leap year; there is no year 0000.",
            **one_line(f"^[0-9]{{4}}-{_DAY}$"),
        },
    ),
    SharedType.of(
        "BankReference",
        BankReference,
        {
            "description": "Name and version of a bank.",
            **one_line(f"^[a-z0-9][a-z0-9_]{{0,63}}@{_VERSION}$"),
        },
    ),
    SharedType.of(
        "TextReference",
        TextReference,
        {
            "description": "Where words are kept; too short for the words themselves.",
            "type": "string",
            "maxLength": 120,
            "$ref": "#/$defs/CleanText",
        },
    ),
    SharedType.of(
        "Location",
        Location,
        {
            "description": "An address that begins with https://, or the name of a file beside it.",
            "type": "string",
            "$ref": "#/$defs/CleanText",
            "anyOf": [
                {"pattern": "^https://"},
                {"not": {"pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:|\\|^/|//|/$|(^|/)\.\.(/|$)"}},
            ],
        },
    ),
    SharedType.of(
        "RatingNumber",
        RatingNumber,
        {
            "description": "A number; a decimal one may be written as text.",
            "anyOf": [{"type": "number"}, one_line(r"^-?[0-9]+\.[0-9]+$")],
        },
    ),
)
