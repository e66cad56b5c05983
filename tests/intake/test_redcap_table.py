import re

import pytest

from covalue_measures.exceptions import IntakeError

HEADER = "record_id,visits_timestamp,vis1,vis2,vis3,vis4,visits_complete\n"
RAW = (
    HEADER
    + "17,2026-01-02 10:00:00,0,4,NASK,10,2\n"
    + "18,[not completed],3,-99,1,,0\n"
    + "19,,,-98,2,7,1\n"
)
NOT_ASKED = ({"text": "NASK", "reason": "not_asked"},)


@pytest.fixture
def read_redcap(read):
    def read_it(content, **said):
        said["missing"] = _typed(said.get("missing", ()))
        return read(content, **{"respondent_id": "record_id"} | said)

    return read_it


def _typed(entries):
    from covalue_measures.schema import MissingReason

    return tuple(entry | {"reason": MissingReason(entry["reason"])} for entry in entries)


def test_a_raw_export_is_recognized_and_its_own_columns_set_aside(read_redcap, cells_of):
    data = read_redcap(RAW, missing=NOT_ASKED)
    assert data.intake.layout == "redcap"
    assert cells_of(data) == [
        [0, 4, "not_asked", 10],
        [3, "declined", 1, "not_asked"],
        ["skipped", "not_applicable", 2, 7],
    ]
    assert data.respondent_ids == ("17", "18", "19")
    assert data.intake.applied_rules[:2] == (
        "Kept 2 records whose 'visits_complete' is not Complete.",
        "Set aside 2 columns that REDCap adds: 'visits_timestamp', 'visits_complete'.",
    )


def test_a_missing_data_code_that_nobody_declared_is_refused(read_redcap):
    with pytest.raises(IntakeError, match=r"^Item 'vis3' has 'NASK', .* \(line 2, column 'vis3'"):
        read_redcap(RAW)


def test_identifiers_of_surveys_are_set_aside_unshown(read_redcap):
    content = (
        "record_id,redcap_survey_identifier,redcap_data_access_group,vis1,vis2,vis3,vis4\n"
        "1,anna@example.org,north,0,1,2,3\n"
    )
    data = read_redcap(content)
    assert data.intake.layout == "redcap"
    assert "example.org" not in " ".join(data.intake.applied_rules)
    by_site = read_redcap(content, groups=("redcap_data_access_group",))
    assert [group.labels for group in by_site.groups] == [("north",)]


def test_a_column_named_like_a_form_is_no_sign_of_redcap(read):
    content = "vis1,vis2,vis3,vis4,task_complete\n0,1,2,3,0\n0,1,2,3,5\n"
    data = read(content, ignore=("task_complete",))
    assert data.intake.layout == "csv"


def test_labels_are_read_in_the_declared_language(read_redcap, cells_of):
    content = (
        "record_id,vis1,vis2,vis3,vis4,visits_complete\n"
        "1,Never,Prefer not to say,Often,7,Complete\n"
    )
    data = read_redcap(content, coding="labels", language="en")
    assert (data.intake.layout, cells_of(data)) == ("redcap", [[0, "declined", 3, 7]])


EVENTS = (
    "record_id,redcap_event_name,vis1,vis2,vis3,vis4,visits_complete\n"
    "1,baseline_arm_1,0,1,2,3,2\n"
    "1,month_3_arm_1,4,4,4,4,2\n"
    "2,baseline_arm_1,1,1,1,1,2\n"
)


def test_several_events_are_refused_unless_one_is_selected(read_redcap):
    message = (
        "visits.csv has 2 events in 'redcap_event_name': 'baseline_arm_1', 'month_3_arm_1'. One"
        " record per respondent is read: say in the import map which, such as event:"
        " baseline_arm_1."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_redcap(EVENTS)
    data = read_redcap(EVENTS, event="baseline_arm_1")
    assert data.values.tolist() == [[0, 1, 2, 3], [1, 1, 1, 1]]
    assert data.respondent_ids == ("1", "2")
    assert data.intake.applied_rules[0] == (
        "Took 2 records of the event 'baseline_arm_1', as the import map says; 1 record of others"
        " stayed out."
    )


def test_places_are_those_of_the_file_after_a_selection(read_redcap):
    content = EVENTS.replace("4,4,4,4", "4,4,4,44")
    with pytest.raises(IntakeError, match=r"\(line 3, column 'vis4' of visits\.csv\)"):
        read_redcap(content, event="month_3_arm_1")


def test_an_event_that_is_not_there_is_refused(read_redcap):
    with pytest.raises(IntakeError, match=r"the event 'week_1', which 'redcap_event_name' of"):
        read_redcap(EVENTS, event="week_1")
    with pytest.raises(IntakeError, match=r"has no column 'redcap_event_name'\.$"):
        read_redcap(RAW, event="week_1")


REPEATS = (
    "record_id,redcap_repeat_instrument,redcap_repeat_instance,vis1,vis2,vis3,vis4\n"
    "1,,,,,,\n1,visits,1,0,1,2,3\n1,visits,2,4,4,4,4\n2,visits,1,1,1,1,1\n"
)


def test_a_form_that_repeats_is_refused_unless_an_instance_is_selected(read_redcap):
    message = (
        "visits.csv holds a form that repeats (lines 3, 4, 5): one respondent has several records."
        " Say in the import map which instance to read, such as instance: 1, or export the form"
        " without its repeats."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_redcap(REPEATS)
    data = read_redcap(REPEATS, instance="1")
    assert data.values.tolist() == [[0, 1, 2, 3], [1, 1, 1, 1]]


def test_an_export_without_repeats_needs_no_instance(read_redcap):
    content = "record_id,redcap_repeat_instance,vis1,vis2,vis3,vis4\n1,,0,1,2,3\n"
    assert read_redcap(content).values.tolist() == [[0, 1, 2, 3]]


CHECKBOXES = (
    "record_id,redcap_data_access_group,vis1___0,vis1___3,vis1____99,vis2,vis3,vis4,"
    "help___1,help___2\n"
    "1,a,0,1,0,1,2,3,1,0\n2,a,0,0,1,1,2,3,1,1\n3,a,0,0,0,1,2,3,0,0\n"
)


def test_checkboxes_of_an_item_are_one_answer(read_redcap, cells_of):
    data = read_redcap(CHECKBOXES, ignore=("help",))
    assert [row[0] for row in cells_of(data)] == [3, "declined", "skipped"]
    assert data.intake.applied_rules[:2] == (
        "Read the 3 checkbox columns of 'vis1' as one answer.",
        "Did not read the checkbox columns of 'help'.",
    )


def test_two_ticked_boxes_of_an_item_are_refused(read_redcap):
    content = CHECKBOXES.replace("3,a,0,0,0", "3,a,1,1,0")
    message = (
        "Item 'vis1' has '0, 3', but response scale 'freq5' allows 0-4, or missing -98"
        " (not_applicable), -99 (declined) (line 4, column 'vis1___...' of visits.csv). That is 2"
        " answers, and an item takes one."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_redcap(content, ignore=("help",))


def test_other_checkboxes_must_be_declared(read_redcap):
    with pytest.raises(IntakeError, match=r"what to do with the columns 'help___1', 'help___2'"):
        read_redcap(CHECKBOXES)


def test_a_record_that_was_entered_twice_is_one(read_redcap):
    first = HEADER + "1--1,,0,4,1,10,2\n2--1,,1,1,1,1,2\n"
    data = read_redcap(first + "1--2,,0,4,1,10,2\n")
    assert data.n_respondents == 2
    assert "Left out 1 record equal to one with the same record id." in data.intake.applied_rules
    message = (
        "The same record stands on lines 2, 4 of visits.csv with different answers or another"
        " status. Take out of the file what is not to be read."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_redcap(first + "1--2,,0,4,1,9,2\n")


REPEATED = (
    "record_id,redcap_repeat_instrument,redcap_repeat_instance,vis1,vis2,vis3,vis4,visits_complete,"
    "drug,drugs_complete\n"
)
TWO_DRUGS = "1,drugs,1,,,,,,asa,2\n1,drugs,2,,,,,,abc,2\n"


def test_records_of_other_repeating_forms_are_no_respondents(read_redcap, cells_of):
    content = REPEATED + "1,,,0,4,1,10,2,,\n" + TWO_DRUGS + "2,,,0,0,0,0,2,,\n"
    data = read_redcap(content, ignore=("drug",))
    assert cells_of(data) == [[0, 4, 1, 10], [0, 0, 0, 0]]
    assert "Left out 2 records of other repeating forms: 'drugs'." in data.intake.applied_rules
    with pytest.raises(IntakeError, match="that holds the items does not repeat: take instance"):
        read_redcap(content, ignore=("drug",), instance="1")


def test_a_form_that_repeats_beside_others_is_read_by_instance(read_redcap, cells_of):
    content = REPEATED + "1,,,,,,,,,\n" + TWO_DRUGS + "1,visits,1,0,4,1,10,2,,\n"
    content += "1,visits,2,1,1,1,1,2,,\n"
    with pytest.raises(IntakeError, match="such as instance: 1"):
        read_redcap(content, ignore=("drug",))
    data = read_redcap(content, ignore=("drug",), instance="2")
    assert cells_of(data) == [[1, 1, 1, 1]]


def test_the_repeating_form_may_be_said(read_redcap):
    content = REPEATED + "1,,,0,4,1,10,2,,\n1,visits,1,1,1,1,1,2,,\n" + TWO_DRUGS
    with pytest.raises(IntakeError, match=r"several hold answers .* repeat_instrument: visits"):
        read_redcap(content, ignore=("drug",))
    said = {"ignore": ("drug",), "repeat_instrument": "visits", "instance": "1"}
    assert read_redcap(content, **said).values[:, 0].tolist() == [1]
    with pytest.raises(IntakeError, match="selects the repeating form 'x', which"):
        read_redcap(content, ignore=("drug",), repeat_instrument="x")
    with pytest.raises(IntakeError, match="has no column 'redcap_repeat_instrument'"):
        read_redcap(RAW, repeat_instrument="x")


def test_repeating_forms_without_an_answer_need_a_word(read_redcap):
    with pytest.raises(IntakeError, match=r"none holds answers .* repeat_instrument: drugs"):
        read_redcap(REPEATED + TWO_DRUGS, ignore=("drug",))
