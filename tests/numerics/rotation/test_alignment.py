import numpy as np
from numpy.testing import assert_allclose

from covalue_measures.numerics.rotation.alignment import align

REFERENCE = np.random.default_rng(6).normal(size=(9, 3))
CORRELATIONS = np.array([[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]])


def test_order_and_signs_are_undone() -> None:
    order, signs = [2, 0, 1], np.array([-1.0, 1.0, -1.0])
    shuffled = 2 * REFERENCE[:, order] * signs
    phi = CORRELATIONS[np.ix_(order, order)] * np.outer(signs, signs)
    loadings, correlations, congruence = align(shuffled, phi, REFERENCE)
    assert_allclose(loadings, 2 * REFERENCE)
    assert_allclose(correlations, CORRELATIONS)
    assert_allclose(congruence, 1)


def test_the_whole_order_counts_not_each_factor_alone() -> None:
    # Both columns resemble the first reference most; only one can have its place.
    loadings = REFERENCE[:, [0, 0]] + 0.1 * REFERENCE[:, [2, 1]]
    aligned, _, congruence = align(loadings, np.eye(2), REFERENCE[:, :2])
    assert_allclose(aligned[:, 0], loadings[:, 0])
    assert congruence[0] > 0.9
