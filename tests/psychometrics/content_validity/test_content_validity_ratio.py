import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.content_validity import estimate_content_validity_ratio
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.records.item_review import ItemRating, ItemReview


def panel(n: int, *n_essential: int) -> pd.DataFrame:
    """Return true and false of ``n`` raters, one item for each number on essential."""
    return pd.DataFrame({f"e{k}": [True] * k + [False] * (n - k) for k in n_essential})


def test_a_worked_example() -> None:
    result = estimate_content_validity_ratio(panel(10, 10, 9, 8, 5))
    items = result.item_statistics
    assert items["n"].tolist() == [10] * 4
    assert items["n_essential"].tolist() == [10, 9, 8, 5]
    np.testing.assert_allclose(items["cvr"], [1, 0.8, 0.6, 0], atol=1e-12)
    np.testing.assert_allclose(items["cvr_critical"], 0.8)
    assert items["n_essential_critical"].tolist() == [9] * 4
    assert items["is_essential"].tolist() == [True, True, False, False]
    assert result.content_validity_index == pytest.approx(0.9)
    assert result.scale_statistics["n_essential_items"] == 2


def test_the_methods_disagree() -> None:
    # 10 raters: exact .80, Wilson .520, Lawshe .62.
    by_method = {
        method: estimate_content_validity_ratio(panel(10, 9, 8), method=method).item_statistics
        for method in ("exact", "wilson2012", "lawshe1975")
    }
    critical = {name: items["cvr_critical"].iloc[0] for name, items in by_method.items()}
    assert critical["exact"] == pytest.approx(0.8)
    assert critical["wilson2012"] == pytest.approx(norm.ppf(0.95) / np.sqrt(10))
    assert critical["lawshe1975"] == 0.62
    numbers = {name: items["n_essential_critical"].iloc[0] for name, items in by_method.items()}
    assert numbers == {"exact": 9, "wilson2012": 8, "lawshe1975": 9}
    met = {name: items["is_essential"].tolist() for name, items in by_method.items()}
    assert met == {
        "exact": [True, False],
        "wilson2012": [True, True],
        "lawshe1975": [True, False],
    }


def test_wilson_as_published() -> None:
    # Of 13 raters, .456 asks for ten.
    items = estimate_content_validity_ratio(panel(13, 10, 9), method="wilson2012").item_statistics
    assert items["cvr_critical"].iloc[0] == pytest.approx(0.456, abs=0.0005)
    assert items["n_essential_critical"].tolist() == [10, 10]
    assert items["is_essential"].tolist() == [True, False]


@pytest.mark.parametrize("n", range(5, 41))
def test_the_critical_number_is_met_exactly_from_it_on(n: int) -> None:
    items = estimate_content_validity_ratio(panel(n, *range(n + 1))).item_statistics
    least = items["n_essential_critical"].iloc[0]
    np.testing.assert_array_equal(items["is_essential"], items["n_essential"] >= least)
    np.testing.assert_allclose(items["cvr_critical"], 2 * least / n - 1, rtol=1e-12)


def test_all_must_agree_where_lawshe_printed_99() -> None:
    for n in (5, 6, 7):
        items = estimate_content_validity_ratio(
            panel(n, n, n - 1), method="lawshe1975"
        ).item_statistics
        assert items["is_essential"].tolist() == [True, False]
        assert items["n_essential_critical"].tolist() == [n, n]


def test_the_interval_is_wilsons_on_the_other_scale() -> None:
    items = estimate_content_validity_ratio(panel(8, 6), confidence_level=0.9).item_statistics
    z, p, n = norm.ppf(0.95), 0.75, 8
    root = z * np.sqrt(4 * n * p * (1 - p) + z**2)
    ends = [(2 * n * p + z**2 + sign * root) / (2 * (n + z**2)) for sign in (-1, 1)]
    np.testing.assert_allclose(
        items[["cvr_lower", "cvr_upper"]].iloc[0], [2 * end - 1 for end in ends], rtol=1e-10
    )


def test_few_raters_cannot_be_significant() -> None:
    exact = estimate_content_validity_ratio(panel(4, 4)).item_statistics.iloc[0]
    assert np.isnan(exact["cvr_critical"])
    assert np.isnan(exact["n_essential_critical"])
    assert not exact["is_essential"]
    wilson = estimate_content_validity_ratio(panel(2, 2), method="wilson2012").item_statistics
    assert wilson["cvr_critical"].iloc[0] > 1
    assert np.isnan(wilson["n_essential_critical"].iloc[0])
    assert not wilson["is_essential"].iloc[0]


def test_missing_ratings_count_for_nothing() -> None:
    ratings = panel(9, 8).astype(object)
    ratings.loc[8, "e8"] = None
    items = estimate_content_validity_ratio(ratings).item_statistics
    assert items[["n", "missing", "n_essential"]].iloc[0].tolist() == [8, 1, 8]
    assert items["cvr"].iloc[0] == 1


def test_lawshes_three_answers() -> None:
    ratings = np.array([[3], [3], [2], [1], [3]])
    items = estimate_content_validity_ratio(ratings, lowest=1, highest=3).item_statistics
    assert items["n_essential"].tolist() == [3]
    np.testing.assert_allclose(items["cvr"], 0.2)


@pytest.mark.parametrize("n", [4, 16, 21, 41])
def test_lawshe_printed_no_value_for_these(n: int) -> None:
    with pytest.raises(ResponseDataError, match=rf"Item 'e{n}' has {n} raters.*method='exact'"):
        estimate_content_validity_ratio(panel(n, n), method="lawshe1975")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "lawshe"}, "method must be one of 'exact', 'wilson2012', 'lawshe1975'"),
        ({"method": "lawshe1975", "significance_level": 0.01}, r"table is for the level 0\.05"),
        ({"significance_level": 5}, "significance_level must lie between 0 and 1"),
        ({"pool": True}, "A table is one set of raters"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        estimate_content_validity_ratio(panel(9, 8), **options)


def record(aspect: str) -> ContentValidityRound:
    reviews = tuple(
        ItemReview(
            rater=f"m{k}",
            group="methodologist" if k < 7 else "family",
            ratings=(ItemRating(item_id="e1", rating=3 if k else 1),),
        )
        for k in range(14)
    )
    return ContentValidityRound(
        bank="demo@0.1.0",
        round=1,
        date="2026-03-01",
        language="en",
        aspect=aspect,
        lowest=1,
        highest=3,
        reviews=reviews,
    )


def test_a_record_is_estimated_by_rater_group() -> None:
    result = estimate_content_validity_ratio(record("essential"))
    assert list(result.groups) == [("methodologist", "en"), ("family", "en")]
    np.testing.assert_allclose(result.item_statistics["cvr"], [5 / 7, 1])
    assert result.scale_statistics["n_essential_items"].tolist() == [0, 1]
    pooled = estimate_content_validity_ratio(record("essential"), pool=True)
    assert pooled.rater_groups == ("methodologist", "family")
    np.testing.assert_allclose(pooled.item_statistics["cvr"], 12 / 14)


def test_a_round_about_something_else_is_refused() -> None:
    with pytest.raises(ResponseDataError, match="The round is about relevance"):
        estimate_content_validity_ratio(record("relevance"))
