"""FHIR questionnaires for programs of other people, and what people answer in them."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from fhir_exports import Content, export
from reference_values import ROOT

import covalue_measures as cm
from covalue_measures.export.exporter import Profile
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, ItemBank, QuantityScale

#: What a person answers by item: an option's code, an amount, or a missing option's code.
Answers = Mapping[str, str | float | None]
EXPORTERS = {"R4": FHIR_R4, "R5": FHIR_R5}
CLIENTS = ROOT / "tests" / "clients"


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
    return run(["node", CLIENTS / "js" / script], request)


def questionnaire(
    instrument: Instrument | ItemBank,
    release: str,
    *,
    language: str = "en",
    profile: Profile = "score",
) -> Content:
    exported = export(
        instrument, EXPORTERS[release], language=language, profile=profile, currency="SEK"
    )
    content: Content = json.loads(exported.content)
    return content


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
