import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.responses import REASONS
from covalue_measures.schema import MissingReason

HEADER = "vis1,vis2,vis3,vis4\n"


def missing(text, reason):
    return {"text": text, "reason": MissingReason(reason)}


def cells_of(data):
    """Return each cell as its value or its reason."""
    return [
        [value if code == 0 else str(REASONS[code - 1]) for value, code in zip(*row, strict=True)]
        for row in zip(data.values.tolist(), data.reasons.tolist(), strict=True)
    ]


def test_declared_missing_values_and_codes_keep_their_reasons(read):
    data = read(HEADER + "-98,-99,0,0\nna,pnta,,\n")
    assert cells_of(data) == [
        ["not_applicable", "declined", 0, 0],
        ["not_applicable", "declined", "skipped", "not_asked"],
    ]


def test_values_are_zero_where_there_is_no_answer(read):
    data = read(HEADER + "-99,4,4,10\n")
    assert data.values.tolist() == [[0, 4, 4, 10]]


def test_codes(read):
    data = read(HEADER + "never,often,alway,g10\nna,-99,rare,\n", coding="codes")
    assert cells_of(data) == [[0, 3, 4, 10], ["not_applicable", "declined", 1, "not_asked"]]


def test_labels_of_the_declared_language(read):
    data = read(
        HEADER + "Never,Often,Prefer not to say,7\nna,-99,,\n", coding="labels", language="en"
    )
    assert cells_of(data) == [
        [0, 3, "declined", 7],
        ["not_applicable", "declined", "skipped", "not_asked"],
    ]


def test_texts_that_the_import_map_declares_as_missing(read):
    data = read(
        HEADER + "NA,0,0,0\n-7,.,0,0\n-7.0,0,,\n",
        missing=(missing("NA", "technical"), missing("-7", "dont_know"), missing(".", "skipped")),
    )
    assert cells_of(data) == [
        ["technical", 0, 0, 0],
        ["dont_know", "skipped", 0, 0],
        ["dont_know", 0, "skipped", "not_asked"],
    ]
    assert data.intake.applied_rules == (
        "Read 1 cell with the text 'NA' as technical, as the import map says.",
        "Read 2 cells with the text '-7' as dont_know, as the import map says.",
        "Read 1 cell written with decimals, such as 3.0, as whole numbers.",
        "Read 1 cell with the text '.' as skipped, as the import map says.",
        "Read 1 cell without text as skipped.",
        "Read 1 cell without text as not_asked.",
    )


def test_the_import_map_may_say_what_an_empty_cell_means(read):
    data = read(HEADER + ",0,0,\n", missing=(missing("", "technical"),))
    assert cells_of(data) == [["technical", 0, 0, "technical"]]
    assert data.intake.applied_rules == (
        "Read 2 cells without text as technical, as the import map says.",
    )


def test_whole_numbers_with_decimals_are_counted(read):
    data = read(HEADER + "3.0,2.00,-99.0,10\n1,0.0,0,0\n")
    assert cells_of(data) == [[3, 2, "declined", 10], [1, 0, 0, 0]]
    assert data.intake.applied_rules == (
        "Read 4 cells written with decimals, such as 3.0, as whole numbers.",
    )


def test_a_text_with_braces_can_mean_missing(read):
    data = read(HEADER + "{cells},0,0,0\n", missing=(missing("{cells}", "technical"),))
    assert data.intake.applied_rules == (
        "Read 1 cell with the text '{cells}' as technical, as the import map says.",
    )


def test_every_problem_is_one_sentence_for_an_item_and_a_text(read):
    with pytest.raises(IntakeError) as caught:
        read(HEADER + "7,7,0,0\n7,5,0,11\n")
    assert [problem.split(", but")[0] for problem in caught.value.problems] == [
        "Item 'vis1' has response 7",
        "Item 'vis2' has response 7",
        "Item 'vis2' has response 5",
        "Item 'vis4' has response 11",
    ]
    assert "(2 cells, the first in line 2, column 'vis1' of visits.csv)" in caught.value.problems[0]


def test_a_column_of_something_else_is_not_shown(read):
    records = "".join(f"P-{number},0,0,0\n" for number in range(21))
    message = (
        r"^Item 'vis1' has 21 different texts that are no responses \(21 cells, the first in"
        r" line 2, column 'vis1' of visits\.csv\)\. Does this column hold something else\?$"
    )
    with pytest.raises(IntakeError, match=message):
        read(HEADER + records)
