"""Extensions that HL7 defines and these questionnaires use."""

from covalue_measures.export.fhir.release import Json

_CORE = "http://hl7.org/fhir/StructureDefinition"
_DATA_CAPTURE = "http://hl7.org/fhir/uv/sdc/StructureDefinition"


def translation(language: str, text: str) -> Json:
    """Return the text of an element in another language."""
    return {
        "url": f"{_CORE}/translation",
        "extension": [
            {"url": "lang", "valueCode": language},
            {"url": "content", "valueString": text},
        ],
    }


def style(css: str) -> Json:
    """Return how a text is to be drawn, where a form filler heeds it."""
    return {"url": f"{_CORE}/rendering-style", "valueString": css}


def radio_buttons() -> list[Json]:
    """Return that every option is shown, one below the other."""
    coding = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}
    return [
        {
            "url": f"{_CORE}/questionnaire-itemControl",
            "valueCodeableConcept": {"coding": [coding]},
        },
        {"url": f"{_CORE}/questionnaire-choiceOrientation", "valueCode": "vertical"},
    ]


def amount_limits(*, minimum: int, maximum: int, decimals: int) -> list[Json]:
    """Return the smallest and the largest amount, and how many decimals it may have."""
    value = "valueDecimal" if decimals else "valueInteger"
    limits: list[Json] = [
        {"url": f"{_CORE}/minValue", value: minimum},
        {"url": f"{_CORE}/maxValue", value: maximum},
    ]
    if decimals:
        limits.append({"url": f"{_CORE}/maxDecimalPlaces", "valueInteger": decimals})
    return limits


def unit(coding: Json) -> Json:
    """Return the unit of an amount."""
    return {"url": f"{_CORE}/questionnaire-unit", "valueCoding": coding}


def calculated(expression: str) -> Json:
    """Return that an answer is computed, in FHIRPath."""
    return {
        "url": f"{_DATA_CAPTURE}/sdc-questionnaire-calculatedExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": expression},
    }
