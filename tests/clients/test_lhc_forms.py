"""FHIR questionnaires in LHC-Forms, filled in as people do."""

import re
from typing import Any

import pytest
from fhir_exports import Content, every_item
from fhir_fillers import Answers, node, our_scores, questionnaire, random_answers
from numpy.testing import assert_allclose
from survey_exports import draft

from covalue_measures.export.identity import canonical_reference
from covalue_measures.schema import Instrument, QuantityScale, as_instrument

pytestmark = pytest.mark.clients

WEIGHTS = {
    "R4": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "R5": "http://hl7.org/fhir/StructureDefinition/itemWeight",
}


def labels(instrument: Instrument, language: str) -> dict[tuple[str, str], str]:
    """Return what options are called, by item and code."""
    return {
        (item.id, option.code): option.label.get(language) or ""
        for item in instrument.items
        for scale in [instrument.response_scale(item)]
        for option in (*getattr(scale, "options", ()), *scale.missing)
    }


def actions(instrument: Instrument, answers: Answers, language: str) -> list[tuple[str, Any]]:
    """Return what a person does to give these answers."""
    label = labels(instrument, language)
    done: list[tuple[str, Any]] = []
    for item in instrument.items:
        value = answers[item.id]
        if isinstance(value, str):
            is_amount = isinstance(instrument.response_scale(item), QuantityScale)
            done.append((item.id + "_why" * is_amount, label[item.id, value]))
        elif value is not None:
            done.append((item.id, value))
    return done


def given(resource: Content) -> dict[str, str | float]:
    """Return the answers in a response by question: codes and numbers."""
    found = {}
    for item in every_item(resource):
        for answer in item.get("answer", ()):
            (value,) = (value for name, value in answer.items() if name.startswith("value"))
            found[item["linkId"]] = value["code"] if isinstance(value, dict) else value
    return found


def expected(instrument: Instrument, answers: Answers) -> dict[str, str | float]:
    is_amount = {
        item.id: isinstance(instrument.response_scale(item), QuantityScale)
        for item in instrument.items
    }
    return {
        name + "_why" * (is_amount[name] and isinstance(value, str)): value
        for name, value in answers.items()
        if value is not None
    }


def texts_for_people(instrument: Instrument, language: str) -> list[str]:
    """Return everything a respondent must see."""
    texts = [(instrument.form or instrument.bank).title, instrument.instruction]
    for item in instrument.items:
        texts += [item.stem, item.recall]
    texts += [rule.title for rule in instrument.scoring_rules]
    found = [text.get(language) or "" for text in texts if text]
    return [*found, *labels(instrument, language).values()]


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("name", ["access_service_user", "costs_inventory_service_user"])
def test_lhc_forms_asks_scores_and_answers(
    name: str, release: str, language: str, tmp_path: Any
) -> None:
    instrument = as_instrument(draft(name))
    resource = questionnaire(instrument, release, language=language)
    people = random_answers(instrument, 3, seed=len(language + release + name))
    ours = our_scores(instrument, people)
    assert ours.notna().any(axis=None)
    assert ours.isna().any(axis=None)

    seen = node(
        "lforms_fill.mjs",
        {
            "release": release,
            "questionnaire": resource,
            "people": [actions(instrument, answers, language) for answers in people],
        },
    )

    assert seen["outside"] == seen["errors"] == []
    for text in texts_for_people(instrument, language):
        assert text in seen["shown"]
    assert not re.search(r" - \d", seen["shown"])
    rules = set(ours.columns)
    for number, answers in enumerate(people):
        score = ours.iloc[number].dropna()
        for filled in (seen["people"][number], seen["reloaded"][number]):
            back = filled["response"]
            assert filled["problems"] is None
            assert back["questionnaire"] == canonical_reference(instrument)
            found = given(back)
            scored = {name: value for name, value in found.items() if name in rules}
            assert set(scored) == set(score.index)
            assert_allclose([scored[name] for name in score.index], score, rtol=0, atol=1e-8)
            assert {k: v for k, v in found.items() if k not in rules} == expected(
                instrument, answers
            )
        for item in every_item(seen["people"][number]["response"]):
            assert weight(item, release) == weight_of(instrument, item["linkId"], answers)


def weight(item: Content, release: str) -> float | None:
    """Return the weight that a form filler adds to an answer."""
    found = None
    for answer in item.get("answer", ()):
        places = [answer, answer.get("valueCoding", {})]
        for extension in (entry for place in places for entry in place.get("extension", ())):
            assert extension["url"] == WEIGHTS[release]
            found = extension["valueDecimal"]
    return found


def weight_of(instrument: Instrument, name: str, answers: Answers) -> float | None:
    """Return the points of an answer; None where it has none."""
    if name not in instrument.item_ids:
        return None
    item = instrument.bank.item(name)
    scale = instrument.response_scale(item)
    if isinstance(scale, QuantityScale) or not scale.ordered:
        return None
    values = {option.code: option.value for option in scale.options}
    value = values.get(str(answers[name]))
    return None if value is None else scale.reverse(value) if item.is_reversed else value


def test_lhc_forms_takes_a_number_or_why_there_is_none() -> None:
    resource = questionnaire(draft("costs_inventory_service_user"), "R4")
    why, fees = ("cstsu01_why", "Does not apply"), ("cstsu01", 12.5)

    seen = node(
        "lforms_fill.mjs",
        {
            "release": "R4",
            "questionnaire": resource,
            "people": [[why], [why, fees], [("cstsu04", 673)], [("cstsu04", -1)]],
        },
    )

    answers = [given(person["response"]) for person in seen["people"]]
    assert answers[:2] == [{"cstsu01_why": "na"}, {"cstsu01": 12.5}]
    problems = [person["problems"] for person in seen["people"]]
    assert problems[:2] == [None, None]
    assert "less than or equal to 672" in problems[2][0]
    assert "greater than or equal to 0" in problems[3][0]


def test_lhc_forms_shows_weights_unless_told_not_to() -> None:
    shown = {
        profile: node(
            "lforms_fill.mjs",
            {
                "release": "R4",
                "questionnaire": questionnaire(draft("cost_strain_family"), "R4", profile=profile),
                "people": [],
                "options": {},
            },
        )["shown"]
        for profile in ("administer", "score")
    }

    # What a host page forgets, the file for respondents does not have.
    assert not re.search(r" - \d", shown["administer"])
    assert "Extremely - 4" in shown["score"] or re.search(r" - 4\n", shown["score"])
