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
