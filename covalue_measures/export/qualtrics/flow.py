"""The order of a survey's steps: fields first, then the questions, then the scores."""

from itertools import count

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.identity import mark_of
from covalue_measures.export.qualtrics.scores import embedded, score_fields, score_steps
from covalue_measures.export.qualtrics.survey_element import Json

#: Field of every response that says which definition it answers.
DEFINITION = "cvm_definition"
BLOCK = "BL_000000000000001"
_TRASH = "BL_000000000000002"


def flow(request: ExportRequest) -> Json:
    """Return the steps; with the profile ``score``, the last ones compute the scores."""
    with_scores = request.profile == "score"
    fields = {DEFINITION: mark_of(request.instrument)}
    if with_scores:
        # Declared at once, so that the response has the field where no score is given.
        fields |= score_fields(request.instrument)
    steps: list[Json] = [
        {"Type": "EmbeddedData", "EmbeddedData": embedded(fields)},
        {"Type": "Block", "ID": BLOCK, "Autofill": []},
    ]
    if with_scores:
        steps += score_steps(request.instrument)
    numbers = count(2)
    numbered = [_numbered(step, numbers) for step in steps]
    return {
        "Type": "Root",
        "FlowID": "FL_1",
        "Flow": numbered,
        "Properties": {"Count": next(numbers) - 1},
    }


def blocks(title: str, n_questions: int) -> list[Json]:
    """Return the block of all questions, and the empty one that every survey has."""
    return [
        {
            "Type": "Default",
            "Description": title,
            "ID": BLOCK,
            "BlockElements": [
                {"Type": "Question", "QuestionID": f"QID{number}"}
                for number in range(1, n_questions + 1)
            ],
            "Options": {
                "BlockLocking": "false",
                "RandomizeQuestions": "false",
                "BlockVisibility": "Expanded",
            },
        },
        {"Type": "Trash", "Description": "Trash / Unused Questions", "ID": _TRASH},
    ]


def _numbered(step: Json, numbers: "count[int]") -> Json:
    numbered = {**step, "FlowID": f"FL_{next(numbers)}"}
    inner = step.get("Flow")
    if isinstance(inner, list):
        numbered["Flow"] = [_numbered(each, numbers) for each in inner]
    return numbered
