import numpy as np
import pytest
from factor_cases import matrix_for
from numpy.testing import assert_allclose

from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.numerics.rotation.choice import RotationChoice, choose_rotation
from covalue_measures.numerics.rotation.stationarity import Stationarity

CASES = [
    ("varimax", {}),
    ("varimax", {"normalize": False}),
    ("varimax", {"oblique": True}),
    ("quartimax", {}),
    ("equamax", {}),
    ("parsimax", {}),
    ("entropy", {}),
    ("bifactor", {}),
    ("oblimin", {}),
    ("oblimin", {"normalize": True}),
    ("oblimin", {"parameter": -0.5}),
    ("geomin", {}),
    ("geomin", {"oblique": False}),
    ("infomax", {}),
    ("bentler", {}),
    ("simplimax", {}),
    ("crawford_ferguson", {"parameter": 0.2}),
]


def solution(name: str, options: dict) -> tuple[RotationChoice, np.ndarray, np.ndarray]:
    choice = choose_rotation(name, n_items=9, n_factors=3, **options)
    start = minres(matrix_for("hs9"), 3).loadings
    rotated = choice.rotate(start, rng=np.random.default_rng(1), n_starts=10)
    return choice, rotated.loadings, rotated.factor_correlations


@pytest.mark.parametrize(("name", "options"), CASES)
def test_every_rotation_solves_its_equations(name: str, options: dict) -> None:
    choice, loadings, phi = solution(name, options)
    conditions = Stationarity(choice.criterion(9, 3), choice.oblique, choice.normalize)
    assert conditions.values(loadings, phi).shape == ((6,) if choice.oblique else (3,))
    assert_allclose(conditions.values(loadings, phi), 0, atol=5e-8)
    away = conditions.values(loadings + 0.1 * np.eye(9, 3), phi)
    assert np.abs(away).max() > 1e-4


# A rotation changes what holds at the minimum to first order, and only by its off-diagonal part:
# the scale of each factor is fixed.
@pytest.mark.parametrize(("name", "options"), CASES)
def test_derivatives_predict_a_small_step(name: str, options: dict) -> None:
    choice, loadings, phi = solution(name, options)
    conditions = Stationarity(choice.criterion(9, 3), choice.oblique, choice.normalize)
    rng = np.random.default_rng(3)
    step = 1e-4 * rng.standard_normal((9, 3))
    turn = np.triu(1e-4 * rng.standard_normal((3, 3)), 1) * choice.oblique
    moved = conditions.values(loadings + step, phi + turn + turn.T)
    change = np.concatenate([step.ravel(), turn[np.triu_indices(3, 1)]])
    derivatives = conditions.derivatives(loadings, phi)
    assert derivatives.shape[1] == (30 if choice.oblique else 27)
    assert_allclose(derivatives @ change[: derivatives.shape[1]], moved, atol=3e-6)
