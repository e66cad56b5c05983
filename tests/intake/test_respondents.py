import re

import pytest

from covalue_measures.exceptions import IntakeError

HEADER = "id,vis1,vis2,vis3,vis4\n"
SECRETS = ("P-0017", "P-0018", "P-0019")


def test_ids_are_kept_and_shown_nowhere(read):
    records = "".join(f"{secret},0,1,2,3\n" for secret in SECRETS)
    data = read(HEADER + records, respondent_id="id")
    assert data.respondent_ids == SECRETS
    for shown in (repr(data), str(data), data.intake.model_dump_json(), repr(data.groups)):
        assert "P-00" not in shown


def test_ids_do_not_change_the_fingerprint(read):
    data = read(HEADER + "P-0017,0,1,2,3\n", respondent_id="id")
    assert read(HEADER + "P-0018,0,1,2,3\n", respondent_id="id").fingerprint == data.fingerprint
    assert read(HEADER + "P-0017,0,1,2,3\n", ignore=("id",)).fingerprint == data.fingerprint


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        pytest.param(
            ["P-0017", "P-0018", "P-0017 ", "P-0018", "P-0017"],
            "The same respondent id stands on lines 2, 4, 6; lines 3, 5 of visits.csv. Keep one"
            " record per respondent, or split the occasions into files.",
            id="repeated",
        ),
        pytest.param(
            ["P-0017", "", " "],
            "The respondent id is empty on lines 3, 4 of visits.csv.",
            id="empty",
        ),
        pytest.param(
            [f"P-00{number // 2}" for number in range(14)],
            "The same respondent id stands on lines 2, 3; lines 4, 5; lines 6, 7; lines 8, 9; lines"
            " 10, 11; and 2 more of visits.csv. Keep one record per respondent, or split the"
            " occasions into files.",
            id="many_repeated",
        ),
    ],
)
def test_bad_ids_are_refused_by_line(read, ids, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(HEADER + "".join(f"{one},0,1,2,3\n" for one in ids), respondent_id="id")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("id,vis1,vis2,vis3,vis4\nP-0017,9,Often,3.5,NA\n", id="cells"),
        pytest.param("id,vis1,vis2,vis3,vis4\nP-0017,0,1,2\n", id="ragged"),
        pytest.param("id,vis1,vis2,vis3,sex\nP-0017,0,1,2,f\n", id="columns"),
        pytest.param("id,vis1,vis2,vis3,vis4\nP-0017,0,1,2,3\nP-0017,0,1,2,3\n", id="repeated"),
        pytest.param('id,vis1,vis2,vis3,vis4\n"P-0017,0,1,2,3\n', id="open_quote"),
        pytest.param("P-0017,0,1,2,3\n", id="no_header"),
        pytest.param(b"id,vis1\nP-0017,S\xe4llan\n", id="encoding"),
        pytest.param(b"id,vis1\nP-0017,\x00\n", id="nul"),
    ],
)
def test_no_error_shows_an_id(read, content):
    with pytest.raises(IntakeError) as caught:
        read(content, respondent_id="id")
    assert "P-0017" not in "".join([str(caught.value), repr(caught.value), *caught.value.problems])


def test_bad_ids_and_bad_cells_come_together(read):
    with pytest.raises(IntakeError) as caught:
        read(HEADER + "a,7,0,0,0\na,0,0,0,0\n", respondent_id="id")
    assert len(caught.value.problems) == 2


def test_equal_records_without_ids_are_kept_and_counted(read):
    data = read("vis1,vis2,vis3,vis4\n0,1,2,3\n0,1,2,3\n0,1,2,4\n0,1,2,3\n")
    assert data.n_respondents == 4
    assert data.intake.applied_rules == ("Kept 2 records equal to an earlier one in every column.",)


def test_group_labels_may_be_empty_and_are_trimmed(read):
    data = read("sex,vis1,vis2,vis3,vis4\n f ,0,1,2,3\n,0,1,2,3\n", groups=("sex",))
    assert data.groups[0].labels == ("f", "")
