from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import HS_ITEMS, keyed_bfi, matrix_of, read_data, reference
from structural_cases import BFI, HS

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.heterotrait_monotrait import heterotrait_monotrait
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.psychometrics.validity import estimate_htmt
from covalue_measures.responses import ResponseData

KINDS = [("htmt", "arithmetic"), ("htmt2", "geometric")]


@pytest.mark.parametrize(("kind", "method"), KINDS)
def test_agrees_with_semtools(kind: str, method: Any) -> None:
    result = estimate_htmt(read_data("holzinger1939"), HS, method=method, n_draws=0)
    expected = matrix_of(reference("htmt_hs")[kind], list(result.htmt.columns))
    assert_allclose(result.htmt, expected, rtol=1e-10)
    assert (result.n_respondents, result.n_items, result.n_left_out) == (301, 9, 0)


@pytest.mark.parametrize(("kind", "method"), KINDS)
def test_agrees_with_semtools_listwise(kind: str, method: Any) -> None:
    result = estimate_htmt(keyed_bfi(), BFI, method=method, missing="listwise", n_draws=0)
    expected = matrix_of(reference("htmt_bfi_listwise")[kind], list(result.htmt.columns))
    assert_allclose(result.htmt, expected, rtol=1e-10)
    assert (result.n_respondents, result.n_left_out) == (2436, 364)


@pytest.mark.parametrize(("kind", "method"), KINDS)
def test_agrees_with_semtools_on_polychoric_correlations(kind: str, method: Any) -> None:
    result = estimate_htmt(
        keyed_bfi(), BFI, method=method, correlation="polychoric", missing="listwise", n_draws=0
    )
    expected = matrix_of(reference("htmt_bfi_ordered")[kind], list(result.htmt.columns))
    # lavaan's polychoric correlations agree with ours to 1e-7.
    assert_allclose(result.htmt, expected, rtol=1e-6)


def test_pairwise_is_of_the_pairwise_correlations() -> None:
    data = keyed_bfi()
    result = estimate_htmt(data, BFI, n_draws=0)
    correlations = pairwise_correlation(data.to_numpy(float))
    assert_allclose(result.correlations, correlations, rtol=1e-14)
    membership = np.repeat(np.arange(5), 5)
    expected = heterotrait_monotrait(correlations, membership, "arithmetic")
    assert_allclose(result.htmt, expected, rtol=1e-14)
    assert result.missing == "pairwise"


def test_keying_does_not_matter() -> None:
    keyed = estimate_htmt(keyed_bfi(), BFI, n_draws=0)
    assert_allclose(estimate_htmt(read_data("bfi"), BFI, n_draws=0).htmt, keyed.htmt, rtol=1e-12)


def test_an_instrument_names_the_constructs(bfi_data: ResponseData) -> None:
    result = estimate_htmt(bfi_data, n_draws=0)
    expected = estimate_htmt(keyed_bfi(), BFI, n_draws=0).htmt
    by_item = {items[0][0].upper(): name for name, items in result.constructs.items()}
    order = [by_item[scale] for scale in expected.columns]
    assert_allclose(result.htmt.loc[order, order], expected, rtol=1e-12)


def drawn(values: np.ndarray, n_draws: int, seed: int) -> list[np.ndarray]:
    rows = np.random.default_rng(seed).integers(0, len(values), (n_draws, len(values)))
    return [values[own] for own in rows]


def test_intervals_are_percentiles_of_respondents_drawn_anew() -> None:
    data = read_data("holzinger1939_miss")[HS_ITEMS]
    result = estimate_htmt(data, HS, n_draws=60, seed=5, confidence_level=0.9)
    membership = np.repeat(np.arange(3), 3)
    ratios = [
        heterotrait_monotrait(pairwise_correlation(own), membership, "arithmetic")
        for own in drawn(data.to_numpy(float), 60, 5)
    ]
    expected = np.quantile(ratios, [0.05, 0.95], axis=0)
    off = ~np.eye(3, dtype=bool)
    assert_allclose(result.lower.to_numpy()[off], expected[0][off], rtol=1e-10)
    assert_allclose(result.upper.to_numpy()[off], expected[1][off], rtol=1e-10)
    assert np.isnan(np.diag(result.lower)).all()
    assert (result.n_draws, result.n_failed) == (60, 0)


def test_polychoric_intervals_are_percentiles_of_respondents_drawn_anew() -> None:
    items = [f"{scale}{number}" for scale in "AN" for number in range(1, 4)]
    data = read_data("bfi")[items].iloc[:400]
    model = "A =~ A1 + A2 + A3\nN =~ N1 + N2 + N3"
    result = estimate_htmt(data, model, correlation="polychoric", n_draws=25, seed=2)
    codes = data.fillna(0).to_numpy(int) - 1
    ratios = [
        heterotrait_monotrait(polychoric(own, 6).correlations, np.repeat([0, 1], 3), "arithmetic")
        for own in drawn(codes, 25, 2)
    ]
    expected = np.quantile(np.array(ratios)[:, 0, 1], [0.025, 0.975])
    found = [result.lower.loc["A", "N"], result.upper.loc["A", "N"]]
    assert_allclose(found, expected, rtol=1e-10)


def test_the_same_seed_gives_the_same_interval() -> None:
    data = read_data("holzinger1939")
    first, second = (estimate_htmt(data, HS, n_draws=50, seed=7) for _ in range(2))
    other = estimate_htmt(data, HS, n_draws=50, seed=8)
    pd.testing.assert_frame_equal(first.upper, second.upper)
    assert not first.upper.equals(other.upper)


def test_to_frame_flags_pairs_by_the_cutoffs() -> None:
    result = estimate_htmt(read_data("holzinger1939"), HS, n_draws=0)
    names = ["visual", "textual", "speed"]
    ratios = pd.DataFrame([[1, 0.87, 0.95], [0.87, 1, 0.2], [0.95, 0.2, 1]], names, names)
    upper = pd.DataFrame([[1, 0.99, 1.0], [0.99, 1, 0.4], [1.0, 0.4, 1]], names, names)
    frame = replace(result, htmt=ratios, upper=upper).to_frame()
    assert_array_equal(
        frame[["factor_1", "factor_2"]],
        [["visual", "textual"], ["visual", "speed"], ["textual", "speed"]],
    )
    assert_array_equal(frame["htmt"], [0.87, 0.95, 0.2])
    assert_array_equal(frame["above_85"], [True, True, False])
    assert_array_equal(frame["above_90"], [False, True, False])
    assert_array_equal(frame["includes_one"], [False, True, False])


@pytest.mark.filterwarnings("ignore:Correlations at the boundary")
@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_draws_in_which_an_item_does_not_vary_are_counted(correlation: Any) -> None:
    # One respondent of 30 makes x1 vary: 36 percent of the draws leave her out.
    rng = np.random.default_rng(9)
    base = rng.integers(0, 3, (30, 4)).astype(float)
    base[:, 0] = np.arange(30) == 0
    data = pd.DataFrame(base, columns=["x1", "x2", "x3", "x4"])
    result = estimate_htmt(
        data, "f =~ x1 + x2\ng =~ x3 + x4", correlation=correlation, n_draws=100, seed=1
    )
    rows = np.random.default_rng(1).integers(0, 30, (100, 30))
    assert result.n_failed == int((rows != 0).all(axis=1).sum())
    assert np.isfinite(result.upper.loc["f", "g"])


def test_refuses_an_interval_of_too_few_draws() -> None:
    with pytest.raises(InsufficientDataError, match="Only 5 of 5 bootstrap draws of 301"):
        estimate_htmt(read_data("holzinger1939"), HS, n_draws=5)


def test_refuses_an_item_that_does_not_vary() -> None:
    data = read_data("holzinger1939").assign(x1=1.0)
    with pytest.raises(
        InsufficientDataError, match="Everyone who answered item 'x1' gave the same"
    ):
        estimate_htmt(data, HS)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"method": "mean"}, "method must be one of 'arithmetic', 'geometric'"),
        ({"correlation": "spearman"}, "correlation must be one of 'pearson', 'polychoric'"),
        ({"missing": "fiml"}, "missing must be one of 'pairwise', 'listwise'"),
        ({"n_draws": -1}, "n_draws must be a whole number from 0 on"),
        ({"confidence_level": 1.0}, "confidence_level must lie between 0 and 1"),
    ],
)
def test_refuses_options_that_do_not_exist(option: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        estimate_htmt(read_data("holzinger1939"), HS, **option)
