"""Scores as scoring categories of a survey, and the steps that end it."""

from collections.abc import Iterator, Mapping

from covalue_measures.export.qualtrics.survey_element import Json
from covalue_measures.schema import Instrument, QuantityScale, ResponseScale, ScoringRule


def graded_rules(instrument: Instrument) -> tuple[ScoringRule, ...]:
    """Return the rules that Qualtrics can compute: it grades choices, not amounts."""
    return tuple(rule for rule in instrument.scoring_rules if not _adds_amounts(instrument, rule))


def categories(instrument: Instrument) -> list[Json]:
    """Return two scoring categories a rule: the points, and how many answers have points."""
    found: list[Json] = []
    for number, rule in enumerate(graded_rules(instrument), start=1):
        found.append({"ID": _points_id(number), "Name": rule.id, "Description": ""})
        name = answered_field(rule)
        found.append({"ID": _answered_id(number), "Name": name, "Description": ""})
    return found


def grades(instrument: Instrument, item_id: str) -> list[Json]:
    """Return the points of each option of an item; a missing option gives none anywhere."""
    item = instrument.bank.item(item_id)
    scale = instrument.response_scale(item)
    if not isinstance(scale, ResponseScale):
        return []
    found: list[Json] = []
    for index, option in enumerate(scale.options):
        grade: dict[str, int] = {}
        for number, rule in enumerate(graded_rules(instrument), start=1):
            if item_id not in instrument.subscale(rule.subscale_id).item_ids:
                continue
            value = scale.reverse(option.value) if item.is_reversed else option.value
            points = int(option.value != 0) if rule.method == "count" else value
            grade |= {_points_id(number): points, _answered_id(number): 1}
        if grade:
            found.append({"ChoiceID": str(index + 1), "Grades": grade, "index": index})
    return found


def score_fields(instrument: Instrument) -> dict[str, str]:
    """Return the fields of a response that hold the scores, with what they start as."""
    return {
        name: "" for rule in graded_rules(instrument) for name in (answered_field(rule), rule.id)
    }


def score_steps(instrument: Instrument) -> Iterator[Json]:
    """Yield, for each rule, the step that counts answers and the branch that gives the score."""
    for number, rule in enumerate(graded_rules(instrument), start=1):
        answered = f"${{gr://{_answered_id(number)}/Score}}"
        yield {"Type": "EmbeddedData", "EmbeddedData": embedded({answered_field(rule): answered})}
        yield {
            "Type": "Branch",
            "Description": f"Enough answers for {rule.id}",
            "BranchLogic": _at_least(answered_field(rule), rule.minimum_answered),
            "Flow": [
                {
                    "Type": "EmbeddedData",
                    "EmbeddedData": embedded({rule.id: _score(instrument, rule, number)}),
                }
            ],
        }


def embedded(fields: Mapping[str, str]) -> list[Json]:
    """Return fields of a response that the survey sets by itself."""
    return [
        {
            "Description": name,
            "Type": "Custom",
            "Field": name,
            "VariableType": "String",
            "DataVisibility": [],
            "AnalyzeText": False,
            "Value": value,
        }
        for name, value in fields.items()
    ]


def answered_field(rule: ScoringRule) -> str:
    """Return the field that counts the answers that a rule can use."""
    return f"answered_{rule.id}"


def _score(instrument: Instrument, rule: ScoringRule, number: int) -> str:
    points, answered = (
        f"${{gr://{_points_id(number)}/Score}}",
        f"${{gr://{_answered_id(number)}/Score}}",
    )
    n_items = len(instrument.subscale(rule.subscale_id).item_ids)
    if rule.method == "mean":
        return f"$e{{ {points} / {answered} }}"
    if rule.minimum_answered < n_items:
        return f"$e{{ {points} * {n_items} / {answered} }}"
    return points


def _at_least(field: str, minimum: int) -> Json:
    description = (
        '<span class="ConjDesc">If</span> <span class="LeftOpDesc">'
        f'{field}</span> <span class="OpDesc">Is Greater Than or Equal to</span>'
        f' <span class="RightOpDesc"> {minimum} </span>'
    )
    expression = {
        "LogicType": "EmbeddedField",
        "LeftOperand": field,
        "Operator": "GreaterThanOrEqual",
        "RightOperand": str(minimum),
        "_HiddenExpression": False,
        "Type": "Expression",
        "Description": description,
    }
    return {"0": {"0": expression, "Type": "If"}, "Type": "BooleanExpression"}


def _adds_amounts(instrument: Instrument, rule: ScoringRule) -> bool:
    first = instrument.subscale(rule.subscale_id).item_ids[0]
    return isinstance(instrument.response_scale(instrument.bank.item(first)), QuantityScale)


def _points_id(number: int) -> str:
    return f"SC_{number:013d}10"


def _answered_id(number: int) -> str:
    return f"SC_{number:013d}20"
