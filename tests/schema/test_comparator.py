import json
from typing import Any

import pytest
from pydantic import ValidationError

from covalue_measures.schema.canonical import canonical_json
from covalue_measures.schema.comparator import Comparator, ComparatorList, PublishedFigure

FIGURE: dict[str, Any] = {
    "statistic": "alpha",
    "value": "0.80",
    "source": "Somebody (2020)",
    "doi": "10.1000/x",
    "is_confirmed": True,
}
CONTENT: dict[str, Any] = {
    "id": "other_scale",
    "name": "Other Scale",
    "kind": "questionnaire",
    "domain_ids": ["communication"],
    "roles": ["service_user"],
    "format_is_confirmed": False,
    "license_is_confirmed": False,
    "swedish_version": "unknown",
    "figures": [FIGURE],
}


def comparator(**changes: object) -> Comparator:
    return Comparator.model_validate_json(json.dumps(CONTENT | changes))


def figure(**changes: object) -> PublishedFigure:
    return PublishedFigure.model_validate_json(json.dumps(FIGURE | changes))


def test_what_is_not_known_is_none() -> None:
    found = comparator()

    assert (found.n_items, found.response_format, found.license, found.doi) == (None,) * 4
    assert found.swedish_version == "unknown"


def test_a_figure_keeps_its_digits() -> None:
    assert figure().text == "0.80"
    assert figure(value_to="0.95").text == "0.80 to 0.95"
    assert figure(relation="above").text == "above 0.80"
    assert b'"value":"0.80"' in canonical_json(figure())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": 0.8}, "valid string"),
        ({"value": ".80"}, "should match pattern"),
        ({"value_to": "0.80"}, "a range from 0.80 to 0.80 does not go up"),
        ({"doi": "https://doi.org/10.1000/x"}, "should match pattern"),
        ({"statistic": "beta"}, "'alpha', 'ceiling'"),
        ({"n": 0}, "greater than or equal to 1"),
    ],
)
def test_a_figure_refuses(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        figure(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"domain_ids": ["weather"]}, "names the domain 'weather'; there are"),
        ({"roles": ["family", "family"]}, "names 'family' twice"),
        ({"license_is_confirmed": True}, "confirms a license that it does not say"),
        ({"notes": ["word " * 100 + "end"]}, "at most 400"),
    ],
)
def test_a_comparator_refuses(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        comparator(**changes)


@pytest.mark.parametrize("field", ["items", "stems", "item_texts", "instruction"])
def test_there_is_no_place_for_the_text_of_an_item(field: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        comparator(**{field: ["I was told what would happen next."]})


def test_ids_are_distinct() -> None:
    with pytest.raises(ValidationError, match="two comparators are called 'other_scale'"):
        ComparatorList(comparators=(comparator(), comparator()))
