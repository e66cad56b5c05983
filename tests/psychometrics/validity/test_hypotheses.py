import json
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import keyed_bfi, matrix_of, read_data, reference
from scipy.stats import rankdata

from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError
from covalue_measures.psychometrics.validity.hypotheses import check_hypotheses
from covalue_measures.schema.hypothesis import HypothesisPlan

LEVELS = {"level95": 0.95, "level90": 0.90}
SAT = read_data("sat_act")


def hypothesis(name: str, second: dict[str, object], **changes: object) -> dict[str, object]:
    return {
        "id": name,
        "statement": "What is expected.",
        "kind": "convergent",
        "scale": {"instrument": "act", "rule_id": "total"},
        "statistic": "pearson",
        "anchor": "Set here",
        "anchor_is_confirmed": False,
        **second,
        **changes,
    }


HYPOTHESES = [
    hypothesis("high", {"comparator": "satv"}, lower="0.50"),
    hypothesis("lower", {"comparator": "satq"}, lower="0.30", upper="0.70", below="high"),
    hypothesis("little", {"comparator": "age"}, upper="0.30", absolute=True, kind="discriminant"),
    hypothesis("turned", {"comparator": "mistakes"}, lower="0.50", is_reversed=True),
    hypothesis(
        "groups",
        {"groups": {"column": "gender", "high": "1", "low": "2"}},
        kind="known_groups",
        statistic="cohens_d",
        lower="0.05",
    ),
    hypothesis("absent", {"comparator": "nowhere"}, lower="0.50"),
    hypothesis("ratio", {"comparator": "satv"}, statistic="htmt", upper="0.85"),
    hypothesis("extra", {"comparator": "age"}, lower="0.90", strength="supporting"),
]


def plan_of(*hypotheses: dict[str, object], share: str = "0.75") -> HypothesisPlan:
    content: dict[str, Any] = {
        "id": "a_plan",
        "version": "1.0.0",
        "title": "A plan",
        "registered": "2026-11-25",
        "note": "No data yet.",
        "share_needed": share,
        "share_source": "Somebody (2007)",
        "share_is_confirmed": False,
        "hypotheses": hypotheses or HYPOTHESES,
    }
    return HypothesisPlan.model_validate_json(json.dumps(content))


def plan_scores() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "act.total": SAT["ACT"],
            "satv": SAT["SATV"],
            "satq": SAT["SATQ"],
            "age": SAT["age"],
            "mistakes": 800 - SAT["SATV"],
            "gender": SAT["gender"],
        }
    )


# cor.test(x, y, conf.level = level) over the rows with both; Spearman's interval by its formula.
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlations_agree_with_r(method: Any, level: str) -> None:
    pairs = reference("hypotheses_correlations")
    rows = [{"first": pair["first"], "second": pair["second"], "lower": 0} for pair in pairs]

    table = check_hypotheses(SAT, rows, method=method, confidence_level=LEVELS[level]).table

    for (_, row), pair in zip(table.iterrows(), pairs, strict=True):
        expected = pair[level]
        assert row["n"] == expected["n"]
        assert row["statistic"] == method
        assert_allclose(row["estimate"], expected[method], rtol=1e-10)
        assert_allclose(
            [row["ci_lower"], row["ci_upper"]], expected[f"{method}_interval"], rtol=1e-9
        )


# psych::corr.test(sat, adjust = "none")
def test_all_pairs_agree_with_psych() -> None:
    values = reference("hypotheses_corr_test_psych")
    names = list(SAT.columns)
    first, second = np.tril_indices(len(names), -1)
    rows = pd.DataFrame(
        {
            "first": [names[k] for k in second],
            "second": [names[k] for k in first],
            "upper": [1.0] * len(first),
        }
    ).sort_values(["first", "second"], key=lambda column: column.map(names.index))

    table = check_hypotheses(SAT, rows).table

    r, n = matrix_of(values["r"], names), matrix_of(values["n"], names)
    at = [(names.index(row["first"]), names.index(row["second"])) for _, row in table.iterrows()]
    assert_allclose(table["estimate"], [r[pair] for pair in at], rtol=1e-10)
    assert table["n"].to_list() == [n[pair] for pair in at]
    for end in ("lower", "upper"):
        expected = values["ci"]["columns"][end]
        assert_allclose(table[f"ci_{end}"].astype(float), expected, rtol=1e-9)


@pytest.mark.parametrize("case", ["A", "N"])
def test_known_groups_agree_with_r(case: str) -> None:
    expected = reference("hypotheses_two_groups")[case]["level95"]
    names = [f"{case}{number}" for number in range(1, 6)]
    scores = pd.DataFrame({case: keyed_bfi()[names].mean(axis=1, skipna=False)})
    row = {"first": case, "second": "gender", "high": 2, "low": 1, "lower": 0.3}

    found = check_hypotheses(scores, [row], groups=read_data("bfi")[["gender"]]).table.iloc[0]

    assert (found["statistic"], found["n"]) == ("cohens_d", sum(expected["n"]))
    assert_allclose(found["estimate"], expected["d"], rtol=1e-10)
    assert_allclose([found["ci_lower"], found["ci_upper"]], expected["d_interval"], rtol=1e-9)
    assert found["holds"] is (expected["d"] >= 0.3)


def test_agreement_agrees_with_psych() -> None:
    expected = reference("hypotheses_agreement")
    rows = [
        {"first": f"{name}1", "second": f"{name}2", "statistic": "icc", "lower": 0.7}
        for name in "abcd"
    ]

    table = check_hypotheses(read_data("two_occasions"), rows).table

    for name, (_, row) in zip("abcd", table.iterrows(), strict=True):
        found = [row["estimate"], row["ci_lower"], row["ci_upper"]]
        assert_allclose(found, expected[name]["level95"], rtol=1e-8)


def test_a_plan_is_checked_row_by_row() -> None:
    result = check_hypotheses(plan_scores(), plan_of())

    assert result.table["holds"].to_dict() == {
        "high": True,
        "lower": False,
        "little": True,
        "turned": True,
        "groups": True,
        "absent": None,
        "ratio": None,
        "extra": False,
    }
    assert (result.n_tested, result.n_confirmed, result.rating) == (5, 4, "+")
    assert result.share_confirmed == 0.8
    assert result.plan == "a_plan@1.0.0"
    assert result.plan_digest == plan_of().digest
    assert result.not_tested == {
        "absent": "there is no column 'nowhere'",
        "ratio": "htmt is not computed from scores; give it in estimates",
    }


def test_a_turned_comparator_turns_estimate_and_interval() -> None:
    table = check_hypotheses(plan_scores(), plan_of()).table

    columns = ["n", "estimate", "ci_lower", "ci_upper"]
    assert_allclose(table.loc["turned", columns].astype(float), table.loc["high", columns])


def test_below_compares_two_estimates() -> None:
    rows = [
        {"id": "a", "first": "ACT", "second": "SATQ"},
        {"id": "b", "first": "ACT", "second": "SATV", "lower": -1},
        {"id": "c", "first": "ACT", "second": "none", "lower": 0.5},
        {"id": "d", "first": "ACT", "second": "SATV", "lower": 0.9, "below": "c"},
        {"id": "e", "first": "ACT", "second": "SATV", "below": "c"},
    ]
    for row, other in zip(rows[:2], "ba", strict=True):
        row["below"] = other

    result = check_hypotheses(SAT, rows)

    estimates = result.table["estimate"]
    assert estimates["a"] > estimates["b"]
    assert result.table["holds"].to_dict() == {
        "a": False,
        "b": True,
        "c": None,
        "d": False,
        "e": None,
    }
    assert result.not_tested["e"] == "'c', below which it is to lie, was not tested"


def test_the_ends_belong_to_the_band() -> None:
    scores = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 4, 6, 8], "c": [1, -1, -1, 1]})
    rows = [
        {"first": "a", "second": "b", "lower": 1},
        {"first": "a", "second": "c", "upper": 0},
        {"first": "a", "second": "c", "lower": 0.01},
    ]

    assert check_hypotheses(scores, rows).table["holds"].to_list() == [True, True, False]


@pytest.mark.parametrize(("share", "rating"), [("0.80", "+"), ("0.81", "-")])
def test_the_plan_says_how_many_must_hold(share: str, rating: str) -> None:
    result = check_hypotheses(plan_scores(), plan_of(share=share))

    assert (result.share_needed, result.rating) == (float(share), rating)


def test_nothing_tested_is_no_rating() -> None:
    result = check_hypotheses(SAT[["age"]], plan_of())

    assert (result.n_tested, result.rating) == (0, "?")
    assert np.isnan(result.share_confirmed)
    assert len(result.not_tested) == len(HYPOTHESES)
    assert result.not_tested["high"] == "there is no column 'act.total' and none 'satv'"


def test_each_score_has_a_rating_of_its_own() -> None:
    rows = [
        {"first": "ACT", "second": "SATV", "lower": 0.5},
        {"first": "ACT", "second": "SATQ", "lower": 0.9},
        {"first": "age", "second": "education", "lower": 0.5},
        {"first": "SATV", "second": "none", "lower": 0.5},
    ]

    table = check_hypotheses(SAT, rows).by_first()

    assert table["rating"].to_dict() == {"ACT": "-", "age": "+", "SATV": "?"}
    assert table["n_tested"].to_dict() == {"ACT": 2, "age": 1, "SATV": 0}


def test_estimates_from_items_are_taken_where_scores_do_not_give_them() -> None:
    result = check_hypotheses(plan_scores(), plan_of(), estimates={"ratio": 0.71})

    row = result.table.loc["ratio"]
    assert (row["estimate"], row["holds"]) == (0.71, True)
    assert pd.isna(row["n"])
    with pytest.raises(ModelError, match="'high' is about pearson, which is computed from"):
        check_hypotheses(plan_scores(), plan_of(), estimates={"high": 0.9})
    with pytest.raises(ModelError, match="estimates names 'rato', which is no hypothesis"):
        check_hypotheses(plan_scores(), plan_of(), estimates={"rato": 0.9})


@pytest.mark.parametrize("day", [date(2026, 11, 24), datetime(2026, 11, 24, 23, 59)])
def test_older_data_are_warned_about(day: date) -> None:
    with pytest.warns(DataQualityWarning, match="from 2026-11-24 on, before the hypotheses"):
        result = check_hypotheses(plan_scores(), plan_of(), data_collected=day)

    assert result.data_collected == date(2026, 11, 24)
    assert result.registered == date(2026, 11, 25)


def test_younger_data_are_not() -> None:
    result = check_hypotheses(plan_scores(), plan_of(), data_collected=date(2026, 11, 25))

    assert result.data_collected == date(2026, 11, 25)
    with pytest.raises(ModelError, match="the day of a plan, and these hypotheses have none"):
        check_hypotheses(plan_scores(), plan_of().hypotheses, data_collected=date(2027, 1, 1))
    text: Any = "2027-01-01"
    with pytest.raises(ModelError, match=r"data_collected is a datetime\.date, not '2027-01-01'"):
        check_hypotheses(plan_scores(), plan_of(), data_collected=text)


def test_hypotheses_of_a_plan_and_rows_are_the_same() -> None:
    row = {"id": "high", "first": "act.total", "second": "satv", "lower": 0.5}

    own = check_hypotheses(plan_scores(), [row]).table.loc["high"]
    planned = check_hypotheses(plan_scores(), plan_of().hypotheses).table.loc["high"]

    assert own.drop("statement").to_dict() == pytest.approx(
        planned.drop("statement").to_dict(), nan_ok=True
    )
    assert own["statement"] == "pearson of act.total and satv"


@pytest.mark.parametrize(
    ("scores", "note"),
    [
        (
            {"a": [1, 2, np.nan, np.nan], "b": [1, np.nan, 3, 4]},
            "too few respondents have both values: 1",
        ),
        ({"a": [1, 2, 3, np.nan], "b": [2, 2, 2, 4]}, "one of the two does not vary"),
        ({"a": [np.nan] * 3, "b": [1, 2, 3]}, "too few respondents have both values: 0"),
        ({"a": [], "b": []}, "there is no column 'a' and none 'b'"),
    ],
)
def test_what_cannot_be_estimated_is_not_tested(scores: dict[str, list[float]], note: str) -> None:
    result = check_hypotheses(pd.DataFrame(scores), [{"first": "a", "second": "b", "lower": 0}])

    assert result.table["holds"].to_list() == [None]
    assert note in result.not_tested["h1"]


@pytest.mark.parametrize(
    ("labels", "note"),
    [
        (["x", "x", "y", None], "group 'y' has too few members with a score: 1; groups: 'x', 'y'"),
        ([None] * 4, "group 'x' has too few members with a score: 0; groups: none"),
        (["x", "x", "y", "y"], "the score does not vary within the groups"),
    ],
)
def test_groups_that_cannot_be_compared_are_not_tested(labels: list[object], note: str) -> None:
    scores = pd.DataFrame({"a": [1.0, 1.0, 2.0, 2.0], "place": labels})
    row = {"first": "a", "second": "place", "high": "x", "low": "y", "lower": 0.3}

    assert note in check_hypotheses(scores, [row]).not_tested["h1"]


def test_groups_may_be_a_mapping_in_the_order_of_the_rows() -> None:
    row = {"first": "ACT", "second": "half", "high": "a", "low": "b", "lower": -1}
    half = ["a", "b"] * 350

    found = check_hypotheses(SAT, [row], groups={"half": half}).table.iloc[0]

    assert found["n"] == 700
    with pytest.raises(ResponseDataError, match="Group 'half' has 3 labels for 700"):
        check_hypotheses(SAT, [row], groups={"half": half[:3]})
    shuffled = pd.DataFrame({"half": half}).iloc[::-1]
    with pytest.raises(ResponseDataError, match="rows of groups are not those of the scores"):
        check_hypotheses(SAT, [row], groups=shuffled)


def test_spearman_is_pearson_of_ranks() -> None:
    both = SAT[["ACT", "SATQ"]].dropna()
    row = {"first": "ACT", "second": "SATQ", "statistic": "spearman", "lower": 0}

    found = check_hypotheses(SAT, [row]).table["estimate"].iloc[0]

    expected = np.corrcoef(rankdata(both["ACT"]), rankdata(both["SATQ"]))[0, 1]
    assert_allclose(found, expected, rtol=1e-12)


def test_the_order_of_the_respondents_does_not_matter() -> None:
    scores = plan_scores()
    shuffled = scores.sample(frac=1, random_state=3)

    first, second = check_hypotheses(scores, plan_of()), check_hypotheses(shuffled, plan_of())

    assert_allclose(
        first.table["estimate"].astype(float), second.table["estimate"].astype(float), rtol=1e-12
    )
