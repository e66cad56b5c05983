import numpy as np
import pytest
from factor_cases import matrix_for
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.numerics.extraction.choice import extract
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.numerics.rotation.choice import RotationChoice, choose_rotation
from covalue_measures.numerics.rotation.loading_covariance import (
    least_squares_weights,
    likelihood_covariance,
    normal_covariance_of,
    unstandardized_covariance,
)
from covalue_measures.numerics.rotation.stationarity import Stationarity


def conditions_of(choice: RotationChoice, loadings: np.ndarray, phi: np.ndarray) -> np.ndarray:
    criterion = choice.criterion(*loadings.shape)
    return Stationarity(criterion, choice.oblique, choice.normalize).derivatives(loadings, phi)


def likelihood_solution(
    frame: object, rotation: str, expected: np.ndarray
) -> tuple[RotationChoice, np.ndarray, np.ndarray]:
    parameter = 0.001 if rotation == "geomin" else None
    fit = cm.fit_efa(
        frame,
        expected.shape[1],
        extraction="maximum_likelihood",
        rotation=rotation,
        rotation_parameter=parameter,
    )
    phi = fit.factor_correlations.to_numpy()
    loadings, phi, _ = align(fit.loadings.to_numpy(), phi, expected)
    return fit.rotation.choice, loadings, phi


# Standard errors of loadings and factor correlations from lavaan's own map from unrotated to
# rotated and standardized parameters, differentiated to an error of about 1e-4 (its rotations stop
# at a gradient of 1e-7). Those that lavaan prints are forward differences with a step of .001.
@pytest.mark.parametrize("name", ["hs9_varimax", "hs9_oblimin", "hs9_geomin", "bfi25_geomin"])
def test_agrees_with_lavaans_map(name: str) -> None:
    data, rotation = name.split("_")
    frame = read_data("holzinger1939")[HS_ITEMS]
    if data == "bfi25":
        frame = read_data("bfi")[BFI_ITEMS].dropna()
    table = reference("lavaan_efa_standard_errors")[name]
    op, estimates, errors = (np.array(table[key]) for key in ("op", "est", "se"))
    n_items = frame.shape[1]
    expected = estimates[op == "=~"].reshape(-1, n_items).T
    choice, loadings, phi = likelihood_solution(frame, rotation, expected)
    assert_allclose(loadings, expected, atol=2e-6)
    conditions = conditions_of(choice, loadings, phi)
    covariance = likelihood_covariance(loadings, phi, conditions) / len(frame)
    ours = np.sqrt(np.diag(covariance))
    of_loadings = ours[: loadings.size].reshape(loadings.shape)
    assert_allclose(of_loadings, errors[op == "=~"].reshape(-1, n_items).T, rtol=1e-3)
    if choice.oblique:
        is_pair = (op == "~~") & (np.array(table["lhs"]) != np.array(table["rhs"]))
        assert_allclose(ours[loadings.size :], errors[is_pair], rtol=1e-3)


# lavaan::efa in the items' own units, which involves no differences where the rotation depends on
# directions alone, as Kaiser-normalized varimax.
def test_agrees_with_lavaan_in_raw_units() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    deviations = frame.std(ddof=0).to_numpy()
    columns = reference("lavaan_efa_hs9_3f_varimax")["pe"]["columns"]
    op = np.array(columns["op"])
    estimates, errors = (np.array(columns[key], float) for key in ("est", "se"))
    expected = estimates[op == "=~"].reshape(3, 9).T / deviations[:, None]
    choice, loadings, phi = likelihood_solution(frame, "varimax", expected)
    conditions = conditions_of(choice, loadings, phi)
    covariance = unstandardized_covariance(loadings, phi, conditions) / len(frame)
    ours = np.sqrt(np.diag(covariance))
    of_loadings = ours[:27].reshape(9, 3) * deviations[:, None]
    assert_allclose(of_loadings, errors[op == "=~"].reshape(3, 9).T, rtol=1e-5)
    is_variance = (op == "~~") & np.isin(columns["lhs"], HS_ITEMS)
    assert_allclose(ours[27:] * deviations**2, errors[is_variance], rtol=1e-5)


# The estimator itself, differentiated by each covariance: extraction and rotation of what the
# model implies, moved a little. Normal answers have a known covariance of covariances.
@pytest.mark.parametrize("extraction", ["maximum_likelihood", "minres"])
@pytest.mark.parametrize(
    ("rotation", "options"),
    [
        ("varimax", {}),
        ("equamax", {}),
        ("oblimin", {}),
        ("oblimin", {"normalize": True}),
        ("geomin", {"parameter": 0.001}),
        ("infomax", {}),
    ],
)
def test_agrees_with_the_derivatives_of_the_estimates(
    extraction: str, rotation: str, options: dict
) -> None:
    start = extract(extraction, matrix_for("hs9"), 3).loadings
    implied = start @ start.T
    np.fill_diagonal(implied, 1)
    choice = choose_rotation(rotation, n_items=9, n_factors=3, **options)

    def estimates(covariance: np.ndarray, like: np.ndarray | None = None) -> list[np.ndarray]:
        deviations = np.sqrt(np.diag(covariance))
        correlation = covariance / np.outer(deviations, deviations)
        unrotated = extract(extraction, correlation, 3).loadings
        rotated = choice.rotate(unrotated, rng=np.random.default_rng(0), n_starts=4)
        solution = rotated.loadings, rotated.factor_correlations
        return list(solution if like is None else align(*solution, like)[:2])

    loadings, phi = estimates(implied)
    rows, columns = np.tril_indices(9)
    slopes = []
    for row, column in zip(rows, columns, strict=True):
        step = np.zeros((9, 9))
        step[row, column] = step[column, row] = 1e-4
        up, down = (estimates(implied + sign * step, loadings) for sign in (1, -1))
        above = np.triu_indices(3, 1)
        change = [(up[0] - down[0]).ravel(), (up[1] - down[1])[above] * choice.oblique]
        slopes.append(np.concatenate(change) / 2e-4)
    among = implied[np.ix_(rows, rows)] * implied[np.ix_(columns, columns)]
    among += implied[np.ix_(rows, columns)] * implied[np.ix_(columns, rows)]
    expected = np.array(slopes).T @ among @ np.array(slopes)
    conditions = conditions_of(choice, loadings, phi)
    if extraction == "minres":
        weights = least_squares_weights(loadings, phi, conditions)
        ours = normal_covariance_of(weights, implied)
    else:
        ours = likelihood_covariance(loadings, phi, conditions)
    size = len(ours)
    assert_allclose(np.sqrt(np.diag(ours)), np.sqrt(np.diag(expected))[:size], rtol=3e-4)
    assert_allclose(ours, expected[:size, :size], atol=1e-3 * np.abs(ours).max())


# Pearson and Filon (1898) for two correlations, with loops.
def test_normal_covariance_agrees_with_the_literal_formula() -> None:
    r = matrix_for("hs9")[:5, :5]
    pairs = [(i, j) for i in range(5) for j in range(i + 1, 5)]
    expected = np.empty((10, 10))
    for a, (i, j) in enumerate(pairs):
        for b, (k, m) in enumerate(pairs):
            expected[a, b] = 0.5 * (
                r[i, j] * r[k, m] * (r[i, k] ** 2 + r[i, m] ** 2 + r[j, k] ** 2 + r[j, m] ** 2)
                + 2 * (r[i, k] * r[j, m] + r[i, m] * r[j, k])
                - 2 * (r[i, j] * r[i, k] * r[i, m] + r[i, j] * r[j, k] * r[j, m])
                - 2 * (r[k, m] * r[i, k] * r[j, k] + r[k, m] * r[i, m] * r[j, m])
            )
    assert_allclose(normal_covariance_of(np.eye(10), r), expected, rtol=1e-10, atol=1e-14)


def test_one_factor_needs_no_condition() -> None:
    # Equal loadings of k items: every standard error is the same.
    loadings = np.full((4, 1), 0.7)
    covariance = likelihood_covariance(loadings, np.eye(1), np.zeros((0, 4)))
    assert_allclose(np.diag(covariance), covariance[0, 0], rtol=1e-10)


def test_conditions_that_single_out_nothing_give_no_covariance() -> None:
    start = extract("minres", matrix_for("hs9"), 3).loadings
    nothing = np.zeros((3, 27))
    assert np.isnan(likelihood_covariance(start, np.eye(3), nothing)).all()
    assert np.isnan(least_squares_weights(start, np.eye(3), nothing)).all()
