import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.text_meaning import TextMeaning, TextMeanings, without_decimals
from covalue_measures.responses import ImportMap, MissingCell
from covalue_measures.schema import LocalizedText, MissingReason


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3.0", "3"),
        ("3.00", "3"),
        ("-99.0", "-99"),
        ("0.0", "0"),
        ("10.0", "10"),
        ("3.", "3."),
        ("3.5", "3.5"),
        ("3.05", "3.05"),
        (".0", ".0"),
        ("03.0", "03.0"),
        ("-0.0", "-0.0"),
        ("1.0.0", "1.0.0"),
        ("", ""),
    ],
)
def test_without_decimals(text, plain):
    assert without_decimals(text) == plain


@pytest.fixture
def freq5(visits):
    return visits.response_scales[0]


def test_every_declared_text_has_its_meaning(freq5):
    meanings = TextMeanings.of(freq5, ImportMap())
    assert meanings.find("4") == TextMeaning(4)
    assert meanings.find("-99") == meanings.find("pnta") == TextMeaning(0, MissingReason.DECLINED)
    assert meanings.find("") == TextMeaning(0, MissingReason.SKIPPED)
    assert meanings.find("5") is None
    assert meanings.find("often") is None


def test_the_import_map_adds_texts_and_contradicts_none(freq5):
    said = ImportMap(
        missing=(
            MissingCell(text=" 9.0 ", reason=MissingReason.TECHNICAL),
            MissingCell(text="3", reason=MissingReason.TECHNICAL),
            MissingCell(text="-99", reason=MissingReason.DECLINED),
            MissingCell(text="", reason=MissingReason.NOT_ASKED),
        )
    )
    meanings = TextMeanings.of(freq5, said)
    assert meanings.find("9") == TextMeaning(0, MissingReason.TECHNICAL)
    assert meanings.find("") == TextMeaning(0, MissingReason.NOT_ASKED)
    assert [text for text in ("9", "3", "-99", "", "4") if meanings.contradicts(text)] == ["3"]
    assert meanings.is_category("3")
    assert not meanings.is_category("-99")


def test_labels_must_exist_in_the_language(visits):
    with pytest.raises(
        IntakeError,
        match=r"^The import map says that cells hold labels in 'sv', but response scale 'grade11'"
        r" has not all of its labels in that language\.$",
    ):
        TextMeanings.of(visits.response_scales[1], ImportMap(coding="labels", language="sv"))


def test_repeated_labels_cannot_be_read(freq5):
    label = LocalizedText.model_validate({"en": "Never"})
    options = (*freq5.options[:4], freq5.options[4].model_copy(update={"label": label}))
    scale = freq5.model_copy(update={"options": options})
    with pytest.raises(
        IntakeError,
        match=r"^Cells cannot be read by label: response scale 'freq5' has the label 'Never' \(en\)"
        r" twice\. Export values or codes instead\.$",
    ):
        TextMeanings.of(scale, ImportMap(coding="labels", language="en"))


def texts(*entries):
    return ImportMap.model_validate({"options": entries})


def test_an_option_text_is_added_to_those_of_the_scale(freq5):
    said = texts({"text": "ofta ", "code": "often", "scale": "freq5"})
    meanings = TextMeanings.of(freq5, said)
    assert meanings.find("ofta") == TextMeaning(3)
    assert meanings.find("0") == TextMeaning(0)


def test_option_texts_that_count_from_one_leave_no_zero(freq5):
    entries = [
        {"text": str(1 + option.value), "code": option.code, "scale": "freq5"}
        for option in freq5.options
    ]
    meanings = TextMeanings.of(freq5, texts(*entries))
    assert [meanings.find(str(value)) for value in range(1, 6)] == [
        TextMeaning(value) for value in range(5)
    ]
    assert meanings.find("0") is None
    assert meanings.find("-99") == TextMeaning(0, MissingReason.DECLINED)


def test_option_texts_of_an_item_come_first(freq5):
    said = texts(
        {"text": "A", "code": "never", "scale": "freq5"},
        {"text": "A", "code": "alway", "item": "vis2"},
        {"text": "R", "code": "pnta", "item": "vis2"},
    )
    assert TextMeanings.of(freq5, said, item_id="vis1").find("A") == TextMeaning(0)
    assert TextMeanings.of(freq5, said, item_id="vis1").find("R") is None
    meanings = TextMeanings.of(freq5, said, item_id="vis2")
    assert meanings.find("A") == TextMeaning(4)
    assert meanings.find("R") == TextMeaning(0, MissingReason.DECLINED)


def test_an_option_text_is_for_an_option_of_the_scale(freq5):
    said = texts({"text": "Oft", "code": "oft", "scale": "freq5"})
    message = (
        r"^The import map gives the text 'Oft' the code 'oft', which response scale 'freq5' does"
        r" not have; it has never, rare, some, often, alway, na, pnta\.$"
    )
    with pytest.raises(IntakeError, match=message):
        TextMeanings.of(freq5, said)


def test_a_file_that_marks_codes_may_hold_values_too(freq5):
    said = ImportMap(coding="codes")
    assert TextMeanings.of(freq5, said).find("3") is None
    meanings = TextMeanings.of(freq5, said, marks_codes=True)
    assert meanings.find("3") == meanings.find("often") == TextMeaning(3)
