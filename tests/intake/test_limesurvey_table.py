import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.schema import MissingReason

HEADER = '"id";"submitdate";"lastpage";"startlanguage";"seed";"cv[vis1]";"cv[SQ002]";"vis3";"G"\n'
EXPORT = (
    HEADER
    + '"1";"2026-01-02 10:00:00";"2";"sv";"7";"never";"alway";"pnta";"g10"\n'
    + '"2";"2026-01-02 11:00:00";"2";"en";"8";"rare";"";"N/A";"g3"\n'
)
COLUMNS = ({"item": "vis2", "column": "cv[SQ002]"}, {"item": "vis4", "column": "G"})
SAID = {
    "columns": COLUMNS,
    "coding": "codes",
    "missing": ({"text": "N/A", "reason": MissingReason.NOT_ASKED},),
}


def test_a_codes_export_is_recognized(read, cells_of):
    data = read(EXPORT, **SAID)
    assert data.intake.layout == "limesurvey"
    assert cells_of(data) == [[0, 4, "declined", 10], [1, "skipped", "not_asked", 3]]
    assert data.intake.applied_rules[:3] == (
        "Found the separator ';' from the header, which gives 9 columns.",
        "Matched 1 column to items by the subquestion's code.",
        "Set aside 5 columns that LimeSurvey adds: 'id', 'submitdate', 'lastpage', 'startlanguage',"
        " 'seed'.",
    )


def test_messages_name_the_column_as_it_stands_in_the_file(read):
    content = EXPORT.replace('"rare"', '"A2"')
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has 'A2', .*column 'cv\[vis1\]' of"):
        read(content, **SAID)


def test_answer_codes_of_the_survey_are_given_meaning_by_the_import_map(read):
    content = EXPORT.replace('"never"', '"A1"').replace('"rare"', '"A2"')
    texts = (
        {"text": "A1", "code": "never", "item": "vis1"},
        {"text": "A2", "code": "rare", "item": "vis1"},
    )
    data = read(content, **SAID, options=texts)
    assert data.values[:, 0].tolist() == [0, 1]


def test_what_was_not_shown_must_be_declared(read):
    with pytest.raises(IntakeError, match=r"^Item 'vis3' has 'N/A', .* If 'N/A' stands for"):
        read(EXPORT, **SAID | {"missing": ()})


def test_records_that_were_not_submitted_need_a_word(read):
    content = EXPORT + '"3";"";"1";"sv";"9";"never";"";"";""\n'
    message = "The status is 'unfinished' on line 4 of visits.csv."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read(content, **SAID)
    out = ({"status": "unfinished", "use": "leave_out"},)
    assert read(content, **SAID, statuses=out).n_respondents == 2


def test_timings_are_set_aside(read):
    content = "".join(
        line + end + "\n"
        for line, end in zip(
            EXPORT.splitlines(),
            [';"interviewtime";"groupTime12";"cvTime"', *[";1;2;3"] * 2],
            strict=True,
        )
    )
    data = read(content, **SAID)
    assert "'interviewtime', 'groupTime12', 'cvTime'" in data.intake.applied_rules[2]


def test_the_layout_can_be_said(read):
    content = 'id,"cv[vis1]",vis2,vis3,vis4\n1,0,1,2,3\n'
    with pytest.raises(IntakeError, match="'id'"):
        read(content)
    assert read(content, layout="limesurvey").values.tolist() == [[0, 1, 2, 3]]


def test_an_id_that_stands_twice_is_one_record(read):
    again = EXPORT.splitlines()[1].replace("02 10:00", "03 10:00") + "\n"
    assert read(EXPORT + again, **SAID).n_respondents == 2
    other = again.replace("never", "rare")
    with pytest.raises(IntakeError, match=r"^The same record stands on lines 2, 4 of visits\.csv"):
        read(EXPORT + other, **SAID)
    data = read(EXPORT + other, duplicates="newest", **SAID)
    assert data.values[:, 0].tolist() == [1, 1]
