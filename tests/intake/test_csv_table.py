import re

import pytest

from covalue_measures.exceptions import IntakeError

HEADER = "vis1,vis2,vis3,vis4\n"


def rules_of(data):
    return data.intake.applied_rules


def test_a_plain_file_needs_no_rule(read):
    data = read(HEADER + "0,1,2,3\n4,3,2,10\n")
    assert data.values.tolist() == [[0, 1, 2, 3], [4, 3, 2, 10]]
    assert data.is_answered.all()
    assert rules_of(data) == ()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(read, line_end):
    data = read(HEADER.replace("\n", line_end) + line_end.join(["0,1,2,3", "4,3,2,10"]))
    assert data.values.tolist() == [[0, 1, 2, 3], [4, 3, 2, 10]]


@pytest.mark.parametrize(("separator", "shown"), [(";", "';'"), ("\t", r"'\t'"), ("|", "'|'")])
def test_the_separator_is_found_from_the_header(read, separator, shown):
    data = read((HEADER + "0,1,2,3\n").replace(",", separator))
    assert data.values.tolist() == [[0, 1, 2, 3]]
    assert rules_of(data) == (
        f"Found the separator {shown} from the header, which gives 4 columns.",
    )


def test_the_separator_gives_the_most_items_not_the_most_cells(read):
    data = read('vis1;vis2;vis3;vis4;"a,b,c,d,e,f,g"\n0;1;2;3;x\n', ignore=("a,b,c,d,e,f,g",))
    assert data.values.tolist() == [[0, 1, 2, 3]]


def test_a_stated_separator_is_taken(read):
    data = read((HEADER + "0,1,2,3\n").replace(",", ";"), separator=";")
    assert rules_of(data) == ()
    assert rules_of(read(HEADER + "0,1,2,3\n", separator=",")) == ()


def test_a_stated_separator_that_another_one_contradicts_is_refused(read):
    message = (
        "The import map says that the cells of visits.csv are separated by ';', but its header is"
        " separated by ','. If the file is the right one, say so under separator in the import map,"
        " or leave separator out."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(HEADER + "0,1,2,3\n", separator=";")
    with pytest.raises(IntakeError, match=r"^1 column found in visits\.csv, and none is named"):
        read("a,b,c\n0,1,2\n", separator=";")


def test_blank_lines_hold_no_record(read):
    data = read("\n  \n" + HEADER + "\n0,1,2,3\n\n\n4,3,2,10\n")
    assert data.n_respondents == 2
    assert rules_of(data) == ("Skipped 5 blank lines.",)


def test_a_record_of_empty_cells_is_kept(read):
    data = read(HEADER + ",,,\n0,1,2,3\n")
    assert data.n_respondents == 2
    assert not data.is_answered[0].any()
    assert rules_of(data) == (
        "Read 3 cells without text as skipped.",
        "Read 1 cell without text as not_asked.",
        "Kept 1 record without an answer to any item.",
    )


def test_a_column_of_separators_only_is_skipped(read):
    data = read("vis1,vis2,vis3,vis4,,\n0,1,2,3,,\n4,3,2,10,,\n")
    assert data.values.shape == (2, 4)
    assert rules_of(data) == ("Skipped 2 columns without name and content.",)


def test_a_column_without_name_but_with_content_must_be_declared(read):
    content = ",vis1,vis2,vis3,vis4\n1,0,1,2,3\n"
    with pytest.raises(IntakeError, match=r"what to do with the column '' of visits\.csv"):
        read(content)
    assert read(content, ignore=("",)).values.tolist() == [[0, 1, 2, 3]]


def test_names_and_cells_are_trimmed(read):
    data = read("vis1 , vis2,vis3,vis4\n 0,1 ,2,3\n")
    assert data.values.tolist() == [[0, 1, 2, 3]]
    assert rules_of(data) == (
        "Trimmed 2 column names.",
        "Trimmed white space around the text of 2 cells.",
    )


def test_lines_are_those_of_the_file(read):
    content = "note,vis1,vis2,vis3,vis4\n\n" + '"two\n\nlines",0,1,2,3\n' + "x,7,1,2,3\n"
    with pytest.raises(IntakeError, match=re.escape("(line 6, column 'vis1' of visits.csv)")):
        read(content, ignore=("note",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            HEADER,
            "No answers in visits.csv: it has 4 columns and no records.",
            id="header_only",
        ),
        pytest.param("\n \n\n", "visits.csv holds blank lines only.", id="blank_lines"),
        pytest.param("\ufeff", "visits.csv holds blank lines only.", id="byte_order_mark_only"),
        pytest.param(
            HEADER + "0,1,2,3\n0,1,2\n",
            "Line 3 of visits.csv has 3 cells, but the header has 4 columns, separated by ','. A"
            " text that holds the separator must stand in quotes.",
            id="row_too_short",
        ),
        pytest.param(
            HEADER + '"0",1,2,"3"\n0,1,2,3,4\n',
            "Line 3 of visits.csv has 5 cells, but the header has 4 columns, separated by ','. A"
            " text that holds the separator must stand in quotes.",
            id="row_too_long",
        ),
        pytest.param(
            HEADER + '0,1,2,3\n0,1,2,"3\n0,1,2,3\n',
            "The record that starts on line 3 of visits.csv is not well formed: unexpected end of"
            " data. Is a quotation mark left open, or not doubled?",
            id="open_quote",
        ),
        pytest.param(
            "3,4,2,1\n0,1,2,3\n",
            "4 columns found in visits.csv, and none is named as an item of 'visits@1.0.0'"
            " ('vis1', 'vis2', 'vis3', 'vis4'). Either the line with the column names is missing,"
            " or the columns are named otherwise: name them under columns in the import map.",
            id="no_header",
        ),
    ],
)
def test_bad_files_are_refused(read, content, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(content)


def test_without_a_header_no_answer_is_shown(read):
    with pytest.raises(IntakeError) as caught:
        read("P-001,Often,Never,Rarely\nP-002,Often,Often,Never\n")
    assert "P-001" not in str(caught.value)
    assert "Rarely" not in str(caught.value)
