import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.numerics.rotation.criteria import varimax
from covalue_measures.numerics.rotation.gradient_projection import arranged, rotate
from covalue_measures.numerics.rotation.promax import rotate_promax


def ordered(loadings: np.ndarray) -> np.ndarray:
    loadings = loadings * np.sign(loadings.sum(axis=0))
    return loadings[:, np.argsort(-np.sum(loadings**2, axis=0))]


# stats::promax of stats::varimax(eps = 1e-14) of factanal's loadings, which are good to 1e-7.
@pytest.mark.parametrize("name", ["hs9", "thurstone", "bfi25", "bfi25_poly", "reise16"])
def test_agrees_with_r(name: str) -> None:
    expected = reference(f"factanal_{name}")
    start = matrix_of(expected["unrotated"])
    result = arranged(rotate_promax(start, power=4, normalize=False, rng=np.random.default_rng(0)))
    assert_allclose(result.loadings, ordered(matrix_of(expected["promax_from_varimax"])), atol=1e-6)


# EFAtools::EFA(type = "psych"), whose varimax stops at 1e-5.
def test_agrees_with_efatools() -> None:
    expected = reference("efatools_efa_spss_hs9")["psych"]
    start = matrix_of(expected["unrot"])
    result = rotate_promax(start, power=4, normalize=False, rng=np.random.default_rng(0))
    loadings, phi, _ = align(
        matrix_of(expected["rot"]), matrix_of(expected["Phi"]), result.loadings
    )
    assert_allclose(result.loadings, loadings, atol=1e-4)
    assert_allclose(result.factor_correlations, phi, atol=1e-4)


# EFAtools::EFA(type = "SPSS") regresses loadings as they are on a target of items at length 1. That
# is neither of our two forms; from our varimax it is the same.
def test_form_of_spss_differs_after_varimax() -> None:
    expected = reference("efatools_efa_spss_hs9")["spss"]
    start = matrix_of(expected["unrot"])
    turned = rotate(
        start, varimax, oblique=False, rng=np.random.default_rng(0), normalize=True
    ).loadings
    simple = turned / np.linalg.norm(turned, axis=1, keepdims=True)
    transformation = np.linalg.lstsq(turned, simple * np.abs(simple) ** 3, rcond=None)[0]
    transformation *= np.sqrt(np.diag(np.linalg.inv(transformation.T @ transformation)))
    phi = np.linalg.inv(transformation.T @ transformation)
    loadings, phi, _ = align(turned @ transformation, phi, matrix_of(expected["rot"]))
    assert_allclose(loadings, matrix_of(expected["rot"]), atol=1e-6)
    assert_allclose(phi, matrix_of(expected["Phi"]), atol=1e-6)
    for normalize in (True, False):
        ours = rotate_promax(start, power=4, normalize=normalize, rng=np.random.default_rng(0))
        aligned, _, _ = align(ours.loadings, ours.factor_correlations, matrix_of(expected["rot"]))
        assert 0.02 < np.abs(aligned - matrix_of(expected["rot"])).max() < 0.06


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
