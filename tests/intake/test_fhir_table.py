import json
import re

import pytest
from fhir_cases import GRADES, SYSTEM, bundle, coding, item, lines, response

from covalue_measures.exceptions import DataQualityWarning, IntakeError
from covalue_measures.schema import MissingReason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", bundle(response())),
        ("a.json", "\ufeff" + json.dumps(response(), indent=2)),
        ("a.ndjson", "\n" + lines(response())),
        ("a.JSONL", lines(response())),
    ],
)
def test_a_response_is_read_by_link_id_and_code(read, cells_of, name, content):
    data = read(content, name)
    assert data.intake.layout == "fhir"
    assert cells_of(data) == [[0, "declined", 2, 10]]
    assert data.intake.applied_rules == (
        f"Matched codes of '{SYSTEM}', '{GRADES}' by the code alone.",
    )


def test_a_display_in_another_language_changes_nothing(read_bundle):
    items = [item("vis1", coding("often", text)) for text in ("Often", "Ofta", "Niemals")]
    data = read_bundle(*(response(n, each) for n, each in enumerate(items)))
    assert data.values[:, 0].tolist() == [3, 3, 3]


def test_a_display_without_a_code_is_no_answer(read_bundle):
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has '\(no code\)', but") as caught:
        read_bundle(response(1, item("vis1", {"valueCoding": {"display": "Often"}})))
    assert "Often" not in str(caught.value)


def test_what_a_response_leaves_out_is_unanswered(read_bundle, cells_of):
    data = read_bundle(response(1, item("vis1", coding("often")), item("vis2")))
    assert cells_of(data) == [[3, "skipped", "skipped", "not_asked"]]
    assert (
        "Read 3 items as unanswered, being in no response: 'vis2', 'vis3', 'vis4'."
        in data.intake.applied_rules
    )


def test_questions_may_stand_under_answers(read_bundle):
    nested = coding("often") | {"item": [item("vis2", coding("rare"))]}
    data = read_bundle(response(1, item("vis1", nested)))
    assert data.values[0, :2].tolist() == [3, 1]


@pytest.mark.parametrize(
    "items",
    [
        [item("vis1", coding("never"), coding("often"))],
        [item("vis1", coding("never")), item("vis1", coding("often"))],
        [{"linkId": "g", "item": [item("vis1", coding(code))]} for code in ("never", "often")],
    ],
)
def test_several_answers_are_refused(read_bundle, items):
    message = (
        "Item 'vis1' has 'never, often', but response scale 'freq5' allows the codes never, rare,"
        " some, often, alway, na, pnta (entry 2, linkId 'vis1' of a.json). That is 2 answers, and"
        " an item takes one."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(response(1), response(2, *items))


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (coding("oft"), "'oft'"),
        ({"valueInteger": 7}, "response 7"),
        ({"valueDecimal": 2.5}, "response 2.5"),
        ({"valueBoolean": True}, "'true'"),
        ({"valueString": "Often"}, "'Often'"),
        ({"valueQuantity": {"value": 2}}, r"'\(valueQuantity\)'"),
        ({"valueDate": "2026-01-02"}, "a text of 10 characters"),
    ],
)
def test_what_is_no_response_is_refused_with_its_line(read, answer, shown):
    content = lines(response(1), response(2, item("vis1", answer)))
    place = r"\(line 2, linkId 'vis1' of a\.ndjson\)"
    with pytest.raises(IntakeError, match=f"^Item 'vis1' has {shown}, but .* {place}"):
        read(content, "a.ndjson")


def test_a_reason_in_place_of_an_answer_is_declared(read_bundle, cells_of):
    extension = {
        "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode": "asked-declined",
    }
    absent = response(1, item("vis1", {"_valueCoding": {"extension": [extension]}}))
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has 'asked-declined', .* stands for a"):
        read_bundle(absent)
    said = ({"text": "asked-declined", "reason": MissingReason.DECLINED},)
    assert cells_of(read_bundle(absent, response(2), missing=said))[0][0] == "declined"


def test_an_unknown_link_id_is_refused_unless_ignored(read_bundle):
    note = item("note", {"valueString": "I was ill"})
    message = "Nothing says what to do with the linkId 'note' of a.json. Declare each"
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}") as caught:
        read_bundle(response(1, item("vis1", coding("often")), note))
    assert "ill" not in str(caught.value)
    data = read_bundle(response(1, item("vis1", coding("often")), note), ignore=("note",))
    assert data.intake.ignored_columns == ("note",)


def test_responses_to_other_items_are_refused_unshown(read_bundle):
    message = (
        "1 linkId found in a.json, and none is named as an item of 'visits@1.0.0' ('vis1', 'vis2',"
        " 'vis3', 'vis4'). If they are the items under other names: name them under columns in the"
        " import map."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(response(1, item("1.1", coding("often"))))


def test_items_of_other_names_are_mapped(read_bundle, cells_of):
    columns = ({"item": "vis1", "column": "1.1"}, {"item": "vis2", "column": "1.2"})
    data = read_bundle(response(1, item("1.1", coding("often"))), columns=columns)
    assert cells_of(data)[0][:2] == [3, "skipped"]


def test_two_code_systems_of_an_item_are_refused(read_bundle):
    other = {"valueCoding": {"system": "urn:other", "code": "often"}}
    with pytest.raises(IntakeError, match=r"^linkId 'vis1' of a\.json has codes of 2 code systems"):
        read_bundle(response(1), response(2, item("vis1", other)))


def test_who_answered_is_named_by_path(read_bundle):
    resources = [
        response(n, subject={"reference": f"Patient/{n}"}, language=text)
        for n, text in ((1, "sv"), (2, "en"))
    ]
    data = read_bundle(*resources, respondent_id="subject.reference", groups=("language",))
    assert data.respondent_ids == ("Patient/1", "Patient/2")
    assert data.groups[0].labels == ("sv", "en")
    again = response(3, subject={"reference": "Patient/1"})
    with pytest.raises(IntakeError, match=r"^The same respondent id stands on entries 1, 3") as e:
        read_bundle(*resources, again, respondent_id="subject.reference")
    assert "Patient/1" not in str(e.value)


def test_other_resources_are_set_aside(read_bundle):
    data = read_bundle({"resourceType": "Patient", "id": "p"}, response(1))
    assert data.intake.applied_rules[0] == (
        "Set aside 1 resource that is no QuestionnaireResponse: 'Patient'."
    )


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (response(1) | {"item": [{"text": "no id"}]}, "an item has no linkId"),
        (response(1) | {"item": "vis1"}, "its item is no list of objects"),
        (response(1, {"linkId": "vis1", "answer": [3]}), "its answer is no list of objects"),
    ],
)
def test_a_response_of_another_shape_is_refused(read_bundle, resource, reason):
    message = f"The QuestionnaireResponse in entry 1 of a.json cannot be read: {reason}."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(resource)


@pytest.mark.parametrize("name", ["comment field", "its status", " vis1", "record id"])
def test_a_link_id_with_a_space_is_one_like_others(read_bundle, cells_of, name):
    more = item(name, coding("often"))
    with pytest.raises(IntakeError, match=f"^Nothing says what to do with the linkId '{name}'"):
        read_bundle(response(1, item("vis1", coding("never")), more))
    columns = ({"item": "vis2", "column": name},)
    data = read_bundle(response(1, item("vis1", coding("never")), more), columns=columns)
    assert cells_of(data)[0][:2] == [0, 3]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"total": 250}, "a.json holds 1 entry, and this is one page of 250:"),
        ({"link": [{"relation": "next", "url": "u"}]}, "and this is one page of several:"),
        ({"type": "history"}, "a.json is a Bundle of the type history:"),
    ],
)
def test_a_bundle_that_is_not_the_whole_is_refused(read, more, said):
    content = json.loads(bundle(response())) | {"type": "searchset"}
    assert read(json.dumps(content | {"total": 1}), "a.json").n_respondents == 1
    for shown in (content | more, dict(reversed((content | more).items()))):
        with pytest.raises(IntakeError, match=re.escape(said)):
            read(json.dumps(shown), "a.json")


def test_a_search_counts_what_it_found_only(read):
    found = {"resource": response(1), "search": {"mode": "match"}}
    added = {"resource": {"resourceType": "Patient"}, "search": {"mode": "include"}}
    content = {"resourceType": "Bundle", "type": "searchset", "total": 2, "entry": [found, added]}
    with pytest.raises(IntakeError, match=r"a\.json holds 1 entry, and this is one page of 2:"):
        read(json.dumps(content), "a.json")


@pytest.mark.parametrize("name", ["modifierExtension", "implicitRules"])
def test_what_turns_a_response_round_is_refused(read_bundle, name):
    modified = item("vis1", coding("never")) | {name: [{"url": "u", "valueBoolean": True}]}
    with pytest.raises(IntakeError, match=f"entry 1 of a.json cannot be read: it has {name}"):
        read_bundle(response(1, {"linkId": "g", "item": [modified]}))
    empty = item("vis1", coding("never")) | {name: []}
    assert read_bundle(response(1, empty)).n_respondents == 1


def test_codes_of_other_systems_are_warned_of(read_bundle):
    other = item("vis1", coding("often", system="urn:other"))
    message = (
        "2 codes of a.json are of other code systems than those of 'visits@1.0.0': 'urn:other'. A"
        " code there may mean something else."
    )
    with pytest.warns(DataQualityWarning, match=f"^{re.escape(message)}$"):
        read_bundle(response(1, other), response(2, other))


def test_numbers_in_place_of_codes_need_a_word(read_bundle, cells_of):
    number = response(
        1, item("vis1", {"valueInteger": 3}), item("vis4", coding("g1", system=GRADES))
    )
    message = (
        "linkId 'vis1' of a.json has 1 number where item 'vis1' is answered by a code of response"
        " scale 'freq5'. If the numbers are its values, say coding: values in the import map."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_bundle(number)
    assert cells_of(read_bundle(number, coding="values"))[0] == [3, "skipped", "skipped", 1]
    options = ({"item": "vis1", "text": "3", "code": "some"},)
    assert cells_of(read_bundle(number, options=options))[0][0] == 2
