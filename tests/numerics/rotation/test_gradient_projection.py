from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.rotation.criteria import (
    Criterion,
    bentler,
    bifactor,
    crawford_ferguson,
    entropy,
    geomin,
    infomax,
    oblimin,
    quartimax,
    simplimax,
    target,
    varimax,
)
from covalue_measures.numerics.rotation.gradient_projection import Rotation, arranged, rotate

SETS = [
    "hs9_ml",
    "hs9_minres",
    "thurstone_ml",
    "reise16_ml",
    "bfi25_ml",
    "bfi25_minres",
    "bfi25_poly_ml",
]
#: GPArotation's names, whether oblique, and the criterion for k items and m factors.
CRITERIA = {
    "varimax": (False, lambda k, m: varimax),
    "varimax_kaiser": (False, lambda k, m: varimax),
    "quartimax": (False, lambda k, m: quartimax),
    "equamax": (False, lambda k, m: partial(crawford_ferguson, kappa=m / (2 * k))),
    "parsimax": (False, lambda k, m: partial(crawford_ferguson, kappa=(m - 1) / (k + m - 2))),
    "entropy": (False, lambda k, m: entropy),
    "infomaxT": (False, lambda k, m: infomax),
    "geominT": (False, lambda k, m: geomin),
    "bifactorT": (False, lambda k, m: bifactor),
    "oblimin0": (True, lambda k, m: oblimin),
    "oblimin0_kaiser": (True, lambda k, m: oblimin),
    "geominQ": (True, lambda k, m: geomin),
    "geominQ_001": (True, lambda k, m: partial(geomin, epsilon=0.001)),
    "cfQ_varimax": (True, lambda k, m: partial(crawford_ferguson, kappa=1 / k)),
    "cfQ_equamax": (True, lambda k, m: partial(crawford_ferguson, kappa=m / (2 * k))),
    "infomaxQ": (True, lambda k, m: infomax),
    "bentlerQ": (True, lambda k, m: bentler),
    "bifactorQ": (True, lambda k, m: bifactor),
}
#: Thirty starts of ours find a lower minimum than thirty of GPArotation's.
LOWER = {("reise16_ml", "geominQ_001")}


def best_of(start: np.ndarray, criterion: Criterion, *, oblique: bool, **more: object) -> Rotation:
    rng = np.random.default_rng(0)
    return arranged(rotate(start, criterion, oblique=oblique, rng=rng, n_starts=30, **more))


# GPArotation's best of 31 starts, polished to a gradient of 1e-12, in two bifactorQ 3e-8.
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("rotation", CRITERIA)
def test_agrees_with_gparotation(name: str, rotation: str) -> None:
    values = reference(f"gparotation_{name}")
    start, expected = matrix_of(values["input_loadings"]), values[rotation]
    oblique, criterion_of = CRITERIA[rotation]
    normalize = rotation.endswith("kaiser")
    result = best_of(start, criterion_of(*start.shape), oblique=oblique, normalize=normalize)
    assert result.converged
    assert result.n_starts == 30
    if (name, rotation) in LOWER:
        assert result.criterion < expected["f"]
        assert result.n_distinct_minima > 1
        return
    assert_allclose(result.criterion, expected["f"], rtol=1e-8)
    assert_allclose(result.loadings, matrix_of(expected["loadings"]), atol=1e-5)
    assert_allclose(result.factor_correlations, matrix_of(expected["Phi"]), atol=1e-5)
    if expected["share_at_best"] == 1 and expected["distinct_minima_5dp"] == 1:
        assert (result.n_starts_at_best, result.n_distinct_minima) == (30, 1)


# Not smooth: no two starts of GPArotation's ended alike. Ours have to be at least as low.
@pytest.mark.parametrize("name", SETS)
def test_simplimax_is_no_worse_than_gparotation(name: str) -> None:
    values = reference(f"gparotation_{name}")
    start = matrix_of(values["input_loadings"])
    result = best_of(start, partial(simplimax, n_small=len(start)), oblique=True)
    assert result.criterion <= values["simplimax"]["f"] * (1 + 1e-8)
    assert result.n_distinct_minima > 1


# GPArotation from one start to a gradient of 1e-8. Its targetQ stopped at 3000 iterations.
@pytest.mark.parametrize(
    ("name", "oblique", "atol"),
    [
        ("pstT", False, 1e-6),
        ("pstQ", True, 1e-5),
        ("targetT", False, 1e-6),
        ("targetQ", True, 1e-5),
    ],
)
def test_target_agrees_with_gparotation(name: str, *, oblique: bool, atol: float) -> None:
    values = reference("target_hs9_ml")
    pattern = matrix_of(values["full_target"])
    if name.startswith("pst"):
        pattern = np.where(matrix_of(values["partial_target_zeros"]) == 1, 0.0, np.nan)
    start, expected = matrix_of(values["input"]), values[name]
    rotation = rotate(
        start,
        partial(target, pattern=pattern),
        oblique=oblique,
        rng=np.random.default_rng(0),
    )
    signs = np.sign(np.sum(rotation.loadings * matrix_of(expected["loadings"]), axis=0))
    assert_allclose(rotation.loadings * signs, matrix_of(expected["loadings"]), atol=atol)
    if "f" in expected:
        assert_allclose(rotation.criterion, expected["f"], rtol=1e-8)
    if oblique:
        phi = rotation.factor_correlations * np.outer(signs, signs)
        assert_allclose(phi, matrix_of(expected["Phi"]), atol=atol)


@pytest.mark.parametrize("oblique", [True, False])
@pytest.mark.parametrize("normalize", [True, False])
def test_rotation_keeps_communalities(*, oblique: bool, normalize: bool) -> None:
    start = np.random.default_rng(2).normal(size=(9, 3)) / 2
    start[4] = 0
    result = best_of(start, geomin, oblique=oblique, normalize=normalize)
    implied = result.loadings @ result.factor_correlations @ result.loadings.T
    assert_allclose(implied, start @ start.T, atol=1e-10)
    assert_allclose(np.diag(result.factor_correlations), 1, rtol=1e-12)


def test_stopping_early_is_said() -> None:
    start = np.random.default_rng(2).normal(size=(9, 3))
    result = rotate(
        start,
        oblimin,
        oblique=True,
        rng=np.random.default_rng(0),
        n_starts=1,
        max_iterations=2,
    )
    assert not result.converged
    assert result.iterations == 2
    assert result.n_distinct_minima == 0


def test_arranging_keeps_places_and_signs_that_mean_something() -> None:
    loadings = np.array([[0.1, -0.9, 0.5], [0.2, -0.8, 0.4]])
    correlations = np.array([[1, 0.1, 0.2], [0.1, 1, 0.3], [0.2, 0.3, 1]])
    plain = Rotation(loadings, correlations, 0.0, True, 1, 0.0, 1, 1, 1)
    result = arranged(plain)
    assert_allclose(result.loadings[0], [0.9, 0.5, 0.1])
    assert_allclose(result.factor_correlations[0], [1, -0.3, -0.1])
    assert_allclose(arranged(plain, n_in_place=1).loadings[0], [0.1, 0.9, 0.5])
    kept = arranged(plain, n_in_place=3, keeps_sign=np.array([True, True, True]))
    assert_allclose(kept.loadings, loadings)
