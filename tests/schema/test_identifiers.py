import pytest
from pydantic import TypeAdapter, ValidationError

from covalue_measures.schema.identifiers import (
    CleanText,
    Digest,
    Identifier,
    ItemId,
    Language,
    OptionCode,
)

GOOD = [
    (ItemId, ("a1", "comsu01", "a" + "1" * 19)),
    (OptionCode, ("a", "never", "f0")),
    (Identifier, ("4a", "communication_service_user", "a" * 64)),
    (Language, ("en", "sv", "sv-SE", "smj")),
    (Digest, ("0123456789abcdef" * 4,)),
]
BAD = [
    (ItemId, ("a", "A1", "1a", "a_1", "a-1", "a" + "1" * 20, "å1", "a1\n")),
    (OptionCode, ("always", "A", "0", "a_", "")),
    (Identifier, ("_a", "A", "a b", "a" * 65, "å")),
    (Language, ("EN", "swedish", "sv_SE", "sv-se", "s")),
    (Digest, ("0" * 63, "0" * 65, "A" * 64)),
]


def cases(groups):
    return [(kind, text) for kind, texts in groups for text in texts]


@pytest.mark.parametrize(("kind", "text"), cases(GOOD))
def test_names_within_the_limits_of_every_platform_are_taken(kind, text):
    assert TypeAdapter(kind).validate_python(text) == text


@pytest.mark.parametrize(("kind", "text"), cases(BAD))
def test_names_beyond_the_limits_are_refused(kind, text):
    with pytest.raises(ValidationError, match="String should match pattern"):
        TypeAdapter(kind).validate_python(text)


CLEAN = TypeAdapter(CleanText)


@pytest.mark.parametrize("text", ["Åsa är här.", "Two\nlines", "”Inte aktuellt”", "日本語", "😀"])
def test_text_for_people_is_taken_as_it_is(text):
    assert CLEAN.validate_python(text) == text


@pytest.mark.parametrize("text", ["", " a", "a ", "a\n", "\ta"])
def test_empty_text_and_space_at_the_ends_are_refused(text):
    with pytest.raises(ValidationError, match="is empty or starts or ends with white space"):
        CLEAN.validate_python(text)


def test_decomposed_letters_are_refused():
    with pytest.raises(ValidationError, match="is not in Unicode normal form NFC"):
        CLEAN.validate_python("a\u030a")


@pytest.mark.parametrize(
    ("character", "position"),
    [
        ("\u0000", 2),
        ("\t", 2),
        ("\r", 2),
        ("\u007f", 2),
        ("\u0085", 2),
        ("\u00a0", 2),
        ("\u00ad", 2),
        ("\u2009", 2),
        ("\u200b", 2),
        ("\u2028", 2),
        ("\u202e", 2),
        ("\u2060", 2),
        ("\u2066", 2),
        ("\u3000", 2),
        ("\ufeff", 2),
    ],
)
def test_characters_that_nobody_sees_are_refused_with_their_place(character, position):
    message = f"holds the invisible character U\\+{ord(character):04X} at position {position}"
    with pytest.raises(ValidationError, match=message):
        CLEAN.validate_python(f"a{character}b")
