import numpy as np
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.bollen_stine import model_rows

RNG = np.random.default_rng(2)
VALUES = RNG.exponential(size=(80, 4)) @ RNG.normal(size=(4, 4)) + 3
LOADINGS = np.array([0.9, 0.7, 0.6, 0.8])
COVARIANCE = np.outer(LOADINGS, LOADINGS) + np.diag([0.3, 0.5, 0.4, 0.2])


def test_rows_have_the_moments_of_the_model_exactly() -> None:
    mean = np.array([1.0, 0.0, -2.0, 5.0])
    for ddof in (0, 1):
        own = np.cov(VALUES.T, ddof=ddof)
        rows = model_rows(VALUES, VALUES.mean(axis=0), own, mean, COVARIANCE)
        assert_allclose(rows.mean(axis=0), mean, rtol=1e-12, atol=1e-12)
        assert_allclose(np.cov(rows.T, ddof=ddof), COVARIANCE, rtol=1e-12, atol=1e-12)


def test_a_model_that_fits_moves_no_row() -> None:
    own = np.cov(VALUES.T)
    mean = VALUES.mean(axis=0)
    assert_allclose(model_rows(VALUES, mean, own, mean, own), VALUES, rtol=1e-10)


# Distances from the mean in units of the covariance are what makes tails heavy or light.
def test_tails_are_kept() -> None:
    own = np.cov(VALUES.T)
    rows = model_rows(VALUES, VALUES.mean(axis=0), own, np.zeros(4), COVARIANCE)
    gap = VALUES - VALUES.mean(axis=0)
    assert_allclose(
        np.einsum("ri,ij,rj->r", rows, np.linalg.inv(COVARIANCE), rows),
        np.einsum("ri,ij,rj->r", gap, np.linalg.inv(own), gap),
        rtol=1e-10,
    )
