import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import norm

from covalue_measures.numerics.bivariate_normal import bivariate_normal_cdf
from covalue_measures.numerics.structural.latent_scores import JointMoments, regression_scores
from covalue_measures.numerics.structural.ordinal_scores import (
    n_seen_dimensions,
    ordinal_scores,
    split_residuals,
)

CUTS = np.array([-1.0, 0.1, 0.9])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def moments_of(
    loadings: np.ndarray, phi: np.ndarray, theta: np.ndarray, alpha: np.ndarray | None = None
) -> JointMoments:
    mean = np.zeros(len(phi)) if alpha is None else alpha
    return JointMoments(
        factor_mean=mean,
        factor_covariance=phi,
        factor_item=phi @ loadings.T,
        mean=loadings @ mean,
        covariance=loadings @ phi @ loadings.T + theta,
    )


def probability(code: int, mean: np.ndarray, deviation: float) -> np.ndarray:
    edges = np.concatenate([[-np.inf], CUTS, [np.inf]])
    upper, lower = edges[code + 1] - mean, edges[code] - mean
    return norm.cdf(upper / deviation) - norm.cdf(lower / deviation)


def mean_and_deviation(grid: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    mean = np.sum(grid * weights) / weights.sum()
    return mean, np.sqrt(np.sum((grid - mean) ** 2 * weights) / weights.sum())


def test_a_numeric_item_among_ordinal_ones() -> None:
    loadings = np.array([[0.8], [1.5], [0.6]])
    theta = np.diag([0.5, 1.2, 0.7])
    alpha, phi = np.array([0.4]), np.array([[1.3]])
    moments = moments_of(loadings, phi, theta, alpha)
    codes = np.array([[0, 3], [2, -1], [1, 1], [3, 0]])
    values = np.array([[2.0], [-1.0], [np.nan], [0.3]])
    is_ordinal = np.array([True, False, True])
    found = ordinal_scores("EAP", codes, [CUTS, CUTS], values, moments, is_ordinal)
    grid = np.linspace(-9, 10, 20001)
    for row in range(4):
        weights = norm.pdf(grid, alpha[0], np.sqrt(1.3))
        for place, item in enumerate((0, 2)):
            if codes[row, place] >= 0:
                mean = loadings[item, 0] * grid
                weights = weights * probability(codes[row, place], mean, np.sqrt(theta[item, item]))
        if not np.isnan(values[row, 0]):
            weights = weights * norm.pdf(values[row, 0], 1.5 * grid, np.sqrt(1.2))
        mean, deviation = mean_and_deviation(grid, weights)
        assert_allclose(found.scores[row, 0], mean, rtol=1e-7)
        assert_allclose(found.standard_errors[row, 0], deviation, rtol=1e-7)


def test_residuals_that_covary_with_numeric_items_count() -> None:
    loadings = np.array([[0.8], [1.0]])
    theta = np.array([[0.6, 0.3], [0.3, 0.9]])
    moments = moments_of(loadings, np.eye(1), theta)
    found = ordinal_scores(
        "EAP", np.array([[3]]), [CUTS], np.array([[0.7]]), moments, np.array([True, False])
    )
    grid = np.linspace(-9, 9, 20001)
    numeric = norm.pdf(0.7, grid, np.sqrt(0.9))
    mean = 0.8 * grid + 0.3 / 0.9 * (0.7 - grid)
    weights = norm.pdf(grid) * numeric * probability(3, mean, np.sqrt(0.6 - 0.3**2 / 0.9))
    expected, deviation = mean_and_deviation(grid, weights)
    assert_allclose(found.scores[0, 0], expected, rtol=1e-7)
    assert_allclose(found.standard_errors[0, 0], deviation, rtol=1e-7)


@pytest.mark.parametrize("covariance", [0.35, -0.3])
def test_residuals_of_ordinal_items_that_covary(covariance: float) -> None:
    loadings = np.array([[0.8], [0.7], [0.5]])
    theta = np.array([[0.5, covariance, 0.0], [covariance, 0.6, 0.0], [0.0, 0.0, 0.75]])
    moments = moments_of(loadings, np.eye(1), theta)
    codes = np.array([[0, 0, 1], [0, 3, 2], [3, 3, 3], [1, 2, -1]])
    found = ordinal_scores(
        "EAP", codes, [CUTS] * 3, np.empty((4, 0)), moments, np.ones(3, dtype=bool)
    )
    grid = np.linspace(-8, 8, 8001)
    edges = np.concatenate([[-40.0], CUTS, [40.0]])
    rho = np.full(len(grid), covariance / np.sqrt(0.5 * 0.6))
    for row in range(4):
        first, second = (
            [
                (edges[codes[row, item] + side] - loadings[item, 0] * grid)
                / np.sqrt(theta[item, item])
                for side in (0, 1)
            ]
            for item in (0, 1)
        )
        weights = norm.pdf(grid) * sum(
            sign * bivariate_normal_cdf(first[one], second[two], rho)
            for one, two, sign in ((1, 1, 1), (0, 1, -1), (1, 0, -1), (0, 0, 1))
        )
        if codes[row, 2] >= 0:
            weights = weights * probability(codes[row, 2], 0.5 * grid, np.sqrt(0.75))
        mean, deviation = mean_and_deviation(grid, weights)
        assert_allclose(found.scores[row, 0], mean, atol=1e-6)
        assert_allclose(found.standard_errors[row, 0], deviation, atol=1e-6)


def test_simulated_factors_lie_about_their_scores(rng: np.random.Generator) -> None:
    loadings = np.array([[0.9, 0.0], [0.7, 0.0], [0.0, 0.8], [0.3, 0.6]])
    phi = np.array([[1.0, 0.5], [0.5, 1.0]])
    theta = np.diag([0.4, 0.5, 0.5, 0.6])
    factors = rng.multivariate_normal(np.zeros(2), phi, 20000)
    responses = factors @ loadings.T + rng.normal(size=(20000, 4)) * np.sqrt(np.diag(theta))
    codes = np.searchsorted(CUTS, responses)
    moments = moments_of(loadings, phi, theta)
    found = ordinal_scores(
        "EAP", codes, [CUTS] * 4, np.empty((20000, 0)), moments, np.ones(4, dtype=bool)
    )
    apart = (factors - found.scores) / found.standard_errors
    # A mean of 0 and a mean square of 1, up to four standard errors of 20,000.
    assert_allclose(apart.mean(axis=0), 0.0, atol=4 / np.sqrt(20000))
    assert_allclose((apart**2).mean(axis=0), 1.0, atol=4 * np.sqrt(2 / 20000))


def test_many_categories_come_close_to_numbers(rng: np.random.Generator) -> None:
    loadings, theta = np.array([[0.8], [0.7], [0.6]]), np.diag([0.4, 0.5, 0.6])
    moments = moments_of(loadings, np.eye(1), theta)
    values = rng.multivariate_normal(np.zeros(3), moments.covariance, 200)
    fine = np.linspace(-4, 4, 4001)
    codes = np.searchsorted(fine, values)
    scores = ordinal_scores(
        "EAP", codes, [fine] * 3, np.empty((200, 0)), moments, np.ones(3, dtype=bool)
    )
    linear = regression_scores(values, moments)
    # Categories of 0.002 say as much as the number, up to half their width.
    assert_allclose(scores.scores, linear.scores, atol=2e-3)
    assert_allclose(scores.standard_errors, linear.standard_errors, rtol=1e-4)


def test_a_factor_of_factors_adds_no_dimension() -> None:
    effects = np.array([[0.8], [0.6]])
    first = effects @ effects.T + np.diag([0.36, 0.64])
    phi = np.block([[first, effects], [effects.T, np.ones((1, 1))]])
    loadings = np.array([[0.9, 0, 0], [0.8, 0, 0], [0, 0.7, 0], [0, 0.9, 0]])
    moments = moments_of(loadings, phi, 0.5 * np.eye(4))
    every = np.ones(4, dtype=bool)
    assert n_seen_dimensions(moments, every) == 2
    codes = np.array([[0, 1, 2, 3], [3, 3, -1, 0]])
    for method in ("EAP", "EBM"):
        found = ordinal_scores(method, codes, [CUTS] * 4, np.empty((2, 0)), moments, every)
        alone = ordinal_scores(
            method,
            codes,
            [CUTS] * 4,
            np.empty((2, 0)),
            moments_of(loadings[:, :2], first, 0.5 * np.eye(4)),
            every,
        )
        assert_allclose(found.scores[:, :2], alone.scores, atol=1e-10)
        assert_allclose(found.standard_errors[:, :2], alone.standard_errors, atol=1e-10)
        slopes = np.linalg.solve(first, effects)
        assert_allclose(found.scores[:, 2], (alone.scores @ slopes)[:, 0], atol=1e-10)
        rest = 1 - float((effects.T @ slopes).item())
        assert (found.standard_errors[:, 2] > np.sqrt(rest)).all()


def test_the_same_answers_have_the_same_score() -> None:
    moments = moments_of(np.array([[0.8], [0.7]]), np.eye(1), np.diag([0.4, 0.5]))
    codes = np.array([[2, 1], [0, 3], [2, 1], [-1, 1], [2, 1]])
    found = ordinal_scores(
        "EBM", codes, [CUTS] * 2, np.empty((5, 0)), moments, np.ones(2, dtype=bool)
    )
    assert found.scores[0] == found.scores[2] == found.scores[4]
    assert found.standard_errors[3] > found.standard_errors[0]


def test_residuals_are_split_into_own_and_shared(rng: np.random.Generator) -> None:
    block = rng.normal(size=(3, 3))
    covariance = np.diag([0.5, 0.8, 0.3, 0.9, 0.4, 0.7, 0.6])
    covariance[np.ix_([1, 3, 6], [1, 3, 6])] = block @ block.T + 0.2 * np.eye(3)
    covariance[0, 4] = covariance[4, 0] = -0.25
    variances, shared = split_residuals(covariance)
    assert_allclose(np.diag(variances) + shared @ shared.T, covariance, atol=1e-12)
    assert (variances > 0).all()
    assert shared.shape[1] == 3
    own, nothing = split_residuals(np.diag([0.5, 0.8]))
    assert_allclose(own, [0.5, 0.8])
    assert nothing.shape == (2, 0)


def test_refuses_what_is_no_covariance() -> None:
    with pytest.raises(np.linalg.LinAlgError, match="residual variance of an ordinal item"):
        split_residuals(np.diag([0.5, -0.1]))
    with pytest.raises(np.linalg.LinAlgError, match="residual covariances"):
        split_residuals(np.array([[0.5, 0.6], [0.6, 0.5]]))
    impossible = moments_of(np.eye(2), np.array([[1.0, 1.3], [1.3, 1.0]]), np.eye(2))
    with pytest.raises(np.linalg.LinAlgError, match="covariances of the factors"):
        n_seen_dimensions(impossible, np.ones(2, dtype=bool))
