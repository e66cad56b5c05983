import math
from typing import Any, Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance
from covalue_measures.numerics.structural.chi_square import TestStatistic
from covalue_measures.numerics.structural.difference_tests import (
    chi_square_difference,
    constraint_jacobian,
    satorra_2000,
    satorra_bentler_2001,
    satorra_bentler_2010,
)
from covalue_measures.numerics.structural.scaling import MomentGeometry
from tests.reference_values import read_data, reference

PLAIN = ["hs_school_ml", "hs_school_ml_stdlv", "bfi_gender_ml_listwise"]
ROBUST = [
    "hs_school_mlr",
    "hs_school_fiml_mlr",
    "bfi_gender_mlr_listwise",
    "bfi1f_A_gender_mlr_fiml",
    "bfi1f_N_gender_mlr_fiml",
]
PAIRS = [
    ("lrt_sequence", 1, "configural", "metric"),
    ("lrt_sequence", 2, "metric", "scalar"),
    ("lrt_sequence", 3, "scalar", "strict"),
    ("lrt_means", 1, "strict", "strict_means"),
    ("lrt_lvcov", 1, "strict", "strict_lvcov"),
]


def statistic(fit: dict[str, Any]) -> TestStatistic:
    return TestStatistic(
        fit["chisq"],
        fit["df"],
        math.nan,
        fit.get("chisq.scaled"),
        fit.get("df.scaled"),
        fit.get("chisq.scaling.factor"),
    )


@pytest.mark.parametrize("name", PLAIN + ROBUST)
@pytest.mark.parametrize(("table", "row", "below", "above"), PAIRS)
def test_agrees_with_lavaan(name: str, table: str, row: int, below: str, above: str) -> None:
    values = reference(f"invariance_{name}")
    unrestricted, restricted = (
        statistic(values["levels"][level]["fit_measures"]) for level in (below, above)
    )
    test = chi_square_difference if name in PLAIN else satorra_bentler_2001
    ours = test(restricted, unrestricted)
    theirs = {key: column[row] for key, column in values[table]["columns"].items()}
    assert ours.df == theirs["Df diff"]
    assert_allclose(ours.statistic, theirs["Chisq diff"], rtol=1e-8)
    assert_allclose(ours.pvalue, theirs["Pr(>Chisq)"], rtol=1e-6)


def test_plain_difference_agrees_with_lavaan() -> None:
    theirs = reference("lrt_hs_1f_vs_3f")["columns"]
    ours = chi_square_difference(
        statistic(reference("cfa_hs_1factor")["fit_measures"]),
        statistic(reference("cfa_hs_ml")["fit_measures"]),
    )
    assert (ours.df, ours.scaling, ours.shift) == (theirs["Df diff"][1], 1.0, 0.0)
    assert_allclose(ours.statistic, theirs["Chisq diff"][1], rtol=1e-10)
    assert_allclose(ours.pvalue, theirs["Pr(>Chisq)"][1], rtol=1e-8)


def ordinal_jacobian(fit: dict[str, Any], *, has_residual: bool) -> np.ndarray:
    """Return derivatives of 25 thresholds and 10 correlations of five items and one factor."""
    columns = fit["parameter_estimates"]["columns"]
    loadings = [
        estimate
        for operator, estimate in zip(columns["op"], columns["est"], strict=True)
        if operator == "=~"
    ]
    jacobian = np.zeros((35, 31))
    jacobian[:25, :25] = np.eye(25)
    for place, (first, second) in enumerate(zip(*np.triu_indices(5, 1), strict=True), start=25):
        jacobian[place, 25 + first] = loadings[second]
        jacobian[place, 25 + second] = loadings[first]
    jacobian[25, 30] = 1
    return jacobian if has_residual else jacobian[:, :30]


# The polychoric correlations and their covariance agree with lavaan's to about 1e-8.
@pytest.mark.parametrize("adjustment", ["scaled_shifted", "mean_variance"])
def test_satorra_2000_agrees_with_lavaan(
    adjustment: Literal["scaled_shifted", "mean_variance"],
) -> None:
    names = [f"N{number}" for number in range(1, 6)]
    codes = read_data("bfi")[names].dropna().to_numpy().astype(int) - 1
    estimates = polychoric(codes, 6)
    covariance = polychoric_covariance(codes, estimates.thresholds, estimates.correlations)
    below, above = reference("cfa_bfiN_corres_wlsmv"), reference("cfa_bfi1f_N_wlsmv")
    jacobian = ordinal_jacobian(below, has_residual=True)
    ours = satorra_2000(
        statistic(above["fit_measures"]),
        statistic(below["fit_measures"]),
        geometry=MomentGeometry([1 / np.diag(covariance)], [jacobian], [covariance]),
        constraints=constraint_jacobian(jacobian, ordinal_jacobian(above, has_residual=False)),
        adjustment=adjustment,
    )
    table = "default" if adjustment == "scaled_shifted" else "scaled_shifted_F"
    theirs = reference("lrt_bfiN_wlsmv_satorra2000")[table]["columns"]
    assert_allclose(ours.statistic, theirs["Chisq diff"][1], rtol=1e-7)
    assert_allclose(ours.df, theirs["Df diff"][1], rtol=1e-10)
    assert_allclose(ours.pvalue, theirs["Pr(>Chisq)"][1], rtol=1e-5)


class Example:
    """Eight moments, a linear model of five parameters, and two restrictions on these."""

    def __init__(self, seed: int = 3) -> None:
        rng = np.random.default_rng(seed)
        self.jacobian = rng.normal(size=(8, 5))
        self.restrictions = rng.normal(size=(2, 5))
        root = rng.normal(size=(8, 12))
        self.covariance = root @ root.T
        root = rng.normal(size=(8, 12))
        self.weight = root @ root.T
        root = rng.normal(size=(5, 9))
        self.information = root @ root.T
        self.unrestricted = TestStatistic(4.0, 3, math.nan)
        self.restricted = TestStatistic(15.0, 5, math.nan)

    @property
    def geometry(self) -> MomentGeometry:
        return MomentGeometry([self.weight], [self.jacobian], [self.covariance])


def literal_weights(example: Example, bread: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the nonzero eigenvalues of the moments' matrix in the paper."""
    inverse = np.linalg.inv(bread)
    inner = inverse @ rows.T @ np.linalg.inv(rows @ inverse @ rows.T) @ rows @ inverse
    outer = example.weight @ example.jacobian @ inner @ example.jacobian.T @ example.weight
    eigenvalues = np.linalg.eigvals(outer @ example.covariance).real
    return np.sort(eigenvalues)[-2:]


@pytest.mark.parametrize("is_observed", [False, True])
def test_satorra_2000_agrees_with_the_literal_formula(is_observed: bool) -> None:
    example = Example()
    expected = example.jacobian.T @ example.weight @ example.jacobian
    bread = example.information if is_observed else expected
    weights = literal_weights(example, bread, example.restrictions)
    first, second = weights.sum(), weights @ weights
    difference = example.restricted.statistic - example.unrestricted.statistic
    literal = {
        "mean": (difference * 2 / first, 2.0),
        "mean_variance": (difference * first / second, first**2 / second),
        "scaled_shifted": (
            difference * np.sqrt(2 / second) + 2 - np.sqrt(2 * first**2 / second),
            2.0,
        ),
    }
    for adjustment, (statistic, df) in literal.items():
        ours = satorra_2000(
            example.restricted,
            example.unrestricted,
            geometry=example.geometry,
            constraints=example.restrictions,
            information=example.information if is_observed else None,
            adjustment=adjustment,
        )
        assert_allclose([ours.statistic, ours.df], [statistic, df], rtol=1e-10)
        assert_allclose(ours.pvalue, chi2.sf(statistic, df), rtol=1e-10)


@pytest.mark.parametrize("adjustment", ["mean", "mean_variance", "scaled_shifted"])
def test_correct_weights_need_no_correction(
    adjustment: Literal["mean", "mean_variance", "scaled_shifted"],
) -> None:
    example = Example()
    ours = satorra_2000(
        example.restricted,
        example.unrestricted,
        geometry=MomentGeometry(
            [example.weight], [example.jacobian], [np.linalg.inv(example.weight)]
        ),
        constraints=example.restrictions,
        adjustment=adjustment,
    )
    plain = chi_square_difference(example.restricted, example.unrestricted)
    assert_allclose([ours.scaling, ours.shift], [1, 0], atol=1e-10)
    assert_allclose([ours.statistic, ours.df], [plain.statistic, plain.df], rtol=1e-10)


def test_restrictions_are_found_from_the_jacobians() -> None:
    example = Example()
    # Columns that satisfy the restrictions, by other coordinates than the model's own.
    _, _, right = np.linalg.svd(example.restrictions)
    restricted = example.jacobian @ right[2:].T @ np.random.default_rng(4).normal(size=(3, 3))
    found = constraint_jacobian(example.jacobian, restricted)
    assert found.shape == (2, 5)
    assert_allclose(found @ found.T, np.eye(2), atol=1e-12)
    ours, given = (
        satorra_2000(
            example.restricted, example.unrestricted, geometry=example.geometry, constraints=rows
        )
        for rows in (found, example.restrictions)
    )
    assert_allclose([ours.statistic, ours.shift], [given.statistic, given.shift], rtol=1e-9)


def test_a_vector_is_a_diagonal_weight() -> None:
    example = Example()
    weight = np.diag(example.weight)
    ours, whole = (
        satorra_2000(
            example.restricted,
            example.unrestricted,
            geometry=MomentGeometry([each], [example.jacobian], [example.covariance]),
            constraints=example.restrictions,
        )
        for each in (weight, np.diag(weight))
    )
    assert_allclose(ours.statistic, whole.statistic, rtol=1e-12)


# With both models at the same estimates the traces of the three tests are one another's.
def test_the_three_corrections_meet() -> None:
    example = Example()
    _, _, right = np.linalg.svd(example.restrictions)

    def trace(jacobian: np.ndarray) -> float:
        weighted = example.weight @ jacobian
        explained = weighted @ np.linalg.solve(jacobian.T @ weighted, weighted.T)
        return float(np.trace((example.weight - explained) @ example.covariance))

    of_unrestricted, of_restricted = (
        trace(jacobian) for jacobian in (example.jacobian, example.jacobian @ right[2:].T)
    )
    unrestricted = TestStatistic(4.0, 3, math.nan, 12 / of_unrestricted, 3, of_unrestricted / 3)
    restricted = TestStatistic(15.0, 5, math.nan, 75 / of_restricted, 5, of_restricted / 5)
    of_2000 = satorra_2000(
        restricted,
        unrestricted,
        geometry=example.geometry,
        constraints=example.restrictions,
        adjustment="mean",
    )
    of_2001 = satorra_bentler_2001(restricted, unrestricted)
    of_2010 = satorra_bentler_2010(restricted, unrestricted, of_unrestricted / 3)
    assert_allclose([of_2001.scaling, of_2010.scaling], of_2000.scaling, rtol=1e-10)
    assert_allclose([of_2001.pvalue, of_2010.pvalue], of_2000.pvalue, rtol=1e-8)


def test_of_2010_uses_the_scaling_at_the_restricted_estimates() -> None:
    restricted = TestStatistic(150.0, 27, 0.0, 125.0, 27, 1.2)
    unrestricted = TestStatistic(85.0, 24, 0.0, 85 / 1.1, 24, 1.1)
    ours = satorra_bentler_2010(restricted, unrestricted, 1.05)
    assert_allclose(ours.scaling, (27 * 1.2 - 24 * 1.05) / 3, rtol=1e-12)
    assert_allclose(ours.statistic, 65 / ours.scaling, rtol=1e-12)


def test_a_saturated_model_has_no_scaling_of_its_own() -> None:
    restricted = TestStatistic(10.0, 4, 0.0, 8.0, 4, 1.25)
    saturated = TestStatistic(0.0, 0, math.nan, 0.0, 0, math.nan)
    ours = satorra_bentler_2001(restricted, saturated)
    assert_allclose([ours.scaling, ours.statistic], [1.25, 8.0], rtol=1e-12)


def test_a_negative_scaling_gives_no_test() -> None:
    restricted = TestStatistic(150.0, 27, 0.0, 150 / 0.8, 27, 0.8)
    unrestricted = TestStatistic(85.0, 24, 0.0, 85 / 1.1, 24, 1.1)
    ours = satorra_bentler_2001(restricted, unrestricted)
    assert ours.scaling < 0
    assert math.isnan(ours.statistic)
    assert math.isnan(ours.pvalue)


def test_models_with_the_same_degrees_of_freedom_are_not_compared() -> None:
    model = TestStatistic(85.0, 24, 0.0, 85 / 1.1, 24, 1.1)
    for ours in (satorra_bentler_2001(model, model), chi_square_difference(model, model)):
        assert math.isnan(ours.pvalue)
