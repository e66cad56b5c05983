"""One QuestionnaireResponse of FHIR (R4, R4B or R5), as texts by linkId."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#: Values that are one JSON scalar, and stand for themselves.
_SCALARS = (str, int, float)
_NUMBERS = frozenset({"valueInteger", "valueDecimal"})


@dataclass(frozen=True, slots=True)
class FhirResponse:
    """What a response says, and about what it says it."""

    record_id: str
    status: str
    #: As ``url|version``; empty where the response does not say.
    questionnaire: str
    #: Number of its version and when that was stored, then when it was given; as written.
    version: str
    updated: str
    authored: str
    #: Text of the answer by linkId; several answers together, which no item takes.
    answers: dict[str, str] = field(repr=False)
    #: Code systems by linkId, and how many codes are of each.
    systems: dict[str, Counter[str]] = field(repr=False)
    #: Answers by linkId that are numbers and no codes.
    numbers: dict[str, Counter[str]] = field(repr=False)


def read_response(resource: dict[str, Any], unread: Collection[str] = ()) -> FhirResponse:
    """Return what a resource says.

    An answer is the code of a coding, never its display, or the number or text as it stands.

    Parameters
    ----------
    resource : dict
        The JSON of a QuestionnaireResponse.
    unread : collection of str
        linkIds that are not wanted.

    Raises
    ------
    ValueError
        If the resource has not the shape of a QuestionnaireResponse, or says that it means
        something else than it seems to.
    """
    answers: dict[str, list[str]] = defaultdict(list)
    systems: dict[str, Counter[str]] = defaultdict(Counter)
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    _refuse_modifiers(resource)
    pending = _entries(resource, "item")[::-1]
    while pending:
        item = pending.pop()
        link_id = item.get("linkId")
        if not isinstance(link_id, str) or not link_id:
            raise ValueError("an item has no linkId")
        nested = _entries(item, "item")
        for answer in _entries(item, "answer"):
            nested += _entries(answer, "item")
            if link_id in unread:
                continue
            text, system = _text_of(answer)
            if text:
                answers[link_id].append(text)
            if system:
                systems[link_id][system] += 1
            if _NUMBERS.intersection(answer):
                numbers[link_id][text] += 1
        pending += nested[::-1]
    return FhirResponse(
        record_id=text_at(resource, "id"),
        status=text_at(resource, "status"),
        questionnaire=text_at(resource, "questionnaire"),
        version=text_at(resource, "meta.versionId"),
        updated=text_at(resource, "meta.lastUpdated"),
        authored=text_at(resource, "authored"),
        answers={link_id: ", ".join(texts) for link_id, texts in answers.items()},
        systems=systems,
        numbers=numbers,
    )


def text_at(resource: dict[str, Any], path: str) -> str:
    """Return the text at a dotted path, such as ``subject.reference``; empty if there is none."""
    found: object = resource
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return str(found) if isinstance(found, _SCALARS) else ""


def _refuse_modifiers(resource: dict[str, Any]) -> None:
    """Refuse what must not be read by somebody who does not know it, wherever it stands."""
    pending: list[object] = [resource]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            for name in ("modifierExtension", "implicitRules"):
                if part.get(name):
                    raise ValueError(f"it has {name}, which may turn round what it says")
            pending += part.values()
        elif isinstance(part, list):
            pending += part


def _entries(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = content.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"its {name} is no list of objects")
    return list(entries)


def _text_of(answer: dict[str, Any]) -> tuple[str, str]:
    """Return the text of an answer, and the code system if it is a code."""
    for name, value in answer.items():
        if not name.startswith("value"):
            continue
        if name == "valueCoding" and isinstance(value, dict):
            code = value.get("code")
            # A display is a wording, which depends on language and version.
            return (str(code), str(value.get("system", ""))) if code else ("(no code)", "")
        if isinstance(value, bool):
            return str(value).lower(), ""
        # A number with decimals comes as Decimal or text, never as a rounded float.
        return (f"({name})" if isinstance(value, dict | list) else str(value).strip()), ""
    return _absent_reason(answer), ""


def _absent_reason(answer: dict[str, Any]) -> str:
    """Return the code of the data-absent-reason that stands in place of a value."""
    places = [answer, *(v for n, v in answer.items() if n.startswith("_value"))]
    for place in places:
        for extension in _entries(place, "extension") if isinstance(place, dict) else ():
            if extension.get("url") == _ABSENT:
                return str(extension.get("valueCode", "(no reason)"))
    return ""
