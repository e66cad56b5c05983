import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.constraint import constraint_of

EQUATIONS = {
    "two values": ([[1, 0, 0], [1, 0, 0]], [0, 1]),
    "each one more than the other": ([[1, -1, 0], [-1, 1, 0]], [1, 1]),
    "through equal parameters": ([[1, -1, 0], [0, 1, -1], [1, 0, -1]], [0, 0, 1]),
    "of no parameter": ([[0, 0, 0]], [1]),
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_contradictions_are_refused(name: str) -> None:
    matrix, right = (np.array(part, dtype=float) for part in EQUATIONS[name])
    with pytest.raises(ValueError, match="contradict each other"):
        constraint_of(matrix, right)


# Equal parameters, a value, and a sum that is written twice; large numbers round.
@pytest.mark.parametrize("size", [1.0, 1e6])
def test_parameters_fulfil_their_equations(size: float) -> None:
    matrix = np.array([[1, -1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 2, 0, 2, 0]]) * size
    right = np.array([0, 2, 3, 6]) * size
    constraint = constraint_of(matrix, right)
    assert constraint.basis.shape == (5, 2)
    parameters = constraint.expand(np.array([0.3, -0.7]))
    assert_allclose(matrix @ parameters, right, rtol=1e-12, atol=1e-12 * size)
