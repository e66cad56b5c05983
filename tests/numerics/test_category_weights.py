from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import matrix_of, reference

from covalue_measures.numerics.category_weights import WeightScheme, category_weights

SCHEMES = get_args(WeightScheme)
IRRCAC = reference("weights_irrcac_5")


# irrCAC::linear.weights(1:5) and its like; sines and roots differ in the last bits.
@pytest.mark.parametrize("scheme", IRRCAC)
def test_agrees_with_irrcac(scheme: str) -> None:
    ours = category_weights(scheme, np.arange(1.0, 6.0))
    assert_allclose(ours, matrix_of(IRRCAC[scheme]), rtol=1e-14, atol=1e-15)


def test_every_scheme_but_the_plain_one_is_compared() -> None:
    assert set(IRRCAC) == set(SCHEMES) - {"unweighted"}
    assert_array_equal(category_weights("unweighted", np.arange(4.0)), np.eye(4))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_weights_are_symmetric_shares(scheme: str) -> None:
    weights = category_weights(scheme, np.array([0.0, 1.0, 3.0, 7.0]))
    assert_allclose(weights, weights.T, rtol=1e-14)
    assert_array_equal(weights.diagonal(), np.ones(4))
    assert weights.min() == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_two_categories_agree_or_not(scheme: str) -> None:
    assert_allclose(category_weights(scheme, np.array([1.0, 2.0])), np.eye(2), atol=1e-15)
    assert_array_equal(category_weights(scheme, np.array([3.0])), [[1.0]])


def test_values_count_where_the_scheme_is_of_values() -> None:
    values = np.array([1.0, 2.0, 5.0])
    assert_allclose(category_weights("linear", values)[0], [1, 0.75, 0])
    assert_allclose(category_weights("quadratic", values)[0], [1, 15 / 16, 0])
    assert_allclose(category_weights("ordinal", values)[0], [1, 2 / 3, 0])
