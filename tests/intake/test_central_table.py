import re

import pytest

from covalue_measures.exceptions import IntakeError

HEADER = (
    "SubmissionDate,start,contact-vis1,contact-vis2,contact-vis3,all-vis4,all-contact_mean,"
    "meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,"
    "ReviewState,DeviceID,Edits,FormVersion\n"
)


def line(answers, *, status="", review="", version="1.0.0", key="uuid:1"):
    return (
        f"2026-01-02T10:00:00.000Z,2026-01-02T09:50:00.000Z,{answers},5.0,{key},{key},5,Alice,0,0,"
        f"{status},{review},,0,{version}\n"
    )


def test_items_are_found_behind_their_groups(read, cells_of):
    data = read(HEADER + line("0,4,-99,10") + line("1,,2,3", key="uuid:2", review="approved"))
    assert data.intake.layout == "odk"
    assert cells_of(data) == [[0, 4, "declined", 10], [1, "skipped", 2, 3]]
    assert data.intake.applied_rules[0] == (
        "Set aside 1 score that the form computed: 'contact_mean'."
    )
    assert data.intake.applied_rules[1].startswith(
        "Set aside 13 columns that ODK Central adds: 'SubmissionDate', 'start', 'meta-instanceID'"
    )
    assert "Alice" not in " ".join(data.intake.applied_rules)


def test_messages_name_the_column_as_it_stands_in_the_file(read):
    with pytest.raises(IntakeError, match=r"\(line 2, column 'contact-vis1' of visits\.csv\)"):
        read(HEADER + line("8,4,1,10"))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"review": "rejected"}, "rejected"),
        ({"review": "hasIssues"}, "hasIssues"),
        ({"status": "notDecrypted", "review": "approved"}, "notDecrypted"),
    ],
)
def test_what_is_no_good_submission_needs_a_word(read, fields, status):
    content = HEADER + line("0,4,1,10") + line("1,1,1,1", key="uuid:2", **fields)
    with pytest.raises(IntakeError, match=f"^The status is '{status}' on line 3 of visits"):
        read(content)
    out = ({"status": status, "use": "leave_out"},)
    assert read(content, statuses=out).n_respondents == 1


def test_another_version_of_the_form_is_refused_unless_accepted(read):
    content = HEADER + line("0,4,1,10") + line("1,1,1,1", key="uuid:2", version="2.0.0")
    message = (
        "1 submission of visits.csv is to the questionnaire '|2.0.0', not to 'visits@1.0.0'. If the"
        " items are the same, say so in the import map: questionnaire: ['|2.0.0']."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read(content)
    data = read(content, questionnaire=("|2.0.0",))
    assert (
        "Took 1 submission to '|2.0.0' as answers to 'visits@1.0.0', as the import map says."
        in data.intake.applied_rules
    )


def test_a_form_without_version_is_said(read):
    data = read(HEADER + line("0,4,1,10", version=""))
    assert (
        "Took 1 submission that named no version of the questionnaire." in data.intake.applied_rules
    )


def test_a_key_that_stands_twice_is_one_submission(read, cells_of):
    first, again = line("0,4,1,10"), line("0,4,1,10").replace("2026-01-02T10", "2026-01-03T10")
    data = read(HEADER + first + again)
    assert data.n_respondents == 1
    assert "Left out 1 record equal to one with the same record id." in data.intake.applied_rules
    other = line("1,1,1,1").replace("2026-01-02T10", "2026-01-03T10")
    with pytest.raises(IntakeError, match=r"^The same record stands on lines 2, 3 of visits\.csv"):
        read(HEADER + first + other)
    assert cells_of(read(HEADER + first + other, duplicates="newest")) == [[1, 1, 1, 1]]
