import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.schmid_leiman import schmid_leiman


# psych::schmid from psych's own oblique solution, so that only this step is compared; its
# second-order factor stops at about 1e-5.
@pytest.mark.parametrize("name", ["hs9", "thurstone"])
def test_agrees_with_psych(name: str) -> None:
    expected = reference("schmid_leiman_psych")[name]
    oblique, phi = matrix_of(expected["oblique"]), matrix_of(expected["phi"])
    result = schmid_leiman(oblique, phi)
    table = matrix_of(expected["sl"])
    assert_allclose(result.general, table[:, 0], atol=1e-4)
    assert_allclose(result.group, table[:, 1:4], atol=1e-4)
    assert_allclose(result.second_order, matrix_of(expected["gloading"])[:, 0], atol=1e-4)


def test_two_factors_share_their_correlation_equally() -> None:
    loadings = np.array([[0.8, 0], [0.7, 0], [0, 0.6], [0, 0.5]])
    result = schmid_leiman(loadings, np.array([[1, 0.49], [0.49, 1]]))
    assert_allclose(result.general, loadings.sum(axis=1) * 0.7, rtol=1e-12)
    assert_allclose(result.general**2 + (result.group**2).sum(axis=1), loadings.sum(axis=1) ** 2)
