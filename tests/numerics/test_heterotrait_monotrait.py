import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.heterotrait_monotrait import Mean, heterotrait_monotrait

MEMBERSHIP = np.array([0, 1, 0, 2, 1, 2, 0])


def random_correlations(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(60, 7)) + rng.normal(size=(60, 1))
    return np.corrcoef(values, rowvar=False)


def literal(correlations: np.ndarray, geometric: bool) -> np.ndarray:
    def average(one: int, other: int) -> float:
        found = [
            abs(correlations[i, j])
            for i in range(7)
            for j in range(7)
            if i != j and MEMBERSHIP[i] == one and MEMBERSHIP[j] == other
        ]
        return float(np.exp(np.mean(np.log(found))) if geometric else np.mean(found))

    ratio = np.eye(3)
    for one in range(3):
        for other in range(3):
            if one != other:
                within = average(one, one) * average(other, other)
                ratio[one, other] = average(one, other) / np.sqrt(within)
    return ratio


@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_agrees_with_the_loop_over_pairs(mean: Mean) -> None:
    batch = np.stack([random_correlations(seed) for seed in range(3)])
    expected = [literal(correlations, mean == "geometric") for correlations in batch]
    assert_allclose(heterotrait_monotrait(batch, MEMBERSHIP, mean), expected, rtol=1e-12)


def test_geometric_ratio_is_the_factor_correlation_of_congeneric_items() -> None:
    loadings = np.array([0.9, 0.4, 0.7, 0.5, 0.8, 0.6])
    owner = np.repeat(np.eye(2), 3, axis=0)
    factors = np.array([[1.0, 0.42], [0.42, 1.0]])
    correlations = np.outer(loadings, loadings) * (owner @ factors @ owner.T)
    np.fill_diagonal(correlations, 1.0)
    membership = np.repeat([0, 1], 3)
    assert_allclose(
        heterotrait_monotrait(correlations, membership, "geometric"), factors, rtol=1e-12
    )


def test_signs_do_not_matter() -> None:
    correlations = random_correlations(1)
    signs = np.array([1, -1, -1, 1, 1, -1, 1])
    assert_allclose(
        heterotrait_monotrait(correlations * np.outer(signs, signs), MEMBERSHIP, "arithmetic"),
        heterotrait_monotrait(correlations, MEMBERSHIP, "arithmetic"),
        rtol=1e-14,
    )


def test_a_correlation_of_zero_makes_the_geometric_average_zero() -> None:
    correlations = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    correlations[0, 2] = correlations[2, 0] = 0.0
    ratio = heterotrait_monotrait(correlations, np.array([0, 0, 1, 1]), "geometric")
    assert ratio[0, 1] == pytest.approx(0.0, abs=1e-60)
