import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap, MissingCell
from covalue_measures.schema import Instrument

RECORD = "0,1,2,3\n"


def columns_of(data):
    return [entry.column for entry in data.intake.columns]


def test_a_column_is_an_items_by_its_id(read):
    data = read("vis4,vis3,vis2,vis1\n" + RECORD)
    assert data.values.tolist() == [[3, 2, 1, 0]]
    assert columns_of(data) == ["vis1", "vis2", "vis3", "vis4"]
    assert data.intake.applied_rules == ()


def test_another_letter_case_is_a_recorded_rule(read):
    data = read("VIS1,Vis2,vis3,vis4\n" + RECORD)
    assert columns_of(data) == ["VIS1", "Vis2", "vis3", "vis4"]
    assert data.intake.applied_rules == (
        "Matched 2 columns to items in another letter case: 'VIS1', 'Vis2'.",
    )


def test_columns_named_in_the_import_map(read):
    data = read("Q1,vis2,Q3,vis4\n" + RECORD, columns=columns_map(vis1="Q1", vis3="Q3"))
    assert columns_of(data) == ["Q1", "vis2", "Q3", "vis4"]
    assert data.values.tolist() == [[0, 1, 2, 3]]


def columns_map(**columns):
    return tuple({"item": item, "column": column} for item, column in columns.items())


def test_items_not_asked_have_their_reason_in_every_cell(read):
    data = read("vis1,vis2\n0,1\n2,3\n", not_asked=("vis3", "vis4"))
    assert columns_of(data) == ["vis1", "vis2", None, None]
    assert data.is_answered.tolist() == [[True, True, False, False]] * 2
    empty_cells = read("vis1,vis2,vis3,vis4\n0,1,,\n2,3,,\n", missing=(empty("not_asked"),))
    assert empty_cells.fingerprint == data.fingerprint
    assert data.intake.applied_rules == (
        "Took 2 items as not asked, as the import map says: 'vis3', 'vis4'.",
    )


def empty(reason):
    return MissingCell.model_validate_json(f'{{"text": "", "reason": "{reason}"}}')


def test_groups_ids_and_ignored_columns_are_set_aside(read):
    data = read(
        "id,vis1,vis2,vis3,vis4,sex,note\nb,0,1,2,3,f,x\na,0,1,2,3,,\n",
        respondent_id="id",
        groups=("sex",),
        ignore=("note",),
    )
    assert data.respondent_ids == ("b", "a")
    assert [(group.name, group.labels) for group in data.groups] == [("sex", ("f", ""))]
    assert data.intake.ignored_columns == ("note",)


@pytest.mark.parametrize(
    ("content", "said", "message"),
    [
        pytest.param(
            "vis1,vis2,vis3,vis4,vis1\n0,1,2,3,4\n",
            {},
            "Several columns of visits.csv have the same name: 'vis1'. Rename them, so that each"
            " name stands once.",
            id="repeated_column",
        ),
        pytest.param(
            "vis1,VIS1,vis2,vis3,vis4\n0,0,1,2,3\n",
            {},
            "Item 'vis1' has 2 columns in visits.csv: 'vis1', 'VIS1'. Name one under columns in the"
            " import map, and the others under ignore.",
            id="two_letter_cases",
        ),
        pytest.param(
            "Q1,vis1,vis2,vis3,vis4\n0,0,1,2,3\n",
            {"columns": columns_map(vis1="Q1")},
            "Item 'vis1' has 2 columns in visits.csv: 'Q1', 'vis1'. Name one under columns in the"
            " import map, and the others under ignore.",
            id="mapped_and_named",
        ),
        pytest.param(
            "vis1,vis2\n0,1\n",
            {},
            "There is no column in visits.csv for the items 'vis3', 'vis4' of 'visits@1.0.0'. In"
            " the import map, name the column under columns, or the item under not_asked.",
            id="items_without_column",
        ),
        pytest.param(
            "vis1,vis2,vis3,vis4,sex,age\n0,1,2,3,f,30\n",
            {},
            "Nothing says what to do with the columns 'sex', 'age' of visits.csv. Declare each in"
            " the import map under groups, ignore, respondent_id or columns, or with --group,"
            " --ignore or --id.",
            id="unknown_columns",
        ),
        pytest.param(
            "vis1,vis2,vis3,vis4\n" + RECORD,
            {"groups": ("sex",), "respondent_id": "id"},
            "The import map names the columns 'sex', 'id', which visits.csv does not have; it has"
            " 'vis1', 'vis2', 'vis3', 'vis4'.",
            id="import_map_names_no_column",
        ),
        pytest.param(
            "vis1,vis2,vis3,vis4\n" + RECORD,
            {"not_asked": ("vis9",)},
            "The import map names the item 'vis9', which 'visits@1.0.0' does not have; it has"
            " 'vis1', 'vis2', 'vis3', 'vis4'.",
            id="import_map_names_no_item",
        ),
        pytest.param(
            "vis1,vis2,vis3,vis4\n" + RECORD,
            {"not_asked": ("vis4",)},
            "The import map declares item 'vis4' as not asked, but visits.csv has the column 'vis4'"
            " for it. Take it out of not_asked, or ignore the column.",
            id="not_asked_but_there",
        ),
    ],
)
def test_bad_columns_are_refused(read, content, said, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(content, **said)


def test_all_problems_of_the_columns_come_at_once(read):
    with pytest.raises(
        IntakeError, match=r"^2 problems in visits\.csv:\n- There is no column"
    ) as e:
        read("vis1,vis2,vis3,grade\n" + RECORD)
    assert len(e.value.problems) == 2


def test_items_of_the_bank_that_a_form_leaves_out_must_be_ignored(tmp_path, visits):
    path = tmp_path / "visits.csv"
    path.write_text("vis1,vis2,vis3,vis4\n" + RECORD)
    form = Instrument(bank=visits, form_id="2a")
    message = (
        "The bank has, but 'visits@1.0.0/2a' does not use, the columns 'vis3', 'vis4' of"
        " visits.csv. Declare each under ignore in the import map, or with --ignore."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, form)
    data = read_responses(path, form, import_map=ImportMap(ignore=("vis3", "vis4")))
    assert data.item_ids == ("vis1", "vis2")
