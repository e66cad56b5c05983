from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.rotation.criteria import (
    Criterion,
    bentler,
    bifactor,
    crawford_ferguson,
    entropy,
    equamax_kappa,
    geomin,
    infomax,
    oblimin,
    parsimax_kappa,
    quartimax,
    simplimax,
    target,
    varimax,
)

PATTERN = np.full((7, 3), np.nan)
PATTERN[:2] = 0.3
CRITERIA: dict[str, Criterion] = {
    "quartimax": quartimax,
    "varimax": varimax,
    "oblimin": oblimin,
    "oblimin gamma": partial(oblimin, gamma=-0.7),
    "crawford_ferguson": partial(crawford_ferguson, kappa=0.3),
    "geomin": geomin,
    "infomax": infomax,
    "entropy": entropy,
    "bentler": bentler,
    "simplimax": partial(simplimax, n_small=6),
    "bifactor": bifactor,
    "target": partial(target, pattern=PATTERN),
}
LOADINGS = np.random.default_rng(1).normal(size=(7, 3))


# Central differences of step 1e-6 are good to about 1e-9.
@pytest.mark.parametrize("name", CRITERIA)
def test_gradient_agrees_with_differences(name: str) -> None:
    criterion = CRITERIA[name]
    _, gradient = criterion(LOADINGS)
    step = 1e-6
    for place in np.ndindex(LOADINGS.shape):
        shift = np.zeros_like(LOADINGS)
        shift[place] = step
        difference = (criterion(LOADINGS + shift)[0] - criterion(LOADINGS - shift)[0]) / (2 * step)
        assert_allclose(gradient[place], difference, atol=1e-7)


@pytest.mark.parametrize("name", CRITERIA)
def test_many_at_once_are_each_alone(name: str) -> None:
    several = np.stack([LOADINGS, LOADINGS[::-1], 2 * LOADINGS])
    values, gradients = CRITERIA[name](several)
    for loadings, value, gradient in zip(several, values, gradients, strict=True):
        alone = CRITERIA[name](loadings)
        assert_allclose(value, alone[0], rtol=1e-12)
        assert_allclose(gradient, alone[1], rtol=1e-12, atol=1e-14)


def test_formulas_agree_with_their_loops() -> None:
    squares = LOADINGS**2
    n_items, n_factors = squares.shape
    rows = sum(
        squares[i, j] * squares[i, h]
        for i in range(n_items)
        for j in range(n_factors)
        for h in range(n_factors)
        if j != h
    )
    columns = sum(
        squares[i, j] * squares[h, j]
        for j in range(n_factors)
        for i in range(n_items)
        for h in range(n_items)
        if i != h
    )
    assert_allclose(oblimin(LOADINGS)[0], rows / 4, rtol=1e-12)
    assert_allclose(
        crawford_ferguson(LOADINGS, 0.3)[0], (0.7 * rows + 0.3 * columns) / 4, rtol=1e-12
    )
    shares = squares / squares.sum()
    told = sum(
        share * np.log(share / (shares[i].sum() * shares[:, j].sum()))
        for (i, j), share in np.ndenumerate(shares)
    )
    assert_allclose(infomax(LOADINGS)[0], np.log(n_factors) - told, rtol=1e-12)


def test_crawford_ferguson_holds_the_family() -> None:
    # Crawford and Ferguson (1970): the differences do not depend on the rotation.
    turned = LOADINGS @ np.linalg.qr(np.random.default_rng(2).normal(size=(3, 3)))[0]
    for kappa, member in ((0.0, quartimax), (1 / 7, varimax)):
        before = crawford_ferguson(LOADINGS, kappa)[0] - member(LOADINGS)[0]
        after = crawford_ferguson(turned, kappa)[0] - member(turned)[0]
        assert_allclose(before, after, rtol=1e-10)


def test_equamax_is_not_quartimax() -> None:
    assert equamax_kappa(9, 3) == pytest.approx(3 / 18)
    assert parsimax_kappa(9, 3) == pytest.approx(2 / 10)


@pytest.mark.parametrize("name", ["infomax", "entropy"])
def test_a_loading_of_exactly_zero_is_allowed(name: str) -> None:
    loadings = LOADINGS.copy()
    loadings[0, 0] = 0
    value, gradient = CRITERIA[name](loadings)
    assert np.isfinite(value)
    assert np.isfinite(gradient).all()


def test_perfect_simple_structure_is_the_least_that_can_be() -> None:
    simple = np.repeat(np.eye(3), 3, axis=0) * 0.7
    for criterion in (oblimin, bifactor, bentler, infomax):
        assert_allclose(criterion(simple)[0], 0, atol=1e-12)
