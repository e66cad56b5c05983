import re

import pandas as pd
import pytest

from covalue_measures.exceptions import DataQualityWarning, IntakeError
from covalue_measures.intake import import_responses, read_responses
from covalue_measures.responses import ImportMap
from covalue_measures.schema import MissingReason

HEADER = "id,vis1,vis2,vis3,vis4\n"
GOOD = HEADER + "P-1,0,-99,,10\nP-2,4,3,-98,\n"
BAD = HEADER + "P-1,0,-99,,10\nP-2,7,3,-98,\nP-3,7,Often,1,2\n"
SAID = ImportMap(respondent_id="id")


@pytest.fixture
def write(tmp_path):
    def write_file(content):
        path = tmp_path / "visits.csv"
        path.write_text(content)
        return path

    return write_file


def test_the_report_counts_every_cell_of_every_item(visits, write):
    imported = import_responses(write(GOOD), visits, import_map=SAID)
    report = imported.report
    assert (report.source, report.layout, report.n_records) == ("visits.csv", "csv", 2)
    assert (report.instrument, report.instrument_digest) == ("visits@1.0.0", visits.digest)
    assert report.import_map_digest == SAID.digest
    assert report.applied_rules == imported.data.intake.applied_rules
    assert report.is_clean
    assert report.warnings == ()
    table = report.to_frame()
    expected = pd.DataFrame(
        {
            "column": ["vis1", "vis2", "vis3", "vis4"],
            "valid": [2, 1, 0, 1],
            "not_applicable": [0, 0, 1, 0],
            "dont_know": 0,
            "declined": [0, 1, 0, 0],
            "skipped": [0, 0, 1, 0],
            "not_asked": [0, 0, 0, 1],
            "technical": 0,
            "rejected": 0,
        },
        index=pd.Index(["vis1", "vis2", "vis3", "vis4"], name="item"),
    )
    pd.testing.assert_frame_equal(table, expected)


def test_items_that_were_not_asked_have_no_column(visits, write):
    said = SAID.model_copy(update={"not_asked": ("vis4",)})
    content = "id,vis1,vis2,vis3\nP-1,0,1,2\n"
    table = import_responses(write(content), visits, import_map=said).report.to_frame()
    assert table.loc["vis4", "column"] == ""
    assert table.loc["vis4", "not_asked"] == 1


def test_a_file_with_refused_cells_is_refused_unless_told(visits, write):
    with pytest.raises(IntakeError, match=r"^2 problems in visits\.csv:"):
        import_responses(write(BAD), visits, import_map=SAID)


WARNING = (
    "3 cells of visits.csv are no response and counted as technical, of 'vis1', 'vis2': the intake"
    " report says which."
)


def test_refused_cells_are_recorded_and_nothing_is_lost(visits, write, cells_of):
    path = write(BAD)
    with pytest.warns(DataQualityWarning, match=f"^{re.escape(WARNING)}$"):
        imported = import_responses(path, visits, import_map=SAID, on_refused="record")
    assert cells_of(imported.data) == [
        [0, "declined", "skipped", 10],
        ["technical", 3, "not_applicable", "not_asked"],
        ["technical", "technical", 1, 2],
    ]
    report = imported.report
    assert not report.is_clean
    assert report.n_rejected == 3
    first, second = report.items[:2]
    assert (first.n_valid, first.n_rejected, first.n_missing(MissingReason.TECHNICAL)) == (1, 2, 0)
    assert len(first.rejected) == 1
    assert "(2 cells, the first in line 3, column 'vis1' of visits.csv)" in first.rejected[0]
    assert second.rejected == (
        "Item 'vis2' has a text that is no response; response scale 'freq5' allows 0-4, or missing"
        " -98 (not_applicable), -99 (declined) (line 4, column 'vis2' of visits.csv).",
    )
    assert imported.refusals[1].startswith("Item 'vis2' has 'Often', but")
    assert report.warnings == (WARNING,)
    assert report.applied_rules[-2:] == (
        "Took 2 cells of item 'vis1' as technical, being no response.",
        "Took 1 cell of item 'vis2' as technical, being no response.",
    )
    assert "P-3" not in report.model_dump_json()


def test_declared_technical_cells_are_not_rejected_ones(visits, write):
    said = ImportMap.model_validate(
        {"respondent_id": "id", "missing": ({"text": "7", "reason": MissingReason.TECHNICAL},)}
    )
    with pytest.warns(DataQualityWarning, match=r"^1 cell of visits\.csv is no response"):
        report = import_responses(write(BAD), visits, import_map=said, on_refused="record").report
    assert report.to_frame().loc["vis1", ["technical", "rejected"]].tolist() == [2, 0]


def test_a_column_of_something_else_is_rejected_as_a_whole(visits, write):
    content = HEADER + "".join(f"P-{n},x{n},0,0,0\n" for n in range(30))
    with pytest.warns(DataQualityWarning, match=r"^30 cells of"):
        report = import_responses(
            write(content), visits, import_map=SAID, on_refused="record"
        ).report
    assert report.items[0].n_rejected == 30
    assert "x7" not in report.model_dump_json()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BAD.replace("P-2", "P-1"), "The same respondent id stands on lines 2, 3"),
        (BAD.replace("vis4", "vis5"), "There is no column in visits.csv for the item 'vis4'"),
    ],
)
def test_only_cells_are_recorded(visits, write, content, message):
    with pytest.raises(IntakeError, match=re.escape(message)):
        import_responses(write(content), visits, import_map=SAID, on_refused="record")


def test_the_data_are_those_of_read_responses(visits, write):
    path = write(BAD)
    with pytest.warns(DataQualityWarning):
        data = read_responses(path, visits, import_map=SAID, on_refused="record")
    with pytest.warns(DataQualityWarning):
        imported = import_responses(path, visits, import_map=SAID, on_refused="record")
    assert data.fingerprint == imported.data.fingerprint


def test_a_warning_is_about_the_callers_line(visits, write):
    with pytest.warns(DataQualityWarning) as caught:
        read_responses(write(BAD), visits, import_map=SAID, on_refused="record")
    assert caught[0].filename == __file__


def test_scores_of_the_form_are_kept_for_comparison(visits, write):
    content = (
        "SubmissionDate,KEY,AttachmentsPresent,g-vis1,g-vis2,g-vis3,vis4,g-contact_mean\n"
        "2026-01-02,uuid:1,0,0,4,0,1,2.67\n2026-01-02,uuid:2,0,0,,0,1,\n"
    )
    imported = import_responses(write(content), visits)
    assert imported.embedded_scores.to_dict("list") == {"contact_mean": ["2.67", ""]}


def test_a_file_without_any_answer_is_warned_of(visits, write):
    with pytest.warns(DataQualityWarning, match=r"^No record of visits\.csv has an answer"):
        import_responses(write(HEADER + "P-1,,,,\nP-2,,,,\n"), visits, import_map=SAID)
