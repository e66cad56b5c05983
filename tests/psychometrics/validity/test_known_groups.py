from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import keyed_bfi, read_data, reference

from covalue_measures.exceptions import (
    InstrumentError,
    InsufficientDataError,
    ModelError,
    ResponseDataError,
)
from covalue_measures.psychometrics.validity.known_groups import compare_known_groups
from covalue_measures.responses import ResponseData
from covalue_measures.scoring import score_responses

LEVELS = {"level95": 0.95, "level90": 0.90}
SMALL = reference("hypotheses_small_groups")


def bfi_scores() -> pd.DataFrame:
    keyed, data = keyed_bfi(), read_data("bfi")
    columns = {letter: [f"{letter}{number}" for number in range(1, 6)] for letter in "AN"}
    scores = {letter: keyed[names].mean(axis=1, skipna=False) for letter, names in columns.items()}
    return pd.DataFrame(scores).assign(
        age=data["age"], gender=data["gender"], education=data["education"]
    )


# t.test, wilcox.test, and in R's own arithmetic d with pt and uniroot, and DeLong's variance.
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("case", ["A", "N", "age", *SMALL])
def test_two_groups_agree_with_r(case: str, level: str) -> None:
    if case in SMALL:
        first, second = SMALL[case]
        labels = ["first"] * len(first) + ["second"] * len(second)
        data = pd.DataFrame({case: [*first, *second], "gender": labels})
        order: list[Any] = ["first", "second"]
    else:
        data, order = bfi_scores(), [2, 1]
    expected = reference("hypotheses_two_groups")[case][level]

    result = compare_known_groups(
        data, group="gender", labels=order, columns=[case], confidence_level=LEVELS[level]
    )

    row = result.comparisons.iloc[0]
    groups = result.groups.loc[case]
    assert [row["n_1"], row["n_2"]] == groups["n"].to_list() == expected["n"]
    assert_allclose(groups["mean"], expected["mean"], rtol=1e-12)
    assert_allclose(groups["sd"], expected["sd"], rtol=1e-12)
    names = ["difference", "t", "df", "pvalue", "cohens_d", "auc"]
    values = [expected[name] for name in ("difference", "t", "df", "pvalue", "d", "wilcoxon_auc")]
    assert_allclose(row[names].astype(float), values, rtol=1e-9, atol=1e-13)
    for name, key in (("difference", "difference"), ("d", "d"), ("auc", "auc")):
        found = row[[f"{name}_lower", f"{name}_upper"]].astype(float)
        if (case, name) == ("apart", "auc"):
            assert found.isna().all()
        else:
            assert_allclose(found, expected[f"{key}_interval"], rtol=1e-9, atol=1e-11)
    assert result.overall.empty


# oneway.test(y ~ factor(g)); omega squared of aov.
@pytest.mark.parametrize("case", ["A", "N", "age"])
def test_several_groups_agree_with_r(case: str) -> None:
    expected = reference("hypotheses_several_groups")[case]

    result = compare_known_groups(bfi_scores(), group="education", columns=[case])

    row = result.overall.loc[case]
    names = ["f", "df_between", "df_within", "pvalue", "omega_squared"]
    assert_allclose(row[names], [expected[name] for name in names], rtol=1e-9)
    assert result.groups.loc[case, "n"].to_list() == expected["n"]
    assert result.labels == ("1", "2", "3", "4", "5")
    assert len(result.comparisons) == 10


def test_every_pair_is_that_of_its_two_groups_alone() -> None:
    data = bfi_scores()

    all_pairs = compare_known_groups(data, group="education", columns=["A"]).comparisons
    alone = compare_known_groups(data, group="education", columns=["A"], labels=[2, 5])

    pair = all_pairs[(all_pairs["first"] == "2") & (all_pairs["second"] == "5")]
    pd.testing.assert_frame_equal(pair.reset_index(drop=True), alone.comparisons)
    assert alone.n_respondents + alone.n_left_out == len(data)


def test_answers_are_scored_by_their_instrument(bfi_data: ResponseData) -> None:
    scores = score_responses(bfi_data).scores
    labels = next(group.labels for group in bfi_data.groups if group.name == "gender")

    by_answers = compare_known_groups(bfi_data, group="gender")
    by_scores = compare_known_groups(scores, group=labels)

    assert set(by_answers.comparisons["score"]) == set(scores.columns)
    pd.testing.assert_frame_equal(by_answers.to_frame(), by_scores.to_frame())
    assert (by_answers.group, by_scores.group) == ("gender", "group")
    rule = str(scores.columns[0])
    one = compare_known_groups(bfi_data, group="gender", columns=[rule])
    assert one.comparisons["score"].to_list() == [rule]
    with pytest.raises(ResponseDataError, match="no group 'sex'; they have gender"):
        compare_known_groups(bfi_data, group="sex")
    with pytest.raises(InstrumentError, match="no scoring rule 'x'"):
        compare_known_groups(bfi_data, group="gender", columns=["x"])


def test_exchanging_the_groups_turns_every_number() -> None:
    data = bfi_scores()[["N", "gender"]]

    first = compare_known_groups(data, group="gender", labels=[1, 2]).comparisons.iloc[0]
    second = compare_known_groups(data, group="gender", labels=[2, 1]).comparisons.iloc[0]

    for name in ("difference", "cohens_d", "t"):
        assert first[name] == pytest.approx(-second[name], rel=1e-12)
    assert first["auc"] == pytest.approx(1 - second["auc"], rel=1e-12)
    assert first["d_lower"] == pytest.approx(-second["d_upper"], rel=1e-12)


def test_labels_are_ordered_by_size_and_may_be_given_apart() -> None:
    data = pd.DataFrame({"score": np.arange(12.0)})
    labels = pd.Series([10, 9, 2] * 4, name="site", index=data.index)

    result = compare_known_groups(data, group=labels)

    assert (result.group, result.labels) == ("site", ("2", "9", "10"))
    with pytest.raises(ResponseDataError, match="rows of group 'site' are not those"):
        compare_known_groups(data, group=labels.iloc[::-1])
    with pytest.raises(ResponseDataError, match="'group' has 2 labels for 12 respondents"):
        compare_known_groups(data, group=["a", "b"])


def test_people_without_label_or_score_are_left_out_and_counted() -> None:
    data = pd.DataFrame(
        {
            "score": [1, 2, np.nan, 4, 5, 7, 9],
            "place": pd.array(["a", "a", "a", "b", "b", None, "c"], dtype="string"),
        }
    )

    result = compare_known_groups(data, group="place", labels=["a", "b"])

    assert result.groups["n"].to_list() == [2, 2]
    assert (result.n_respondents, result.n_left_out) == (5, 2)


def test_a_group_that_does_not_vary_has_no_overall_test() -> None:
    data = pd.DataFrame({"score": [1, 1, 1, 1, 2, 3, 4, 6], "g": list("aabbccdd")})

    result = compare_known_groups(data, group="g")

    assert result.overall.loc["score", ["f", "pvalue"]].isna().all()
    assert result.overall.loc["score", "omega_squared"] > 0
    same = result.comparisons.iloc[0]
    assert same["difference"] == 0
    assert same[["t", "df", "pvalue", "cohens_d", "d_lower"]].isna().all()
    assert same["auc"] == 0.5


@pytest.mark.parametrize(
    ("data", "options", "error", "message"),
    [
        (
            {"g": list("aab")},
            {},
            InsufficientDataError,
            "Group 'b' has too few members with a score 's': 1, and two",
        ),
        ({"g": list("aaa")}, {}, InsufficientDataError, "Two groups are needed to compare; 'g' ha"),
        ({"g": [None] * 3}, {}, InsufficientDataError, "'g' has none"),
        ({}, {"group": [1, 1, 2], "columns": ["s"]}, InsufficientDataError, "too few mem"),
        ({}, {"group": "h"}, ResponseDataError, "There is no column 'h'; there are s, g"),
        ({}, {"columns": ["t"]}, ResponseDataError, "There is no column 't'; there are s, g"),
        ({}, {"columns": "s"}, ModelError, "columns is a list of scores, not 's'"),
        ({}, {"labels": "ab"}, ModelError, "labels is a list of groups, not 'ab'"),
        ({}, {"labels": ["a", "z"]}, ResponseDataError, "No one is in group 'z' of 'g'; there ar"),
        ({}, {"labels": ["a", "a"]}, ResponseDataError, "labels names the group 'a' twice"),
        ({}, {"confidence_level": 95}, ValueError, "confidence_level must lie between 0 and 1"),
        ({"s": ["x", "y", "z"]}, {}, ResponseDataError, "Column 's' holds the text 'x'"),
    ],
)
def test_refused(
    data: dict[str, Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    frame = pd.DataFrame({"s": [1.0, 2.0, 4.0], "g": list("aab")} | data)

    with pytest.raises(error, match=message):
        compare_known_groups(frame, **({"group": "g"} | options))


def test_a_constant_score_and_a_wrong_kind_are_refused() -> None:
    with pytest.raises(InsufficientDataError, match="'s' does not vary within any group of 'g'"):
        compare_known_groups(pd.DataFrame({"s": [1, 1, 2, 2], "g": list("aabb")}), group="g")
    wrong: Any = np.ones((3, 2))
    with pytest.raises(ResponseDataError, match="ResponseData or a DataFrame of scores"):
        compare_known_groups(wrong, group=[1, 2, 3])
