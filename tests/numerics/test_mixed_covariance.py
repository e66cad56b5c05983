import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import multivariate_normal, norm

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.mixed_covariance import MixedMoments, mixed_covariance
from covalue_measures.numerics.normal_pairs import normal_correlations
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance
from covalue_measures.numerics.polyserial import polyserial

TRUTH = np.array([[1, 0.5, 0.4, -0.3], [0.5, 1, 0.2, 0.3], [0.4, 0.2, 1, 0.4], [-0.3, 0.3, 0.4, 1]])


def answers_of(n: int, seed: int, share_missing: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return codes of two items, with three and two categories, and values of two."""
    rng = np.random.default_rng(seed)
    latent = rng.multivariate_normal(np.zeros(4), TRUTH, n)
    codes = np.column_stack([np.digitize(latent[:, 0], [-0.6, 0.5]), latent[:, 1] > 0.2])
    values = latent[:, 2:] * [3.0, 0.5] + [10.0, -1.0]
    codes[rng.random(codes.shape) < share_missing] = -1
    values[rng.random(values.shape) < share_missing] = np.nan
    return codes.astype(np.int64), values


def moments_of(codes: np.ndarray, values: np.ndarray) -> MixedMoments:
    deviations = np.nanstd(values, axis=0)
    z = (values - np.nanmean(values, axis=0)) / deviations
    ordinal = polychoric(codes, 3)
    between = polyserial(z, codes, ordinal.thresholds).correlations
    correlations = np.block([[ordinal.correlations, between], [between.T, normal_correlations(z)]])
    return MixedMoments(codes, z, deviations, ordinal.thresholds, correlations)


def log_densities(parameters: np.ndarray, codes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return one respondent's log-likelihoods of two cuts, one cut, two values and six pairs.

    Parameters are three cuts, two means, two variances and six covariances.
    """
    cuts = [np.array([-9, *parameters[:2], 9]), np.array([-9, parameters[2], 9])]
    means, variances, covariances = parameters[3:5], parameters[5:7], parameters[7:]
    order = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    margins = []
    for item in range(2):
        below, above = norm.cdf(cuts[item][[codes[item], codes[item] + 1]])
        margins.append(np.log(above - below) if codes[item] >= 0 else 0.0)
    for item in range(2):
        one = norm.logpdf(values[item], means[item], np.sqrt(variances[item]))
        margins.append(0.0 if np.isnan(values[item]) else one)
    pairs = []
    for (i, j), covariance in zip(order, covariances, strict=True):
        here = [codes[k] >= 0 if k < 2 else not np.isnan(values[k - 2]) for k in (i, j)]
        if not all(here):
            pairs.append(0.0)
        elif j < 2:
            joint = multivariate_normal([0, 0], [[1, covariance], [covariance, 1]])
            corners = [
                [joint.cdf([cuts[i][codes[i] + a], cuts[j][codes[j] + b]]) for b in (0, 1)]
                for a in (0, 1)
            ]
            pairs.append(np.log(np.diff(np.diff(corners, axis=0), axis=1)[0, 0]))
        elif i < 2:
            mean, variance = means[j - 2], variances[j - 2]
            given = covariance / variance * (values[j - 2] - mean)
            spread = np.sqrt(1 - covariance**2 / variance)
            below, above = norm.cdf((cuts[i][[codes[i], codes[i] + 1]] - given) / spread)
            pairs.append(
                np.log(above - below) + norm.logpdf(values[j - 2], mean, np.sqrt(variance))
            )
        else:
            shape = [[variances[0], covariance], [covariance, variances[1]]]
            pairs.append(multivariate_normal(means, shape).logpdf(values))
    return np.array([*margins, *pairs])


def literal_covariance(moments: MixedMoments, values: np.ndarray) -> np.ndarray:
    """Return the matrix by loops over respondents, derivatives by covariances from the start."""
    cuts = moments.thresholds[moments.thresholds < BEYOND]
    deviations = np.array([1, 1, *moments.deviations])
    covariances = (moments.correlations * np.outer(deviations, deviations))[np.triu_indices(4, 1)]
    parameters = np.concatenate(
        [cuts, np.nanmean(values, axis=0), moments.deviations**2, covariances]
    )
    # What the likelihood of each margin and pair depends on, its own parameters last.
    own = [[0, 1], [2], [3, 5], [4, 6], *([k] for k in range(7, 13))]
    pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    needs = [*own[:4], *([*own[i], *own[j], 7 + k] for k, (i, j) in enumerate(pairs))]
    step = 1e-5 * np.maximum(1, np.abs(parameters))
    bread, meat, n = np.zeros((13, 13)), np.zeros((13, 13)), 0
    for codes, row in zip(moments.codes, values, strict=True):
        slopes = np.array(
            [
                (
                    log_densities(parameters + step * unit, codes, row)
                    - log_densities(parameters - step * unit, codes, row)
                )
                / (2 * (step @ unit))
                for unit in np.eye(13)
            ]
        )
        score = np.zeros(13)
        for likelihood, mine in enumerate(own):
            score[mine] = slopes[mine, likelihood]
        for likelihood, (mine, all_needed) in enumerate(zip(own, needs, strict=True)):
            bread[np.ix_(mine, all_needed)] += np.outer(
                slopes[mine, likelihood], slopes[all_needed, likelihood]
            )
        meat += np.outer(score, score)
        n += (codes >= 0).any() or not np.isnan(row).all()
    inverse = np.linalg.inv(bread)
    return n * inverse @ meat @ inverse.T


# The package works with correlations and turns them into covariances at the end, the loop has
# covariances from the start. Differences leave about 1e-6 of the scores.
@pytest.mark.parametrize("share_missing", [0.0, 0.25])
def test_agrees_with_the_literal_loop(share_missing: float) -> None:
    codes, values = answers_of(80, 4, share_missing)
    moments = moments_of(codes, values)
    ours, expected = mixed_covariance(moments), literal_covariance(moments, values)
    size = np.sqrt(np.diag(expected))
    assert_allclose(ours / np.outer(size, size), expected / np.outer(size, size), atol=1e-5)


def test_ordinal_items_alone_are_those_of_polychoric_correlations() -> None:
    codes, values = answers_of(300, 5, 0.2)
    moments = moments_of(codes, values[:, :0])
    expected = polychoric_covariance(codes, moments.thresholds, moments.correlations)
    # A row without an ordinal answer counts in neither.
    assert_allclose(mixed_covariance(moments), expected, rtol=1e-10, atol=1e-12)


def test_a_mean_and_variance_alone_have_their_closed_form() -> None:
    # The inverse of the products of scores: kurtosis and skew of the sample enter.
    codes, values = answers_of(300, 6)
    moments = moments_of(codes[:, :0], values)
    ours = mixed_covariance(moments)
    for item in range(2):
        z, s = moments.standardized[:, item], moments.deviations[item]
        skew, kurtosis = np.mean(z**3), np.mean(z**4)
        scale = np.diag([s, 2 * s**2])
        expected = scale @ np.linalg.inv([[1, skew], [skew, kurtosis - 1]]) @ scale
        assert_allclose(ours[np.ix_([item, 2 + item], [item, 2 + item])], expected, rtol=1e-8)


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_two_values_have_the_influence_of_their_moments(share: float) -> None:
    # A column of 0 and 1, with missing cells, beside a continuous one, which it leaves alone.
    codes, values = answers_of(400, 10, 0.1)
    two = np.where(np.arange(400) < 400 * share, 1.0, 0.0)
    two[::7] = np.nan
    mixed = np.column_stack([two, values[:, 0]])
    ours = mixed_covariance(moments_of(codes, mixed))
    assert np.isfinite(ours).all()
    deviation = two - np.nanmean(two)
    influence = np.stack([deviation, deviation**2 - np.nanvar(two)]) / (~np.isnan(two)).sum()
    products = 400 * np.nan_to_num(influence) @ np.nan_to_num(influence).T
    n = moments_of(codes, mixed).n_answered
    assert_allclose(ours[np.ix_([3, 5], [3, 5])], products * n / 400, rtol=1e-10, atol=1e-14)
    other = mixed_covariance(moments_of(codes, values))
    assert_allclose(ours[np.ix_([4, 6], [4, 6])], other[np.ix_([3, 5], [3, 5])], rtol=1e-10)


def test_blocks_of_respondents_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = moments_of(*answers_of(200, 7, 0.1))
    whole = mixed_covariance(moments)
    monkeypatch.setattr("covalue_measures.numerics.polyserial._BLOCK", 300)
    assert_allclose(mixed_covariance(moments), whole, rtol=1e-9, atol=1e-10)


def test_the_unit_of_a_continuous_item_is_the_unit_of_its_moments() -> None:
    codes, values = answers_of(300, 8)
    ours = mixed_covariance(moments_of(codes, values))
    other = mixed_covariance(moments_of(codes, values * [1000, 1]))
    # Cuts, means, variances, then the pairs of items 1 to 4.
    unit = np.array([1, 1, 1, 1000, 1, 1e6, 1, 1, 1000, 1, 1000, 1, 1000])
    assert_allclose(other, ours * np.outer(unit, unit), rtol=1e-6, atol=1e-9)


def test_a_correlation_at_its_end_has_no_covariance() -> None:
    codes, values = answers_of(200, 9)
    moments = moments_of(codes, values)
    moments.correlations[0, 2] = moments.correlations[2, 0] = 1 - 1e-7
    is_nan = np.isnan(mixed_covariance(moments))
    place = 7 + 1
    assert is_nan[place].all()
    assert is_nan[:, place].all()
    assert is_nan.sum() == 2 * 13 - 1


# Normal data: the mean standard error against the spread of the estimates, within four Monte
# Carlo errors of that spread, which is sd / sqrt(2 R).
@pytest.mark.slow
@pytest.mark.parametrize("share_missing", [0.0, 0.25])
def test_standard_errors_are_the_spread_of_estimates(
    share_missing: float, n_simulations: int
) -> None:
    estimates, errors = [], []
    for replication in range(n_simulations):
        codes, values = answers_of(600, 30_000 + replication, share_missing)
        moments = moments_of(codes, values)
        deviations = np.array([1, 1, *moments.deviations])
        covariances = moments.correlations * np.outer(deviations, deviations)
        estimates.append(
            np.concatenate(
                [
                    moments.thresholds[moments.thresholds < BEYOND],
                    np.nanmean(values, axis=0),
                    moments.deviations**2,
                    covariances[np.triu_indices(4, 1)],
                ]
            )
        )
        errors.append(np.sqrt(np.diag(mixed_covariance(moments)) / moments.n_answered))
    spread = np.std(estimates, axis=0, ddof=1)
    tolerance = 4 / np.sqrt(2 * n_simulations)
    assert_allclose(np.mean(errors, axis=0) / spread, 1, atol=tolerance)
