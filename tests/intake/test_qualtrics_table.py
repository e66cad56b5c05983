import csv
import io
import json
import re

import pytest

from covalue_measures.exceptions import IntakeError

TAGS = ["StartDate", "Status", "IPAddress", "Finished", "ResponseId", "Q1_1", "Q1_2", "vis3", "Q4"]
TEXTS = [
    "Start Date",
    "Response Type",
    "IP Address",
    "Finished",
    "Response ID",
    "I was listened to.",
    "I was told what\nwould happen.",
    "I was interrupted.",
    "All in all",
]
IMPORT_IDS = [
    {"ImportId": "startDate", "timeZone": "America/Denver"},
    {"ImportId": "status"},
    {"ImportId": "ipAddress"},
    {"ImportId": "finished"},
    {"ImportId": "_recordId"},
    {"ImportId": "QID2_1"},
    {"ImportId": "QID2", "choiceId": "2"},
    {"ImportId": "QID3"},
    {"ImportId": "QID4_1"},
]
COLUMNS = tuple(
    {"item": item, "column": column}
    for item, column in (("vis1", "QID2_1"), ("vis2", "QID2_2"), ("vis4", "Q4"))
)


def export(*records, import_ids=IMPORT_IDS):
    """Return the text of an export; a record is status, finished and the answers."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(TAGS)
    writer.writerow(TEXTS)
    writer.writerow([json.dumps(entry) for entry in import_ids])
    for number, (status, finished, *answers) in enumerate(records):
        about = ["2026-01-02 10:00", status, "192.0.2.7", finished, f"R_{number}"]
        writer.writerow([*about, *answers])
    return "\ufeff" + file.getvalue()


def test_columns_are_matched_by_import_id_or_tag(read, cells_of):
    data = read(export((0, 1, 0, 4, 2, 10), (0, 1, "", -99, 1, 5)), columns=COLUMNS)
    assert data.intake.layout == "qualtrics"
    assert cells_of(data) == [[0, 4, 2, 10], ["skipped", "declined", 1, 5]]
    assert [entry.column for entry in data.intake.columns] == ["QID2_1", "QID2_2", "vis3", "Q4"]
    assert data.intake.applied_rules == (
        "Skipped 2 lines of headers, the question texts and ImportIds.",
        "Matched 2 columns by ImportId.",
        "Set aside 5 columns that Qualtrics adds: 'StartDate', 'Status', 'IPAddress', 'Finished',"
        " 'ResponseId'.",
        "Read 1 cell without text as skipped.",
    )


@pytest.mark.parametrize("name", ["ResponseId", "_recordId"])
def test_the_response_id_may_be_used_by_either_name(read, name):
    data = read(export((0, 1, 0, 4, 2, 10)), columns=COLUMNS, respondent_id=name)
    assert data.respondent_ids == ("R_0",)


def test_lines_are_those_of_the_file(read):
    with pytest.raises(IntakeError, match=r"\(line 6, column 'QID2_1' of visits\.csv\)"):
        read(export((0, 1, 0, 4, 2, 10), (0, 1, 7, 4, 2, 10)), columns=COLUMNS)


@pytest.mark.parametrize(
    ("status", "finished", "name"),
    [
        ("1", "1", "preview"),
        ("Survey Preview", "True", "preview"),
        ("17", "1", "preview"),
        ("2", "1", "test"),
        ("8", "1", "spam"),
        ("Spam", "True", "spam"),
        ("0", "0", "unfinished"),
        ("IP Address", "False", "unfinished"),
        ("64", "1", "64"),
        ("Förhandsvisning", "1", "Förhandsvisning"),
    ],
)
def test_previews_and_unfinished_records_need_a_word(read, status, finished, name):
    content = export((0, 1, 0, 4, 2, 10), (status, finished, 1, 1, 1, 1))
    message = (
        f"The status is '{name}' on line 6 of visits.csv. Say in the import map whether such"
        f" records are answers: statuses: [{{status: '{name}', use: leave_out}}], or use: keep."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(content, columns=COLUMNS)
    left = read(content, columns=COLUMNS, statuses=({"status": name, "use": "leave_out"},))
    assert left.values.tolist() == [[0, 4, 2, 10]]
    assert (
        f"Left out 1 record with the status '{name}', as the import map says."
        in left.intake.applied_rules
    )
    kept = read(content, columns=COLUMNS, statuses=({"status": name, "use": "keep"},))
    assert kept.values.tolist() == [[0, 4, 2, 10], [1, 1, 1, 1]]
    assert (
        f"Kept 1 record with the status '{name}', as the import map says."
        in kept.intake.applied_rules
    )


@pytest.mark.parametrize("status", ["0", "4", "16", "20", "", "IP Address", "Imported"])
def test_ordinary_records_need_no_word(read, status):
    assert read(export((status, 1, 0, 4, 2, 10)), columns=COLUMNS).n_respondents == 1


def test_read_as_plain_text_the_further_headers_are_no_records(read):
    message = (
        "visits.csv is an export of Qualtrics: lines 2 and 4 hold question texts and ImportIds, no"
        " answers; say layout='qualtrics'."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(export((0, 1, 0, 4, 2, 10)), columns=COLUMNS, layout="csv")


def test_without_its_headers_an_export_is_refused(read):
    with pytest.raises(IntakeError, match=r"third line holds no ImportIds\. Export CSV anew"):
        read("vis1,vis2,vis3,vis4\n0,1,2,3\n0,1,2,3\n", layout="qualtrics")


def test_damaged_import_ids_are_refused(read):
    content = export((0, 1, 0, 4, 2, 10)).replace('""QID4_1""}', '""QID4_1""')
    with pytest.raises(IntakeError, match=r"^An ImportId on the third line of visits\.csv cannot"):
        read(content, columns=COLUMNS)


def test_headers_alone_hold_no_answers(read):
    with pytest.raises(IntakeError, match=r"^No answers in visits\.csv"):
        read(export(), columns=COLUMNS)


def test_several_choices_in_a_cell_are_no_answer(read):
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has '1,3', but .* without a comma\.$"):
        read(export((0, 1, "1,3", 4, 2, 10)), columns=COLUMNS)


def test_a_response_id_that_stands_twice_is_one_record(read):
    content = export(("0", "1", "0", "4", "1", "10"), ("0", "1", "1", "1", "1", "1"))
    twice = content.replace("R_1", "R_0")
    with pytest.raises(IntakeError, match=r"^The same record stands on lines \d, \d of visits"):
        read(twice, columns=COLUMNS)
    equal = export(*[("0", "1", "0", "4", "1", "10")] * 2).replace("R_1", "R_0")
    assert read(equal, columns=COLUMNS).n_respondents == 1
