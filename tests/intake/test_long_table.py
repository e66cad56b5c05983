import re

import pandas as pd
import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap
from covalue_measures.responses.import_map import LongForm

LONG = {"respondent": "who", "item": "question", "value": "answer"}
CONTENT = """\
who,question,answer,site
b,vis1,0,north
b,vis2,4,north
a,VIS1,3,south
b,vis3,-99,north
b,vis4,10,north
a,vis2,,south
a,vis3,1,south
"""


@pytest.fixture
def read_long(read):
    def read_it(content, **said):
        return read(content, **{"long": LONG, "groups": ("site",)} | said)

    return read_it


def test_each_respondent_becomes_a_record(read_long, cells_of):
    content = CONTENT.replace("VIS1", "vis1")
    data = read_long(content)
    assert data.intake.layout == "long"
    assert data.respondent_ids == ("b", "a")
    assert data.groups[0].labels == ("north", "south")
    assert cells_of(data) == [[0, 4, "declined", 10], [3, "skipped", 1, "not_asked"]]
    assert data.intake.applied_rules[0] == "Took 1 answer without a line as empty."


def test_items_of_another_name_are_mapped(read_long):
    content = CONTENT.replace("VIS1", "vis1").replace("vis4", "Q4")
    data = read_long(content, columns=({"item": "vis4", "column": "Q4"},))
    assert data.values[:, 3].tolist() == [10, 0]


def test_a_frame_may_be_long(visits):
    frame = pd.DataFrame(
        {
            "who": ["a"] * 4,
            "question": ["vis1", "vis2", "vis3", "vis4"],
            "answer": [0, 1, 2, 3],
        }
    )
    said = ImportMap(long=LongForm(**LONG))
    data = read_responses(frame, visits, import_map=said)
    assert (data.values.tolist(), data.intake.layout) == ([[0, 1, 2, 3]], "long")


def test_two_spellings_of_an_item_are_two_columns(read_long):
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has 2 columns in visits\.csv"):
        read_long(CONTENT)


def test_a_refused_cell_is_named_by_its_line(read_long):
    content = CONTENT.replace("VIS1", "vis1").replace("a,vis3,1", "a,vis3,8")
    with pytest.raises(IntakeError, match=r"\(line 8, column 'answer' of visits\.csv\)"):
        read_long(content)


def test_two_values_of_one_item_are_refused_with_both_lines(read_long):
    content = CONTENT.replace("VIS1", "vis1") + "b,vis1,2,north\na,vis3,1,south\n"
    message = "Item 'vis1' has two values of one respondent, on lines 2, 9 of visits.csv."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_long(content)


def test_a_line_that_stands_twice_counts_once(read_long):
    content = CONTENT.replace("VIS1", "vis1") + "a,vis3, 1,south\n"
    data = read_long(content)
    assert data.n_respondents == 2
    assert data.intake.applied_rules[:3] == (
        "Left out 1 line with the value of an earlier one.",
        "Took 1 answer without a line as empty.",
        "Trimmed white space around the text of 1 cell.",
    )


def test_other_questions_must_be_declared(read_long):
    content = CONTENT.replace("VIS1", "vis1") + "a,comment,so so,south\nb,comment,x,north\n"
    with pytest.raises(IntakeError, match=r"what to do with the column 'comment' of") as caught:
        read_long(content)
    assert "so so" not in str(caught.value)
    content += "a,comment,other,south\n"
    assert read_long(content, ignore=("comment",)).n_respondents == 2


ROUNDS = """\
who,question,answer,round
a,vis1,0,first
a,vis2,1,first
a,vis3,2,first
a,vis4,3,first
a,vis1,4,second
a,vis2,4,second
a,vis3,4,second
a,vis4,4,second
"""


def test_one_of_several_occasions_must_be_selected(read):
    long = LONG | {"occasion": "round"}
    message = (
        "visits.csv has 2 occasions in 'round': 'first', 'second'. Say in the import map which to"
        " read, such as event: first."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(ROUNDS, long=long)
    data = read(ROUNDS, long=long, event="second")
    assert data.values.tolist() == [[4, 4, 4, 4]]
    assert data.intake.applied_rules[0] == (
        "Took 4 lines of 'second', as the import map says; 4 lines of others stayed out."
    )
    with pytest.raises(IntakeError, match="selects the event 'third', which 'round' of"):
        read(ROUNDS, long=long, event="third")


@pytest.mark.parametrize(
    ("content", "said", "message"),
    [
        pytest.param(
            CONTENT,
            {"long": LONG | {"value": "points"}},
            "The import map names the columns 'points', which visits.csv does not have; it has"
            " 'who', 'question', 'answer', 'site'.",
            id="no_such_column",
        ),
        pytest.param(
            CONTENT.replace("a,vis2", ",vis2"),
            {},
            "The respondent is empty on line 7 of visits.csv.",
            id="no_respondent",
        ),
        pytest.param(
            CONTENT.replace("VIS1", "vis1").replace("a,vis3,1,south", "a,vis3,1,north"),
            {},
            "Column 'site' of visits.csv has two texts for one respondent, on line 8 and before.",
            id="group_changes",
        ),
        pytest.param("who,question,answer,site\n", {}, "No answers in visits.csv", id="no_lines"),
        pytest.param(
            CONTENT,
            {"long": None, "layout": "long"},
            "visits.csv is read in long form, but nothing says which columns hold what: say long:"
            " {respondent: ..., item: ..., value: ...} in the import map.",
            id="not_said",
        ),
    ],
)
def test_bad_long_files_are_refused(read_long, content, said, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_long(content, **said)
