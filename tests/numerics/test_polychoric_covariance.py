from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.stats import norm

from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance

TRUTH = np.array([[1, 0.6, -0.3], [0.6, 1, 0.2], [-0.3, 0.2, 1]])


def answers_of(n: int, seed: int, cuts: list[float] | None = None) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = rng.multivariate_normal(np.zeros(3), TRUTH, n)
    return np.digitize(latent, [-0.6, 0.5] if cuts is None else cuts)


def covariance_of(codes: np.ndarray) -> np.ndarray:
    estimates = polychoric(codes, codes.max() + 1)
    return polychoric_covariance(codes, estimates.thresholds, estimates.correlations)


def literal_covariance(codes: np.ndarray, cuts: np.ndarray, correlations: np.ndarray) -> np.ndarray:
    """Return the matrix by loops over respondents, with differences for derivatives."""
    n_items, n_cuts = cuts.shape
    pairs = [(i, j) for i in range(n_items) for j in range(i + 1, n_items)]
    step = 1e-4

    def log_rectangle(a: int, b: int, first: np.ndarray, second: np.ndarray, rho: float) -> float:
        row = np.concatenate([[-9], first, [9]])
        column = np.concatenate([[-np.inf], second, [np.inf]])
        root = np.sqrt(1 - rho**2)

        def strip(x: float) -> float:
            upper, lower = norm.cdf((column[[b + 1, b]] - rho * x) / root)
            return norm.pdf(x) * (upper - lower)

        return np.log(quad(strip, row[a], row[a + 1], epsabs=1e-13, epsrel=1e-13)[0])

    @cache
    def pair_scores(i: int, j: int, a: int, b: int) -> np.ndarray:
        """Derivatives by the cuts of i, the cuts of j, and the correlation."""
        at = np.concatenate([cuts[i], cuts[j], [correlations[i, j]]])
        slopes = []
        for move in np.eye(len(at)) * step:
            up, down = (
                log_rectangle(a, b, x[:n_cuts], x[n_cuts:-1], x[-1]) for x in (at + move, at - move)
            )
            slopes.append((up - down) / (2 * step))
        return np.array(slopes)

    @cache
    def item_scores(i: int, a: int) -> np.ndarray:
        slopes = []
        for move in np.eye(n_cuts) * step:
            up, down = (
                np.log(np.diff(norm.cdf(np.concatenate([[-np.inf], x, [np.inf]]))))[a]
                for x in (cuts[i] + move, cuts[i] - move)
            )
            slopes.append((up - down) / (2 * step))
        return np.array(slopes)

    size = n_items * n_cuts + len(pairs)
    bread, meat = np.zeros((size, size)), np.zeros((size, size))
    n = 0
    for row in codes:
        score = np.zeros(size)
        for i in range(n_items):
            if row[i] >= 0:
                own = slice(i * n_cuts, (i + 1) * n_cuts)
                score[own] = item_scores(i, row[i])
                bread[own, own] += np.outer(score[own], score[own])
        for number, (i, j) in enumerate(pairs, start=n_items * n_cuts):
            if row[i] >= 0 and row[j] >= 0:
                slopes = pair_scores(i, j, row[i], row[j])
                score[number] = slopes[-1]
                bread[number, number] += slopes[-1] ** 2
                bread[number, i * n_cuts : (i + 1) * n_cuts] += slopes[-1] * slopes[:n_cuts]
                bread[number, j * n_cuts : (j + 1) * n_cuts] += slopes[-1] * slopes[n_cuts:-1]
        meat += np.outer(score, score)
        n += (row >= 0).any()
    inverse = np.linalg.inv(bread)
    return n * inverse @ meat @ inverse.T


# Differences of a step of 1e-4 leave about 1e-7 of the scores.
@pytest.mark.parametrize("share_missing", [0.0, 0.3])
def test_agrees_with_the_literal_loop(share_missing: float) -> None:
    codes = answers_of(120, seed=4)
    codes[np.random.default_rng(5).random(codes.shape) < share_missing] = -1
    estimates = polychoric(codes, 3)
    ours = polychoric_covariance(codes, estimates.thresholds, estimates.correlations)
    expected = literal_covariance(codes, estimates.thresholds, estimates.correlations)
    assert_allclose(ours, expected, rtol=1e-5, atol=1e-6)


def test_threshold_block_is_that_of_shares() -> None:
    # Delta method: covariance of cumulative shares, min(F) - F F', over the normal densities.
    codes = answers_of(500, seed=1)
    estimates = polychoric(codes, 3)
    ours = polychoric_covariance(codes, estimates.thresholds, estimates.correlations)
    for item, cuts in enumerate(estimates.thresholds):
        share, density = norm.cdf(cuts), norm.pdf(cuts)
        shares = np.minimum.outer(share, share) - np.outer(share, share)
        own = slice(2 * item, 2 * item + 2)
        assert_allclose(ours[own, own], shares / np.outer(density, density), rtol=1e-10)


def test_is_of_one_respondent_however_many_there_are() -> None:
    codes = answers_of(200, seed=2)
    twice = np.repeat(codes, 2, axis=0)
    with_no_one = np.vstack([codes, np.full((30, 3), -1)])
    assert_allclose(covariance_of(twice), covariance_of(codes), rtol=1e-6, atol=1e-9)
    assert_allclose(covariance_of(with_no_one), covariance_of(codes), rtol=1e-10, atol=1e-12)


def test_blocks_of_respondents_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = answers_of(200, seed=2)
    whole = covariance_of(codes)
    monkeypatch.setattr("covalue_measures.numerics.polychoric_covariance._BLOCK", 9 * 64)
    assert_allclose(covariance_of(codes), whole, rtol=1e-10, atol=1e-12)


def test_mirroring_an_item_flips_its_signs_and_turns_its_thresholds() -> None:
    codes = answers_of(300, seed=3)
    mirrored = codes.copy()
    mirrored[:, 0] = 2 - codes[:, 0]
    place = np.array([1, 0, 2, 3, 4, 5, 6, 7, 8])
    sign = np.array([-1, -1, 1, 1, 1, 1, -1, -1, 1])
    expected = (covariance_of(codes) * np.outer(sign, sign))[np.ix_(place, place)]
    assert_allclose(covariance_of(mirrored), expected, rtol=1e-6, atol=1e-8)


def test_items_may_differ_in_their_numbers_of_categories() -> None:
    codes = answers_of(400, seed=6, cuts=[-1.0, 0.0, 1.0])
    codes[:, 1] = np.minimum(codes[:, 1], 1)
    wide = covariance_of(codes)
    assert wide.shape == (3 + 1 + 3 + 3, 3 + 1 + 3 + 3)
    assert np.linalg.eigvalsh(wide)[0] > 0
    # Items 1 and 3 are what they are without item 2.
    alone = covariance_of(codes[:, [0, 2]])
    kept = np.array([0, 1, 2, 4, 5, 6, 8])
    assert_allclose(wide[np.ix_(kept, kept)], alone, rtol=1e-8, atol=1e-10)


def test_a_correlation_at_its_end_has_no_covariance() -> None:
    rows = [[0, 0, 0], [1, 0, 1], [1, 1, 0], [0, 0, 1], [1, 1, 1]]
    codes = np.repeat(rows, [30, 20, 30, 9, 12], axis=0)
    covariance = covariance_of(codes)
    is_nan = np.isnan(covariance)
    assert is_nan[3].all()
    assert is_nan[:, 3].all()
    assert is_nan.sum() == 2 * 6 - 1


# The mean standard error against the spread of the estimates, within four Monte Carlo errors of
# that spread, which is sd / sqrt(2 R).
@pytest.mark.slow
@pytest.mark.parametrize("share_missing", [0.0, 0.25])
def test_standard_errors_are_the_spread_of_estimates(
    share_missing: float, n_simulations: int
) -> None:
    estimates, errors = [], []
    for replication in range(n_simulations):
        codes = answers_of(600, seed=10_000 + replication)
        rng = np.random.default_rng(20_000 + replication)
        codes[rng.random(codes.shape) < share_missing] = -1
        fit = polychoric(codes, 3)
        covariance = polychoric_covariance(codes, fit.thresholds, fit.correlations)
        rho = fit.correlations[np.triu_indices(3, 1)]
        estimates.append(np.concatenate([fit.thresholds.ravel(), rho]))
        n_answered = (codes >= 0).any(axis=1).sum()
        errors.append(np.sqrt(np.diag(covariance) / n_answered))
    spread = np.std(estimates, axis=0, ddof=1)
    tolerance = 4 / np.sqrt(2 * n_simulations)
    assert_allclose(np.mean(errors, axis=0) / spread, 1, atol=tolerance)
