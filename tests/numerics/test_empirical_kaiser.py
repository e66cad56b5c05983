import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.empirical_kaiser import empirical_kaiser_reference


def test_agrees_with_the_literal_loop() -> None:
    eigenvalues = np.array([1.9, 1.4, 1.1, 0.9, 0.4, 0.3])
    n_items, n = 6, 40
    expected = []
    for j in range(1, n_items + 1):
        left = n_items
        for earlier in range(1, j):
            left -= eigenvalues[earlier - 1]
        limit = left / (n_items - j + 1) * (1 + np.sqrt(n_items / n)) ** 2
        expected.append(max(limit, 1.0))
    assert_allclose(empirical_kaiser_reference(eigenvalues, n), expected, rtol=1e-14)
    assert len(set(expected)) > 3


def test_endless_sample_leaves_the_rule_of_kaiser_and_guttman() -> None:
    eigenvalues = np.array([2.0, 1.2, 0.5, 0.3])
    assert_allclose(empirical_kaiser_reference(eigenvalues, 10**12), 1.0, rtol=1e-5)


# The largest eigenvalue of uncorrelated items lies about the first reference.
@pytest.mark.slow
def test_first_reference_is_the_size_of_chance(n_simulations: int) -> None:
    rng = np.random.default_rng(13)
    n, n_items = 400, 40
    largest = []
    for _ in range(n_simulations):
        correlation = np.corrcoef(rng.normal(size=(n, n_items)), rowvar=False)
        largest.append(np.linalg.eigvalsh(correlation)[-1])
    first = empirical_kaiser_reference(np.ones(n_items), n)[0]
    # Finite samples stay below the limit by about n ** (-2 / 3).
    assert 0.93 * first < np.mean(largest) < first
