import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.rotation.gradient_projection import arranged
from covalue_measures.numerics.rotation.promax import rotate_promax


def ordered(loadings: np.ndarray) -> np.ndarray:
    loadings = loadings * np.sign(loadings.sum(axis=0))
    return loadings[:, np.argsort(-np.sum(loadings**2, axis=0))]


# stats::promax of stats::varimax(eps = 1e-14) of factanal's loadings, which are good to 1e-7.
@pytest.mark.parametrize("name", ["hs9", "thurstone", "bfi25"])
def test_agrees_with_r(name: str) -> None:
    expected = reference(f"factanal_{name}")
    start = matrix_of(expected["unrotated"])
    result = arranged(rotate_promax(start, power=4, normalize=False, rng=np.random.default_rng(0)))
    assert_allclose(result.loadings, ordered(matrix_of(expected["promax_from_varimax"])), atol=1e-6)


@pytest.mark.parametrize("normalize", [True, False])
def test_keeps_communalities(*, normalize: bool) -> None:
    start = np.random.default_rng(4).normal(size=(9, 3)) / 2
    result = rotate_promax(start, power=3, normalize=normalize, rng=np.random.default_rng(0))
    implied = result.loadings @ result.factor_correlations @ result.loadings.T
    assert_allclose(implied, start @ start.T, atol=1e-10)
    assert_allclose(np.diag(result.factor_correlations), 1, rtol=1e-12)


def test_simple_structure_stays() -> None:
    simple = np.repeat(np.eye(3), 3, axis=0) * 0.7
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(3, 3)))[0]
    result = arranged(
        rotate_promax(simple @ turn, power=4, normalize=True, rng=np.random.default_rng(0))
    )
    assert_allclose(np.sort(result.loadings, axis=None), np.sort(simple, axis=None), atol=1e-7)
    assert_allclose(result.factor_correlations, np.eye(3), atol=1e-7)
