import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.schema import MissingReason

ALLOWED = "response scale 'freq5' allows 0-4, or missing -98 (not_applicable), -99 (declined)"
WHERE = "(line 2, column 'Vis1' of visits.csv)"


def read_cell(read, text, **said):
    return read(f"Vis1;vis2;vis3;vis4\n{text};;;\n", **said)


@pytest.mark.parametrize(
    ("text", "shown", "hint"),
    [
        ("5", "response 5", ""),
        ("17", "response 17", ""),
        ("03", "response 03", ""),
        (
            "9",
            "response 9",
            " If '9' stands for a missing answer, say in the import map which kind:"
            " missing: [{text: '9', reason: ...}].",
        ),
        (
            "99",
            "response 99",
            " If '99' stands for a missing answer, say in the import map which kind:"
            " missing: [{text: '99', reason: ...}].",
        ),
        (
            "-1",
            "response -1",
            " If '-1' stands for a missing answer, say in the import map which kind:"
            " missing: [{text: '-1', reason: ...}].",
        ),
        *(
            (
                word,
                f"'{word}'",
                f" If '{word}' stands for a missing answer, say in the import map which kind:"
                f" missing: [{{text: '{word}', reason: ...}}].",
            )
            for word in ("NaN", "NA", "null", "N/A", "None", "<NA>", ".")
        ),
        (
            "3.5",
            "response 3.5",
            " A number between categories is no response; was it averaged or imputed?",
        ),
        ("3,0", "'3,0'", " A cell holds one whole number without a comma."),
        ("1,3", "'1,3'", " A cell holds one whole number without a comma."),
        ("+3", "'+3'", ""),
        ("3e0", "'3e0'", ""),
        ("-0", "response -0", " If '-0' stands"),
        ("\u0663", "'\u0663'", ""),
        ("\u22121", "'\u22121'", ""),
        ("3\u00a0", r"'3\xa0'", ""),
        ("True", "'True'", ""),
        ("x" * 60, "a text of 60 characters", ""),
        (
            "Often",
            "'Often'",
            " 'Often' is a label (en) of this response scale; if that is what the cells hold, say"
            " 'coding: labels' and 'language: en' in the import map.",
        ),
        (
            "Ofta",
            "'Ofta'",
            " 'Ofta' is a label (sv) of this response scale; if that is what the cells hold, say"
            " 'coding: labels' and 'language: sv' in the import map.",
        ),
        (
            "often",
            "'often'",
            " 'often' is a code of this response scale; if that is what the cells hold, say"
            " 'coding: codes' in the import map.",
        ),
    ],
)
def test_a_text_that_is_no_value(read, text, shown, hint):
    message = f"Item 'vis1' has {shown}, but {ALLOWED} {WHERE}.{hint}"
    end = "" if hint.endswith("stands") else "$"
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}{end}"):
        read_cell(read, text)


def test_a_value_where_codes_are_expected(read):
    message = (
        "Item 'vis1' has response 3, but response scale 'freq5' allows the codes never, rare, some,"
        f" often, alway, na, pnta {WHERE}. '3' is a value of this response scale; if that is what"
        " the cells hold, say 'coding: values' in the import map."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_cell(read, "3", coding="codes")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("often", "'often' is a code of this response scale;"),
        ("Ofta", "'Ofta' is a label (sv) of this response scale;"),
        ("OFTEN", "'OFTEN' is the label 'Often' (en) in another letter case."),
    ],
)
def test_a_text_that_is_no_label(read, text, hint):
    message = (
        f"Item 'vis1' has '{text}', but response scale 'freq5' allows the labels 'Never', 'Rarely',"
        f" 'Sometimes', 'Often', 'Always', 'Does not apply', 'Prefer not to say' {WHERE}. {hint}"
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_cell(read, text, coding="labels", language="en")


@pytest.mark.parametrize(
    ("text", "found"), [("4", "category 4"), ("4.0", "category 4"), ("-99", "declined")]
)
def test_an_import_map_that_contradicts_the_scale(read, text, found):
    plain = text.removesuffix(".0")
    message = (
        f"Item 'vis1' has '{plain}', which the import map declares as technical, but response scale"
        f" 'freq5' as {found} {WHERE}. Take it out of the import map, or give the missing answers"
        " another text."
    )
    said = ({"text": plain, "reason": MissingReason.TECHNICAL},)
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_cell(read, text, missing=said)


@pytest.mark.parametrize(
    "text",
    ["Anna Ek", "a@x.se", "19121212", "121212-1", "19121212-1212", "I was ill", "Andersson"],
)
def test_what_somebody_wrote_is_not_shown(read, text):
    with pytest.raises(IntakeError, match=f"has a text of {len(text)} characters, but") as caught:
        read_cell(read, text)
    assert text not in str(caught.value)


@pytest.mark.parametrize("text", ["Sällan", "Prefer not to say", "never, often"])
def test_words_of_the_scale_are_shown(read, text):
    with pytest.raises(IntakeError, match=f"has '{text}', but"):
        read_cell(read, f'"{text}"')
