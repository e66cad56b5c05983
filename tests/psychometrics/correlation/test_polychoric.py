import pickle
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, matrix_of, read_data, reference
from scipy.special import ndtri

import covalue_measures as cm
from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.numerics.polychoric import estimate_pairs

DATA = {
    "bfi25": lambda: read_data("bfi")[BFI_ITEMS],
    "bfi_A": lambda: read_data("bfi")[BFI_ITEMS[:5]],
    "bfi_N": lambda: read_data("bfi")[BFI_ITEMS[15:20]],
    "ability16": lambda: read_data("ability"),
    "science": lambda: read_data("science"),
    "lsat6": lambda: read_data("lsat6"),
    "lsat7": lambda: read_data("lsat7"),
}
PSYCH_SETS = ("bfi25", "bfi_A", "bfi_N", "science")
LAVAAN = [
    *(
        (name, missing)
        for name in ("bfi25", "bfi_A", "bfi_N", "ability16")
        for missing in ("pairwise", "listwise")
    ),
    *((name, "listwise") for name in ("science", "lsat6", "lsat7")),
]


# lavaan::lavCor, two-step maximum likelihood, stops at about 1e-6; closed-form thresholds.
@pytest.mark.parametrize(("name", "missing"), LAVAAN)
def test_agrees_with_lavaan(name: str, missing: str) -> None:
    frame = DATA[name]()
    expected = reference(f"polychoric_lavaan_{name}_{missing}")
    result = cm.estimate_polychoric(frame, missing=missing)
    names = list(frame.columns)
    assert result.converged
    assert_allclose(result.matrix, matrix_of(expected["cor"], names), atol=1e-5, rtol=0)
    for item, cuts in result.thresholds.items():
        theirs = [expected["thresholds"][f"{item}|t{k + 1}"] for k in range(len(cuts))]
        assert_allclose(cuts, theirs, rtol=1e-10)
        assert f"{item}|t{len(cuts) + 1}" not in expected["thresholds"]


# lavaan's Gamma for weighted least squares; it names the items in another order. Its correlations,
# to which the matrix is smooth, are good to about 1e-6.
@pytest.mark.parametrize(("name", "missing"), LAVAAN)
def test_asymptotic_covariance_agrees_with_lavaan(name: str, missing: str) -> None:
    frame = DATA[name]()
    expected = reference(f"polychoric_lavaan_{name}_{missing}")
    result = cm.estimate_polychoric(frame, missing=missing)
    ours, errors = result.asymptotic_covariance, result.standard_errors
    assert list(ours.index) == list(ours.columns) == list(errors.index)
    labels = [
        label if label in ours.index else "~~".join(reversed(label.split("~~")))
        for label in expected["nacov_names"]
    ]
    assert sorted(labels) == sorted(ours.index)
    assert result.n_answered == expected["nobs"]
    assert_allclose(errors[labels], list(expected["se"].values()), rtol=1e-6)
    assert_allclose(
        np.diag(ours.loc[labels, labels]), list(expected["nacov_diag"].values()), rtol=1e-6
    )
    if "nacov_full" in expected:
        theirs = matrix_of(expected["nacov_full"], expected["nacov_names"])
        assert_allclose(ours.loc[labels, labels], theirs, rtol=1e-5, atol=1e-7)


def test_asymptotic_covariance_is_labeled_thresholds_first() -> None:
    frame = DATA["lsat7"]().iloc[:, :3]
    labels = cm.estimate_polychoric(frame).asymptotic_covariance.columns
    names = list(frame.columns)
    pairs = [(0, 1), (0, 2), (1, 2)]
    expected = [f"{name}|t1" for name in names] + [f"{names[a]}~~{names[b]}" for a, b in pairs]
    assert list(labels) == expected


def test_answers_stay_behind_when_a_result_is_stored() -> None:
    answers = np.tile([[7, 8], [8, 7], [7, 7], [8, 8], [8, 8]], (4000, 1))
    result = cm.estimate_polychoric(answers)
    stored = pickle.dumps(result)
    assert len(stored) < 10_000
    with pytest.raises(ResponseDataError, match="the answers stayed behind"):
        _ = pickle.loads(stored).asymptotic_covariance
    computed = result.asymptotic_covariance
    again = pickle.loads(pickle.dumps(result))
    pd.testing.assert_frame_equal(again.asymptotic_covariance, computed)


# The same likelihood maximized in R to 1e-12; pbivnorm's own accuracy is about 1e-8.
@pytest.mark.parametrize("missing", ["global", "listwise"])
@pytest.mark.parametrize("name", ["bfi_A", "bfi_N", "science"])
def test_agrees_with_a_tight_maximum(name: str, missing: str) -> None:
    frame = DATA[name]()
    expected = reference(f"polychoric_tight_{missing}_{name}")
    result = cm.estimate_polychoric(
        frame, missing="listwise" if missing == "listwise" else "pairwise"
    )
    assert_allclose(result.matrix, matrix_of(expected["rho"], list(frame.columns)), atol=1e-7)
    for item, cuts in result.thresholds.items():
        assert_allclose(cuts, list(expected["tau"][item].values()), rtol=1e-9)


# psych::polychoric 2.2.9 maximizes with stats::optimize at its default tolerance of 1.2e-4, which
# leaves 2e-5. Its correct = .5 changes nothing while thresholds are those of the items.
PSYCH = [
    *(f"{correct}{name}" for name in PSYCH_SETS for correct in ("", "correct0_")),
    *(f"correct0_listwise_{name}" for name in PSYCH_SETS),
]


@pytest.mark.parametrize("case", PSYCH)
def test_agrees_with_psych(case: str) -> None:
    expected = reference(f"polychoric_psych_{case}")
    frame = DATA[case.removeprefix("correct0_").removeprefix("listwise_")]()
    result = cm.estimate_polychoric(frame, missing="listwise" if "listwise" in case else "pairwise")
    names = list(frame.columns)
    assert_allclose(result.matrix, matrix_of(expected["rho"], names), rtol=0, atol=3e-5)
    cuts = [result.thresholds[item] for item in names]
    assert_allclose(cuts, matrix_of(expected["tau"]), rtol=1e-10)


# psych::polychoric(global = FALSE): thresholds of each pair alone, from those who answered both. It
# returns those of the items none the less.
@pytest.mark.parametrize("name", PSYCH_SETS)
def test_pairs_alone_agree_with_psychs_local_thresholds(name: str) -> None:
    frame = DATA[name]()
    expected = reference(f"polychoric_psych_local_correct0_{name}")
    cuts = list(cm.estimate_polychoric(frame).thresholds.values())
    assert_allclose(cuts, matrix_of(expected["tau"]), rtol=1e-10)
    for first, second in combinations(range(frame.shape[1]), 2):
        pair = frame.iloc[:, [first, second]]
        result = cm.estimate_polychoric(pair, missing="listwise")
        theirs = matrix_of(expected["rho"])[first, second]
        assert_allclose(result.matrix[0, 1], theirs, rtol=0, atol=3e-5)


# psych::polychoric(global = FALSE, correct = .5) puts half an answer into each empty cell and takes
# thresholds from the shares, which then sum to more than 1. There is no such option here; on those
# tables and thresholds the maximum is the same.
@pytest.mark.parametrize("name", PSYCH_SETS)
def test_filled_tables_agree_with_psychs_correction(name: str) -> None:
    frame = DATA[name]()
    expected = matrix_of(reference(f"polychoric_psych_local_correct5_{name}")["rho"])
    rows, columns = np.triu_indices(frame.shape[1], 1)
    tables = np.array([
        pd.crosstab(frame.iloc[:, row], frame.iloc[:, column])
        for row, column in zip(rows, columns, strict=True)
    ])  # fmt: skip
    filled = np.where(tables == 0, 0.5, tables) / tables.sum(axis=(1, 2), keepdims=True)
    shares = np.stack([filled.sum(axis=2), filled.sum(axis=1)])
    estimates = estimate_pairs(filled, ndtri(np.cumsum(shares, axis=-1)[..., :-1]))
    assert_allclose(estimates.rho, expected[rows, columns], rtol=0, atol=3e-5)


# polycor 0.8-1 in two steps, by optimise at its default tolerance.
def test_pairs_agree_with_polycor() -> None:
    for first, second in combinations(BFI_ITEMS[:5], 2):
        pair = cm.estimate_polychoric(read_data("bfi")[[first, second]].dropna())
        expected = reference("polychor_polycor_bfi_A")[f"{first}_{second}"]
        assert_allclose(pair.correlations.loc[first, second], expected["two_step"], atol=5e-5)


def test_even_split_table_has_its_closed_form() -> None:
    # With both medians at 0 the correlation is the sine of pi / 2 times (agree - disagree).
    answers = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [35, 15, 15, 35], axis=0)
    result = cm.estimate_polychoric(answers)
    assert_allclose(result.correlations.iloc[0, 1], np.sin(np.pi / 2 * 0.4), rtol=1e-9)
    assert_allclose([cuts[0] for cuts in result.thresholds.values()], 0, atol=1e-15)


def test_reversing_an_item_flips_its_signs_only() -> None:
    frame = DATA["bfi_A"]()
    flipped = cm.estimate_polychoric(frame.assign(A1=7 - frame["A1"])).matrix
    signs = np.array([-1, 1, 1, 1, 1])
    expected = cm.estimate_polychoric(frame).matrix * np.outer(signs, signs)
    assert_allclose(flipped, expected, atol=1e-8)


@pytest.mark.parametrize("convert", [
    lambda frame: frame.astype("Int64"),
    lambda frame: frame + 100,
    lambda frame: frame * 0.5,
    lambda frame: frame.apply(lambda column: pd.Categorical(column, range(1, 7), ordered=True)),
    lambda frame: frame.replace(4, 3),
])  # fmt: skip
def test_category_names_do_not_matter(convert) -> None:
    frame = DATA["bfi_A"]()
    plain = (
        frame.replace(4, 3) if len(np.unique(convert(frame).iloc[:, 0].dropna())) == 5 else frame
    )
    assert_allclose(
        cm.estimate_polychoric(convert(frame)).matrix,
        cm.estimate_polychoric(plain).matrix,
        atol=1e-12,
    )


def test_recovers_the_correlation_of_cut_normals() -> None:
    rng = np.random.default_rng(3)
    truth = np.array([[1, 0.6, -0.3], [0.6, 1, 0.0], [-0.3, 0.0, 1]])
    latent = rng.multivariate_normal(np.zeros(3), truth, 20_000)
    answers = np.digitize(latent, [-1.2, -0.2, 0.9])
    result = cm.estimate_polychoric(answers)
    # Standard errors at this size are below .008.
    assert_allclose(result.matrix, truth, atol=0.03)
    for cuts in result.thresholds.values():
        assert_allclose(cuts, [-1.2, -0.2, 0.9], atol=0.04)


@pytest.mark.parametrize("correlation", [-0.99, -0.9, 0.0, 0.95, 0.995])
def test_expected_tables_give_back_their_correlation(correlation: float) -> None:
    # Counts in proportion to the model's probabilities, by an independent integrator.
    from scipy.stats import multivariate_normal

    cuts = np.array([-8, -1.0, 0.3, 1.4, 8])
    shape = [[1, correlation], [correlation, 1]]

    def probability(a: float, b: float) -> float:
        return multivariate_normal.cdf([a, b], [0, 0], shape, abseps=1e-12, releps=1e-12)

    below = np.array([[probability(a, b) for b in cuts] for a in cuts])
    cells = np.diff(np.diff(below, axis=0), axis=1)
    counts = np.round(cells * 1e6).astype(int)
    answers = np.repeat(np.argwhere(counts >= 0), counts.ravel(), axis=0)
    result = cm.estimate_polychoric(answers)
    assert_allclose(result.correlations.iloc[0, 1], correlation, atol=2e-5)


def test_empty_cells_are_counted_and_the_boundary_is_named() -> None:
    answers = np.repeat([[0, 0], [1, 0], [1, 1]], [30, 20, 30], axis=0)
    with pytest.warns(DataQualityWarning, match=r"at the boundary.*'item1' with 'item2'"):
        result = cm.estimate_polychoric(answers)
    assert result.empty_cells.loc["item1", "item2"] == 1
    assert result.boundary_pairs == (("item1", "item2"),)
    corrected = cm.estimate_polychoric(answers, empty_cell_correction=0.5)
    assert corrected.boundary_pairs == ()
    assert corrected.empty_cell_correction == 0.5
    # lavaan 0.6-14: lavCor(x, ordered = names(x)), whose zero.add puts .5 there and keeps margins.
    assert_allclose(corrected.correlations.iloc[0, 1], 0.900405103928, atol=1e-5)


def test_pairwise_counts_are_those_of_the_pairs() -> None:
    frame = DATA["bfi_A"]()
    result = cm.estimate_polychoric(frame)
    assert result.n_pairwise.loc["A1", "A2"] == len(frame[["A1", "A2"]].dropna())
    assert result.n_pairwise.loc["A1", "A1"] == frame["A1"].notna().sum()


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (
            np.array([[1, 2], [1, 3], [1, 4]]),
            InsufficientDataError,
            "Everyone who answered item 'item1' gave the same answer",
        ),
        (
            np.column_stack([np.arange(60), np.arange(60) % 3]),
            ResponseDataError,
            "Item 'item1' has 60 distinct values",
        ),
        (
            np.array([[1, np.nan], [2, np.nan], [np.nan, 1], [np.nan, 2]]),
            InsufficientDataError,
            "Items 'item1' and 'item2' have 0 respondents in common",
        ),
        (np.ones((3, 1)), InsufficientDataError, "needs at least 2 items, got 1"),
    ],
)
def test_refuses(data: np.ndarray, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cm.estimate_polychoric(data)
