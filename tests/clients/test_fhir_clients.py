"""FHIR questionnaires in programs of other people; ``clients/fhir`` says which."""

from typing import Any

import numpy as np
import pytest
from fhir_exports import Content, every_item
from fhir_fillers import CLIENTS, node, our_scores, questionnaire, random_answers, response, run
from numpy.testing import assert_allclose
from reference_values import ROOT
from survey_exports import BANKS, PROFILES, draft, instruments

from covalue_measures.schema import as_instrument

pytestmark = pytest.mark.clients

PYTHON = ROOT / ".venv-clients-fhir" / "bin" / "python"


def every_questionnaire(release: str) -> list[Content]:
    return [
        questionnaire(instrument, release, language=language, profile=profile)
        for bank in map(draft, BANKS)
        for language in bank.languages
        for instrument in instruments(bank)
        for profile in PROFILES
    ]


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
        [PYTHON, CLIENTS / "py" / "fhir_parse.py"], {"release": release, "resources": resources}
    )

    assert written == resources


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize("name", BANKS)
def test_expressions_give_our_scores(name: str, release: str) -> None:
    instrument = as_instrument(draft(name))
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
    instrument = as_instrument(draft("health_professional_experience"))
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
