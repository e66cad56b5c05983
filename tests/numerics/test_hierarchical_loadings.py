import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from covalue_measures.numerics.hierarchical_loadings import (
    construct_replicability,
    group_membership,
    item_explained_common_variance,
)

GENERAL = np.array([0.6, 0.5, 0.7, 0.4])
GROUP = np.array([[0.3, 0.0], [0.5, 0.0], [0.0, 0.2], [0.0, 0.0]])


def test_item_explained_common_variance_is_a_share_of_squares() -> None:
    expected = [0.36 / 0.45, 0.25 / 0.5, 0.49 / 0.53, 1.0]
    assert_allclose(item_explained_common_variance(GENERAL, GROUP), expected, rtol=1e-14)


def test_replicability_is_the_squared_correlation_with_the_best_composite() -> None:
    # The regression of a factor on its items explains l' S^-1 l of its variance.
    covariance = np.outer(GENERAL, GENERAL) + np.diag(1 - GENERAL**2)
    expected = GENERAL @ np.linalg.solve(covariance, GENERAL)
    assert_allclose(construct_replicability(GENERAL[:, None]), expected, rtol=1e-13)


def test_replicability_of_an_item_without_uniqueness_is_not_defined() -> None:
    assert_array_equal(construct_replicability(np.array([[0.5, 0.5], [1.0, 0.5]]))[0], np.nan)


def test_membership_numbers_groups_and_lone_items() -> None:
    membership = group_membership(GROUP != 0)
    assert membership is not None
    assert membership[0] == membership[1]
    assert len(set(membership[1:].tolist())) == 3


def test_membership_of_an_item_of_two_groups_is_none() -> None:
    assert group_membership(np.array([[True, True], [True, False]])) is None
