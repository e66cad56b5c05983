"""Which responses of a file count, and that no more than one is held at a time."""

import json
import re
import tracemalloc

import pytest
from fhir_cases import PINNED, coding, item, response

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses


@pytest.mark.parametrize("status", ["in-progress", "stopped", "entered-in-error"])
def test_a_status_that_is_no_answer_needs_a_word(read_bundle, status):
    resources = response(1), response(2, status=status)
    message = f"The status is '{status}' on entry 2 of a.json."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_bundle(*resources)
    data = read_bundle(*resources, statuses=({"status": status, "use": "leave_out"},))
    assert data.n_respondents == 1


def test_a_response_without_status_needs_a_word(read_bundle):
    broken = response(1)
    del broken["status"]
    with pytest.raises(IntakeError, match=r"^The status is '\(none\)' on entry 1"):
        read_bundle(broken)


OTHER_VERSION = PINNED.replace("1.0.0", "2.0.0")


@pytest.mark.parametrize(
    "questionnaire",
    [OTHER_VERSION, "https://measures.example.org/Questionnaire/meals|1.0.0", "Questionnaire/17"],
)
def test_another_questionnaire_is_refused_unless_accepted(read_bundle, questionnaire):
    resources = response(1), response(2, questionnaire=questionnaire)
    message = (
        f"1 response of a.json is to the questionnaire '{questionnaire}', not to 'visits@1.0.0'. If"
        f" the items are the same, say so in the import map: questionnaire: ['{questionnaire}']."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(*resources)
    assert read_bundle(*resources, questionnaire=(questionnaire,)).n_respondents == 2


def test_the_questionnaire_of_a_response_that_is_left_out_does_not_matter(read_bundle):
    left_out = response(2, questionnaire=OTHER_VERSION, status="stopped")
    said = ({"status": "stopped", "use": "leave_out"},)
    assert read_bundle(response(1), left_out, statuses=said).n_respondents == 1


def test_a_questionnaire_without_version_is_said(read_bundle):
    data = read_bundle(response(1, questionnaire=PINNED.split("|")[0]))
    assert (
        "Took 1 response that named no version of the questionnaire." in data.intake.applied_rules
    )


def test_a_response_that_stands_twice_counts_once(read_bundle):
    again = response(1, authored="2026-03-01")
    data = read_bundle(response(1), response(2), again)
    assert data.n_respondents == 2
    assert "Left out 1 record equal to one with the same record id." in data.intake.applied_rules


def test_of_two_versions_of_a_response_the_newest_counts_if_told(read_bundle):
    resources = (
        response(1, authored="2026-01-02T10:00:00+02:00"),
        response(1, item("vis1", coding("alway")), authored="2026-01-02T09:00:00Z"),
    )
    message = (
        "The same record stands on entries 1, 2 of a.json with different answers or another"
        " status. To keep the newest, say duplicates: newest in the import map."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(*resources)
    data = read_bundle(*resources, duplicates="newest")
    assert data.values[:, 0].tolist() == [4]


def test_a_response_taken_back_later_is_not_kept_by_an_earlier_status(read_bundle):
    resources = response(1), response(1, status="entered-in-error", authored="2027-01-01T00:00Z")
    out = ({"status": "entered-in-error", "use": "leave_out"},)
    with pytest.raises(IntakeError, match="with different answers or another status"):
        read_bundle(*resources, statuses=out)
    data = read_bundle(*resources, response(2), statuses=out, duplicates="newest")
    assert data.n_respondents == 1


def test_dates_that_do_not_tell_the_newest_are_refused(read_bundle):
    resources = response(1, authored="2026-01"), response(1, item("vis1", coding("alway")))
    with pytest.raises(IntakeError, match="The newest is wanted, but their dates do not tell"):
        read_bundle(*resources, duplicates="newest")


def test_what_was_left_out_is_said_where_nothing_is_left(read_bundle):
    out = ({"status": "stopped", "use": "leave_out"},)
    message = (
        "No answers in a.json: no record is left. Left out 1 record with the status 'stopped', as"
        " the import map says."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(response(1, status="stopped"), statuses=out)


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_a_large_file_is_not_held(tmp_path, visits, name):
    path, n_responses, filling = tmp_path / name, 400, "x" * 20_000
    with path.open("w") as file:
        is_lines = name.endswith("ndjson")
        file.write("" if is_lines else '{"resourceType": "Bundle", "entry": [')
        for number in range(n_responses):
            resource = json.dumps(response(number, text=filling))
            comma = "," if number else ""
            file.write(f"{resource}\n" if is_lines else f'{comma}{{"resource": {resource}}}')
        file.write("" if is_lines else "]}")
    tracemalloc.start()
    data = read_responses(path, visits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert data.n_respondents == n_responses
    assert path.stat().st_size > 8_000_000
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ({"meta": {"versionId": "9"}}, {"meta": {"versionId": "10"}}, 4),
        ({"meta": {"versionId": "2"}, "authored": "2027"}, {"meta": {"versionId": "10"}}, 4),
        ({"meta": {"lastUpdated": "2026-03-01T00:00:00Z"}}, {"authored": "2027"}, 4),
        (
            {"meta": {"lastUpdated": "2026-03-01T10:00:00+02:00"}, "authored": "2028"},
            {"meta": {"lastUpdated": "2026-03-01T09:00:00Z"}, "authored": "2027"},
            4,
        ),
        ({"authored": "2027-01"}, {"authored": "2026-12-31"}, 0),
    ],
)
def test_the_newest_goes_by_version_then_by_storing_then_by_answering(
    read_bundle, first, second, kept
):
    resources = response(1, **first), response(1, item("vis1", coding("alway")), **second)
    assert read_bundle(*resources, duplicates="newest").values[:, 0].tolist() == [kept]


def test_a_date_and_a_moment_of_that_day_tell_nothing(read_bundle):
    resources = (
        response(1, authored="2026-05-02"),
        response(1, item("vis1", coding("alway")), authored="2026-05-02T10:00:00Z"),
    )
    with pytest.raises(IntakeError, match="The newest is wanted, but their dates do not tell"):
        read_bundle(*resources, duplicates="newest")
