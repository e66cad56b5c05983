"""Names that survive every platform on which an instrument is administered."""

import unicodedata
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, StringConstraints

#: Item ids: letters and digits only, because REDCap, LimeSurvey, FHIR and XForms share no more.
ItemId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,19}$")]
#: Option codes: five characters, LimeSurvey's limit for answer codes.
OptionCode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,4}$")]
#: Names of banks, forms, facets, subscales and response scales.
Identifier: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,63}$")]
#: BCP 47 primary language, with an optional region: ``en``, ``sv``, ``sv-SE``.
Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
#: A SHA-256 digest as 64 hexadecimal digits.
Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

# Controls, format characters and separators: they look like nothing, or like a space, and change
# a digest unseen.
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_VISIBLE_SPACES = " \n"


def _refuse_unclean_text(text: str) -> str:
    if not text or text != text.strip():
        raise ValueError(f"text {text!r} is empty or starts or ends with white space")
    if unicodedata.normalize("NFC", text) != text:
        raise ValueError(f"text {text!r} is not in Unicode normal form NFC")
    for position, character in enumerate(text, start=1):
        if character not in _VISIBLE_SPACES and unicodedata.category(character) in _INVISIBLE:
            raise ValueError(
                f"text {text!r} holds the invisible character U+{ord(character):04X}"
                f" at position {position}"
            )
    return text


#: Text for people: NFC, no invisible characters, no white space at the ends.
CleanText: TypeAlias = Annotated[str, AfterValidator(_refuse_unclean_text)]
