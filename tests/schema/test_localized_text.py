import pytest
from pydantic import ValidationError

from covalue_measures.schema import LocalizedText


def test_order_in_the_file_does_not_matter():
    swedish_first = LocalizedText.model_validate_json('{"sv": "Hej", "en": "Hello"}')
    english_first = LocalizedText.model_validate_json('{"en": "Hello", "sv": "Hej"}')
    assert swedish_first == english_first
    assert hash(swedish_first) == hash(english_first)
    assert swedish_first.languages == ("en", "sv")
    assert swedish_first.texts == (("en", "Hello"), ("sv", "Hej"))


def test_texts_are_found_by_language():
    text = LocalizedText.model_validate({"en": "Hello", "sv": "Hej"})
    assert text.get("sv") == "Hej"
    assert text.get("de") is None


def test_it_is_written_as_it_was_read():
    text = LocalizedText.model_validate_json('{"en": "Hello", "sv": "Hej"}')
    assert text.model_dump_json() == '{"en":"Hello","sv":"Hej"}'


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{}", "a text needs at least one language"),
        ('{"english": "Hello"}', "String should match pattern"),
        ('{"en": 5}', "Input should be a valid string"),
        ('{"en": null}', "Input should be a valid string"),
        ('{"en": " Hello"}', "starts or ends with white space"),
        ('"Hello"', "Input should be an object"),
        ('{"texts": [["en", "Hello"]]}', "Input should be a valid"),
    ],
)
def test_what_is_no_text_per_language_is_refused(document, message):
    with pytest.raises(ValidationError, match=message):
        LocalizedText.model_validate_json(document)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((("sv", "Hej"), ("en", "Hello")), r"\['sv', 'en'\]"),
        ((("en", "Hello"), ("en", "Hi")), r"\['en', 'en'\]"),
    ],
)
def test_pairs_in_memory_are_sorted_and_distinct_so_that_equality_is_by_value(texts, found):
    message = f"languages stand once each and sorted, not as {found}"
    with pytest.raises(ValidationError, match=message):
        LocalizedText(texts=texts)


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_json_schema_describes_an_object_of_texts(mode):
    schema = LocalizedText.model_json_schema(mode=mode)
    assert schema["type"] == "object"
    assert "texts" not in schema.get("properties", {})
