import json

import pytest
from pydantic import ValidationError

from covalue_measures.schema import HypothesizedStructure


def structure(kind: str, n_subscales: int) -> HypothesizedStructure:
    names = [f"s{number}" for number in range(n_subscales)]
    return HypothesizedStructure.model_validate_json(
        json.dumps({"kind": kind, "subscale_ids": names})
    )


@pytest.mark.parametrize(
    ("kind", "n_subscales", "n_factors"),
    [
        ("one_factor", 1, 1),
        ("one_factor", 4, 1),
        ("correlated_factors", 2, 2),
        ("second_order", 3, 3),
        ("bifactor", 2, 2),
    ],
)
def test_number_of_factors_at_the_level_of_the_items(kind, n_subscales, n_factors):
    assert structure(kind, n_subscales).n_factors == n_factors


@pytest.mark.parametrize(
    ("kind", "n_subscales", "least"),
    [("correlated_factors", 1, 2), ("second_order", 2, 3), ("bifactor", 1, 2)],
)
def test_too_few_subscales_for_the_claim(kind, n_subscales, least):
    message = f"a {kind} structure needs at least {least} subscales, got {n_subscales}"
    with pytest.raises(ValidationError, match=message):
        structure(kind, n_subscales)


def test_a_subscale_is_named_once():
    with pytest.raises(ValidationError, match="the structure names subscale 's' twice"):
        HypothesizedStructure(kind="bifactor", subscale_ids=("s", "s"))


def test_unknown_kinds_are_refused_with_the_known_ones():
    with pytest.raises(ValidationError, match="'one_factor', 'correlated_factors', 'second_order'"):
        structure("three_factor", 3)
