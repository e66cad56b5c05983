"""FHIR questionnaires in programs of other people; ``clients/fhir`` says which."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI, ROOT

import covalue_measures as cm
from covalue_measures.export.exporter import ExportRequest, Profile
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5
from covalue_measures.export.identity import canonical_reference
from covalue_measures.registry.draft import read_draft
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, ItemBank, QuantityScale, as_instrument

pytestmark = pytest.mark.clients

Content = dict[str, Any]
#: What a person answers by item: an option's code, an amount, or a missing option's code.
Answers = Mapping[str, str | float | None]

FOLDERS = [*sorted(path.parent for path in ROOT.glob("item_banks/*/bank.yaml")), BFI / "instrument"]
EXPORTERS = {"R4": FHIR_R4, "R5": FHIR_R5}
WEIGHTS = {
    "R4": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "R5": "http://hl7.org/fhir/StructureDefinition/itemWeight",
}
HERE = ROOT / "tests" / "clients"
PYTHON = ROOT / ".venv-clients-fhir" / "bin" / "python"


def run(command: Sequence[object], request: Any) -> Any:
    """Return what a program writes in JSON when it is given ``request`` in JSON."""
    done = subprocess.run(
        [str(part) for part in command],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def node(script: str, request: Any) -> Any:
    return run(["node", HERE / "js" / script], request)


@cache
def draft(name: str) -> Instrument:
    return as_instrument(read_draft(ROOT / "item_banks" / name))


def questionnaire(
    instrument: Instrument | ItemBank,
    release: str,
    *,
    language: str = "en",
    profile: Profile = "score",
) -> Content:
    request = ExportRequest(
        instrument=as_instrument(instrument), language=language, profile=profile, currency="SEK"
    )
    content: Content = json.loads(EXPORTERS[release].export(request).content)
    return content


def every_questionnaire(release: str) -> list[Content]:
    return [
        questionnaire(instrument, release, language=language, profile=profile)
        for bank in map(read_draft, FOLDERS)
        for language in bank.languages
        for instrument in (bank, *(Instrument(bank=bank, form_id=form.id) for form in bank.forms))
        for profile in ("administer", "score")
    ]


def every_item(resource: Content) -> Iterator[Content]:
    for item in resource.get("item", ()):
        yield item
        yield from every_item(item)


def random_answers(
    instrument: Instrument, n_people: int, *, seed: int, gaps: float = 0.5
) -> list[Answers]:
    """Return answers of which the first are complete and later ones have ever more gaps."""
    generator = np.random.default_rng(seed)
    people = []
    for person in range(n_people):
        answers: dict[str, str | float | None] = {}
        for item in instrument.items:
            scale = instrument.response_scale(item)
            if generator.random() < gaps * person / n_people:
                codes = [None, *(option.code for option in scale.missing)]
                answers[item.id] = codes[generator.integers(len(codes))]
            elif isinstance(scale, QuantityScale):
                steps = int(generator.integers(0, 300 * scale.steps_per_unit))
                answers[item.id] = steps / scale.steps_per_unit
            else:
                answers[item.id] = scale.options[generator.integers(len(scale.options))].code
        people.append(answers)
    return people


def our_scores(instrument: Instrument, people: Sequence[Answers]) -> pd.DataFrame:
    texts = [
        {name: "" if value is None else str(value) for name, value in answers.items()}
        for answers in people
    ]
    how = ImportMap(coding="codes", currency="SEK", price_year=2026)
    return cm.score_responses(
        cm.read_responses(pd.DataFrame(texts), instrument, import_map=how)
    ).scores


def response(resource: Content, answers: Answers) -> Content:
    """Return a response to a questionnaire, as a form filler writes it."""

    def answered(item: Content) -> Content | None:
        link_id = item["linkId"]
        if item["type"] == "group":
            parts = [part for child in item["item"] if (part := answered(child))]
            return {"linkId": link_id, "item": parts} if parts else None
        value = answers.get(link_id.removesuffix("_why"))
        if value is None or isinstance(value, str) != ("answerOption" in item):
            return None
        if isinstance(value, str):
            coding = next(
                option["valueCoding"]
                for option in item["answerOption"]
                if option["valueCoding"]["code"] == value
            )
            return {"linkId": link_id, "answer": [{"valueCoding": coding}]}
        name = f"value{item['type'].capitalize()}"
        number = int(value) if item["type"] == "integer" else value
        return {"linkId": link_id, "answer": [{name: number}]}

    items = [part for item in resource["item"] if (part := answered(item))]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}


def expressions(resource: Content) -> dict[str, str]:
    """Return the expression of each score by the score's id."""
    return {
        item["linkId"]: extension["valueExpression"]["expression"]
        for item in every_item(resource)
        for extension in item.get("extension", ())
        if extension["url"].endswith("calculatedExpression")
    }


def test_the_validator_finds_nothing_wrong() -> None:
    messages = node("fhir_validate.mjs", every_questionnaire("R4"))

    # HL7's list of all possible answers is not a list, and no program has it.
    found = {message["message"] for about in messages for message in about}
    assert found == {
        'Value set "http://hl7.org/fhir/ValueSet/questionnaire-answers" could not be found.'
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [("status", "activ"), ("titel", "x"), ("item.0.type", "likert"), ("item.0.linkId", None)],
)
def test_the_validator_finds_what_is_wrong(path: str, value: str | None) -> None:
    resource = questionnaire(draft("cost_strain_family"), "R4")
    *owners, last = path.split(".")
    owner: Any = resource
    for name in owners:
        owner = owner[int(name) if name.isdigit() else name]
    if value is None:
        del owner[last]
    else:
        owner[last] = value

    (messages,) = node("fhir_validate.mjs", [resource])

    assert "error" in {message["severity"] for message in messages}


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_fhir_resources_reads_and_writes_the_same(release: str) -> None:
    resources = every_questionnaire(release)

    written = run(
        [PYTHON, HERE / "py" / "fhir_parse.py"], {"release": release, "resources": resources}
    )

    assert written == resources


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_expressions_give_our_scores(folder: Any, release: str) -> None:
    instrument = as_instrument(read_draft(folder))
    resource = questionnaire(instrument, release)
    people = random_answers(instrument, 40, seed=20261125)
    ours = our_scores(instrument, people)
    assert ours.notna().any().all()
    assert ours.isna().any().all()

    rows = node(
        "fhir_evaluate.mjs",
        {
            "release": release,
            "questionnaire": resource,
            "expressions": list(expressions(resource).values()),
            "responses": [response(resource, answers) for answers in people],
        },
    )

    assert list(expressions(resource)) == list(ours.columns)
    theirs = [[scores[0] if scores else np.nan for scores in row] for row in rows]
    assert all(len(scores) < 2 for row in rows for scores in row)
    assert_allclose(theirs, ours.to_numpy(), rtol=0, atol=1e-8)


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_weights_of_complete_answers_give_our_scores(release: str) -> None:
    # For a missing option, which has no weight, fhirpath.js asks a terminology server.
    instrument = draft("health_professional_experience")
    resource = questionnaire(instrument, release)
    people = random_answers(instrument, 20, seed=7, gaps=0)
    means = []
    for rule in instrument.scoring_rules:
        assert rule.method == "mean"
        names = "|".join(f"'{name}'" for name in instrument.subscale(rule.subscale_id).item_ids)
        weights = f"%resource.repeat(item).where(linkId in ({names})).answer.weight()"
        means.append(f"{weights}.sum() / {weights}.count()")

    rows = node(
        "fhir_evaluate.mjs",
        {
            "release": release,
            "questionnaire": resource,
            "expressions": means,
            "responses": [response(resource, answers) for answers in people],
        },
    )

    ours = our_scores(instrument, people).to_numpy()
    assert_allclose(np.array(rows)[:, :, 0], ours, rtol=0, atol=1e-8)


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
    instrument = draft(name)
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
