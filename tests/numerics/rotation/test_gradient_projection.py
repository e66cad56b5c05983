import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.rotation.criteria import oblimin
from covalue_measures.numerics.rotation.gradient_projection import rotate_oblique


# GPArotation's best of 30 starts, polished to 1e-12.
@pytest.mark.parametrize("name", ["hs9", "bfi25"])
def test_oblimin_agrees_with_gparotation(name: str) -> None:
    values = reference(f"gparotation_{name}_minres")
    start, expected = matrix_of(values["input_loadings"]), values["oblimin0"]
    result = rotate_oblique(start, oblimin, rng=np.random.default_rng(0))
    assert result.converged
    assert_allclose(result.criterion, expected["f"], rtol=1e-8)
    assert_allclose(result.loadings, matrix_of(expected["loadings"]), atol=1e-5)
    assert_allclose(result.factor_correlations, matrix_of(expected["Phi"]), atol=1e-5)


def test_gradient_agrees_with_differences() -> None:
    loadings = np.random.default_rng(1).normal(size=(6, 3))
    _, gradient = oblimin(loadings)
    step = 1e-6
    for place in np.ndindex(loadings.shape):
        shift = np.zeros_like(loadings)
        shift[place] = step
        difference = (oblimin(loadings + shift)[0] - oblimin(loadings - shift)[0]) / (2 * step)
        assert_allclose(gradient[place], difference, atol=1e-7)


def test_rotation_keeps_communalities() -> None:
    start = np.random.default_rng(2).normal(size=(9, 3)) / 2
    result = rotate_oblique(start, oblimin, rng=np.random.default_rng(0))
    implied = result.loadings @ result.factor_correlations @ result.loadings.T
    assert_allclose(implied, start @ start.T, atol=1e-10)
    assert_allclose(np.diag(result.factor_correlations), 1, rtol=1e-12)


def test_stopping_early_is_said() -> None:
    start = np.random.default_rng(2).normal(size=(9, 3))
    result = rotate_oblique(
        start, oblimin, rng=np.random.default_rng(0), n_starts=1, max_iterations=2
    )
    assert not result.converged
    assert result.iterations == 2
