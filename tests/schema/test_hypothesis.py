import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from covalue_measures.schema.canonical import canonical_json, digest
from covalue_measures.schema.hypothesis import Hypothesis, HypothesisPlan

HYPOTHESIS: dict[str, Any] = {
    "id": "one",
    "statement": "Both go together.",
    "kind": "convergent",
    "scale": {"instrument": "some_bank/4a", "rule_id": "total_mean"},
    "comparator": "other_scale",
    "statistic": "pearson",
    "lower": "0.50",
    "anchor": "Set here",
    "anchor_is_confirmed": False,
}
GROUPS = {
    "comparator": None,
    "groups": {"column": "place", "high": "urban", "low": "rural"},
    "kind": "known_groups",
    "statistic": "cohens_d",
}
PLAN: dict[str, Any] = {
    "id": "a_plan",
    "version": "1.0.0",
    "title": "A plan",
    "registered": "2026-11-25",
    "note": "No data yet.",
    "share_needed": "0.75",
    "share_source": "Somebody (2007)",
    "share_is_confirmed": False,
    "hypotheses": [HYPOTHESIS],
}


def hypothesis(**changes: object) -> Hypothesis:
    return Hypothesis.model_validate_json(json.dumps(HYPOTHESIS | changes))


def plan(**changes: object) -> HypothesisPlan:
    return HypothesisPlan.model_validate_json(json.dumps(PLAN | changes))


def test_columns_are_named_by_what_is_compared() -> None:
    assert hypothesis().first == "some_bank/4a.total_mean"
    assert hypothesis().second == "other_scale"
    assert hypothesis(comparator_score="part").second == "other_scale.part"
    assert hypothesis(**GROUPS).second == "place"
    other = {"instrument": "other_bank", "rule_id": "sum"}
    assert hypothesis(comparator=None, other=other).second == "other_bank.sum"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"comparator": None}, "needs one of 'comparator', 'other' and 'groups', and has 0"),
        ({"groups": GROUPS["groups"]}, "needs one of .* and has 2"),
        (GROUPS | {"comparator_score": "part"}, "names a score of no comparator"),
        (GROUPS | {"statistic": "pearson"}, "go together"),
        (GROUPS | {"kind": "related"}, "go together"),
        ({"statistic": "cohens_d"}, "go together"),
        (GROUPS | {"groups": {"column": "a", "high": "b", "low": "b"}}, "both groups of 'a'"),
        ({"lower": None}, "'one': it has neither a lower nor an upper end"),
        ({"lower": 0.5}, "valid string"),
        ({"lower": "1.5"}, "its lower end is 1.5, but pearson lies between -1 and 1"),
        ({"lower": "-0.30", "absolute": True}, "but the size of pearson lies between 0 and 1"),
        ({"upper": "0.30"}, "its band goes from 0.5 to 0.3, which is none"),
        ({"statistic": "icc", "is_reversed": True}, "a reversed score turns pearson and spearman"),
        ({"scale": {"instrument": "Some Bank", "rule_id": "a"}}, "should match pattern"),
    ],
)
def test_a_hypothesis_refuses(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        hypothesis(**changes)


def test_a_plan_has_a_day_and_a_digest() -> None:
    found = plan()

    assert found.registered == date(2026, 11, 25)
    assert found.reference == "a_plan@1.0.0"
    assert found.digest == digest(found)
    assert b'"registered":"2026-11-25"' in canonical_json(found)
    assert HypothesisPlan.model_validate_json(canonical_json(found)) == found


def test_the_digest_sees_a_changed_band_and_a_changed_day() -> None:
    wider = plan(hypotheses=[HYPOTHESIS | {"lower": "0.40"}])

    assert len({plan().digest, wider.digest, plan(registered="2027-01-01").digest}) == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"registered": "25/11/2026"}, "registered"),
        ({"share_needed": "75"}, "share_needed is more than 0 and at most 1, not 75"),
        ({"hypotheses": []}, "at least 1 item"),
        ({"hypotheses": [HYPOTHESIS, HYPOTHESIS]}, "two hypotheses 'one'"),
        ({"hypotheses": [HYPOTHESIS | {"below": "two"}]}, "below 'two', which is no other"),
        ({"hypotheses": [HYPOTHESIS | {"below": "one"}]}, "below 'one', which is no other"),
    ],
)
def test_a_plan_refuses(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        plan(**changes)
