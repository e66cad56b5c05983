import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import data_of, reference

import covalue_measures as cm
from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)

SETS = [
    *(f"bfi_{scale}" for scale in "ACENO"),
    *("ability16", "attitude", "hs9", "hs_visual", "hs_textual", "hs_speed"),
]


# psych::alpha and psych::alpha.ci; closed forms, so rounding is the only difference.
@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
@pytest.mark.parametrize("name", SETS)
def test_agrees_with_psych(name: str, missing: str) -> None:
    frame = data_of(name)
    expected = reference(f"alpha_{name}" + ("_listwise" if missing == "listwise" else ""))
    result = cm.estimate_alpha(frame, missing=missing)
    total = expected["total"]["columns"]
    interval = [expected["feldt_95"][end]["raw_alpha"] for end in ("lower", "upper")]
    assert_allclose(result.alpha, total["raw_alpha"][0], rtol=1e-10)
    assert_allclose(result.standardized_alpha, total["std.alpha"][0], rtol=1e-10)
    assert_allclose(result.average_correlation, total["average_r"][0], rtol=1e-10)
    assert_allclose(result.interval, interval, rtol=1e-10)
    assert (result.n_respondents, result.n_complete) == (expected["n"], expected["n_complete"])
    statistics, items = result.item_statistics, expected["item_stats"]["columns"]
    dropped = expected["alpha_drop"]["columns"]
    assert list(statistics.index) == expected["item_stats"]["rows"]
    for ours, theirs in (
        ("n", items["n"]),
        ("mean", items["mean"]),
        ("standard_deviation", items["sd"]),
        ("item_rest_correlation", items["r.drop"]),
        ("alpha_if_dropped", dropped["raw_alpha"]),
        ("standardized_alpha_if_dropped", dropped["std.alpha"]),
    ):
        assert_allclose(statistics[ours], theirs, rtol=1e-10, err_msg=ours)


def test_agrees_with_the_definition_written_out() -> None:
    answers = np.random.default_rng(1).integers(0, 5, (60, 4)).astype(float)
    variances = [np.var(column, ddof=1) for column in answers.T]
    total = np.var(answers.sum(axis=1), ddof=1)
    expected = 4 / 3 * (1 - sum(variances) / total)
    with pytest.warns(DataQualityWarning, match="correlates negatively"):
        assert_allclose(cm.estimate_alpha(answers).alpha, expected, rtol=1e-12)


def test_two_items_have_no_alpha_if_dropped() -> None:
    result = cm.estimate_alpha(np.array([[1.0, 2], [2, 2], [3, 4], [4, 5]]))
    assert result.item_statistics["alpha_if_dropped"].isna().all()


def test_identical_items_reach_one() -> None:
    column = np.arange(10.0)
    result = cm.estimate_alpha(np.column_stack([column, column, column]))
    assert_allclose([result.alpha, result.standardized_alpha], 1.0, rtol=1e-12)


# semTools::reliability, alpha.ord of lavaan's listwise polychorics, which stop at about 1e-6.
def test_ordinal_alpha_agrees_with_semtools() -> None:
    table = reference("semrel_bfiA_wlsmv")["reliability_deprecated"]
    expected = dict(zip(table["rows"], (row[0] for row in table["data"]), strict=True))
    result = cm.estimate_alpha(data_of("bfi_A"), missing="listwise", ordinal=True)
    assert result.ordinal_alpha == pytest.approx(expected["alpha.ord"], rel=1e-6)
    assert result.alpha == pytest.approx(expected["alpha"], rel=1e-10)


def test_ordinal_alpha_is_alpha_of_the_polychoric_correlations() -> None:
    frame = data_of("bfi_N")
    matrix = cm.estimate_polychoric(frame).matrix
    average = matrix[np.triu_indices(5, 1)].mean()
    result = cm.estimate_alpha(frame, ordinal=True)
    # Spearman-Brown form of the standardized coefficient.
    assert result.ordinal_alpha == pytest.approx(5 * average / (1 + 4 * average), rel=1e-12)
    assert cm.estimate_alpha(frame).ordinal_alpha is None


def test_response_data_are_keyed_as_declared(bfi_data: cm.ResponseData) -> None:
    subset = bfi_data.select_subscale("agreeableness")
    result = cm.estimate_alpha(subset)
    assert result.alpha == pytest.approx(0.703018446057304, rel=1e-10)
    assert result.reversed_items == ("a1",)


def test_an_unkeyed_item_is_named() -> None:
    frame = data_of("bfi_A").assign(A1=lambda table: 7 - table["A1"])
    with pytest.warns(DataQualityWarning, match=r"negatively with item 'A1'"):
        result = cm.estimate_alpha(frame)
    # As collected, not flipped behind the user's back.
    assert result.alpha < 0.45


def test_a_wider_level_gives_a_wider_interval() -> None:
    narrow, wide = (
        cm.estimate_alpha(data_of("attitude"), confidence_level=level).interval
        for level in (0.90, 0.99)
    )
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.slow
def test_interval_covers_the_true_alpha(n_simulations: int) -> None:
    # Parallel normal items with correlation .5: alpha = 5 * .5 / (1 + 4 * .5).
    rng, truth = np.random.default_rng(20), 2.5 / 3
    covered = 0
    for _ in range(n_simulations):
        common = rng.standard_normal((80, 1))
        answers = np.sqrt(0.5) * common + np.sqrt(0.5) * rng.standard_normal((80, 5))
        lower, upper = cm.estimate_alpha(answers).interval
        covered += lower <= truth <= upper
    error = np.sqrt(0.95 * 0.05 / n_simulations)
    assert abs(covered / n_simulations - 0.95) < 4 * error


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (np.ones((5, 1)), InsufficientDataError, r"alpha needs at least 2 items, got 1 \(item1\)"),
        (
            np.array([[1.0, 2], [2, 2], [3, 2]]),
            InsufficientDataError,
            r"Everyone who answered item 'item2' gave the same answer",
        ),
        (
            np.array([[1.0, 2]]),
            InsufficientDataError,
            r"at least 2 respondents in all, got 1",
        ),
        (
            np.array([[1.0, np.nan], [np.nan, 2], [3, 1]]),
            InsufficientDataError,
            r"Items 'item1' and 'item2' have 1 respondents in common",
        ),
        (
            np.array([[1.0, np.nan], [2, np.nan]]),
            InsufficientDataError,
            r"No one answered item 'item2'",
        ),
        (np.array([1.0, 2]), ResponseDataError, r"two-dimensional, got shape \(2,\)"),
        (
            np.array([[1.0, np.inf], [2, 1]]),
            ResponseDataError,
            r"Item 'item2' is infinite in row 1",
        ),
        (
            pd.DataFrame({"a": ["Never", "Always"], "b": [1, 2]}),
            ResponseDataError,
            r"Column 'a' holds the text 'Never'\. Text has no order",
        ),
        (
            pd.DataFrame([[1, 2], [2, 1]], columns=["a", "a"]),
            ResponseDataError,
            r"Two columns are named 'a'",
        ),
        (
            pd.DataFrame({"a": pd.Categorical(["x", "y"]), "b": [1, 2]}),
            ResponseDataError,
            r"'a' is an unordered categorical",
        ),
    ],
)
def test_refuses(data: object, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cm.estimate_alpha(data)


def test_refuses_options_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1, got 95"):
        cm.estimate_alpha(data_of("attitude"), confidence_level=95)
    with pytest.raises(
        ValueError, match=r"missing must be one of 'pairwise', 'listwise'; got 'drop'"
    ):
        cm.estimate_alpha(data_of("attitude"), missing="drop")


def test_listwise_needs_complete_respondents() -> None:
    answers = np.array([[1.0, np.nan], [2, 2], [np.nan, 1]])
    with pytest.raises(InsufficientDataError, match="2 respondents who answered every item, got 1"):
        cm.estimate_alpha(answers, missing="listwise")


def test_results_can_be_put_in_sets_and_compared() -> None:
    result = cm.estimate_alpha(data_of("attitude"))
    assert result == result
    assert len({result, cm.estimate_alpha(data_of("attitude"))}) == 2
