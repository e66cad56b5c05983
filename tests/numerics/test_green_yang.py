import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import ndtr, ndtri

from covalue_measures.numerics.bivariate_normal import bivariate_normal_cdf
from covalue_measures.numerics.green_yang import category_covariance, category_share
from covalue_measures.numerics.variance_share import composite_share

THRESHOLDS = np.array([-1.2, 0.1, 0.9, -0.4, 0.4, -1.0, 0.4, 1.5])
ITEM = np.array([0, 0, 0, 1, 1, 2, 2, 2])
LOADINGS = np.array([0.7, 0.5, -0.6])
COMMON = np.outer(LOADINGS, LOADINGS)
TOTAL = np.where(np.eye(3) > 0, 1.0, COMMON + 0.05)


def literal_covariance(rho: np.ndarray) -> np.ndarray:
    covariance = np.zeros((3, 3))
    for j in range(3):
        for k in range(3):
            for a in THRESHOLDS[j == ITEM]:
                for b in THRESHOLDS[k == ITEM]:
                    if rho[j, k] == 1:
                        joint = ndtr(min(a, b))
                    else:
                        joint = bivariate_normal_cdf(np.array(a), np.array(b), rho[j, k])
                    covariance[j, k] += joint - ndtr(a) * ndtr(b)
    return covariance


@pytest.mark.parametrize("rho", [COMMON, TOTAL, np.eye(3)])
def test_agrees_with_the_loop_over_thresholds(rho: np.ndarray) -> None:
    assert_allclose(category_covariance(THRESHOLDS, ITEM, rho), literal_covariance(rho), rtol=1e-12)


def test_variances_are_those_of_the_category_numbers() -> None:
    covariance = category_covariance(THRESHOLDS, ITEM, TOTAL)
    for item in range(3):
        below = np.concatenate([[0], ndtr(THRESHOLDS[item == ITEM]), [1]])
        shares, numbers = np.diff(below), np.arange(len(below) - 1)
        expected = shares @ numbers**2 - (shares @ numbers) ** 2
        assert_allclose(covariance[item, item], expected, rtol=1e-12)


def test_uncorrelated_responses_have_uncorrelated_categories() -> None:
    covariance = category_covariance(THRESHOLDS, ITEM, np.eye(3))
    assert_allclose(covariance[~np.eye(3, dtype=bool)], 0, atol=1e-15)


def test_many_categories_have_the_reliability_of_the_responses() -> None:
    # 402 categories of equal width: the category number is the response in another unit.
    cuts = np.linspace(-6, 6, 401)
    share = category_share(np.tile(cuts, 3), np.repeat(np.arange(3), 401), COMMON, TOTAL)
    assert_allclose(share.value, composite_share(COMMON, TOTAL).value, rtol=1e-4)


def test_two_categories_cut_in_the_middle_have_sheppards_covariance() -> None:
    # P(both below 0) = 1/4 + arcsin(rho) / (2 pi).
    covariance = category_covariance(np.zeros(2), np.arange(2), np.array([[1.0, 0.3], [0.3, 1.0]]))
    between = np.arcsin(0.3) / (2 * np.pi)
    assert_allclose(covariance, [[0.25, between], [between, 0.25]], rtol=1e-12)


@pytest.mark.parametrize("cut", range(len(THRESHOLDS)))
def test_slopes_by_thresholds_are_those_of_differences(cut: int) -> None:
    share = category_share(THRESHOLDS, ITEM, COMMON, TOTAL)
    step = np.where(np.arange(len(THRESHOLDS)) == cut, 1e-5, 0.0)
    up = category_share(THRESHOLDS + step, ITEM, COMMON, TOTAL).value
    down = category_share(THRESHOLDS - step, ITEM, COMMON, TOTAL).value
    # Central differences at 1e-5: rounding of 1e-16 / 1e-5.
    assert_allclose(share.by_thresholds[cut], (up - down) / 2e-5, atol=1e-9)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, 1), (1, 0), (2, 1), (2, 2)])
def test_slopes_by_common_covariances_are_those_of_differences(row: int, column: int) -> None:
    share = category_share(THRESHOLDS, ITEM, COMMON, TOTAL)
    step = np.zeros((3, 3))
    step[row, column] = 1e-5
    up = category_share(THRESHOLDS, ITEM, COMMON + step, TOTAL).value
    down = category_share(THRESHOLDS, ITEM, COMMON - step, TOTAL).value
    assert_allclose(share.by_common[row, column], (up - down) / 2e-5, atol=1e-9)


@pytest.mark.parametrize(("row", "column"), [(0, 1), (1, 0), (2, 1)])
def test_slopes_by_correlations_are_those_of_differences(row: int, column: int) -> None:
    share = category_share(THRESHOLDS, ITEM, COMMON, TOTAL)
    step = np.zeros((3, 3))
    step[row, column] = 1e-5
    up = category_share(THRESHOLDS, ITEM, COMMON, TOTAL + step).value
    down = category_share(THRESHOLDS, ITEM, COMMON, TOTAL - step).value
    assert_allclose(share.by_total[row, column], (up - down) / 2e-5, atol=1e-9)
    assert_allclose(np.diag(share.by_total), 0, atol=0)


def test_thresholds_of_the_sample_may_differ_from_those_of_the_model() -> None:
    other = THRESHOLDS + 0.1
    expected = (
        category_covariance(THRESHOLDS, ITEM, COMMON).sum()
        / category_covariance(other, ITEM, TOTAL).sum()
    )
    share = category_share(THRESHOLDS, ITEM, COMMON, TOTAL, other)
    assert_allclose(share.value, expected, rtol=1e-14)


def test_a_response_without_uniqueness_is_perfectly_common() -> None:
    cuts = ndtri(np.array([0.2, 0.5, 0.9]))
    share = category_share(cuts, np.zeros(3, dtype=np.int64), np.ones((1, 1)), np.ones((1, 1)))
    assert_allclose(share.value, 1.0, rtol=1e-14)
