import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, read_data

from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polychoric_covariance import polychoric_covariance
from covalue_measures.numerics.polychoric_variances import polychoric_variances


# The whole covariance agrees with lavaan's, see its own tests.
@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_is_the_diagonal_of_the_covariance(missing: str) -> None:
    answers = read_data("bfi")[BFI_ITEMS[:10]]
    # Items with fewer categories than others, too.
    answers["A2"] = answers["A2"].clip(lower=4)
    answers["C1"] = answers["C1"].clip(upper=2)
    answers -= answers.min()
    values = (answers.dropna() if missing == "listwise" else answers).fillna(-1).to_numpy()
    codes = values.astype(np.int64)
    found = polychoric(codes, 6)
    covariance = polychoric_covariance(codes, found.thresholds, found.correlations)
    variances = polychoric_variances(codes, found.thresholds, found.correlations)
    assert_allclose(variances, np.diag(covariance), rtol=1e-10)


def test_a_correlation_at_the_end_of_its_range_has_none() -> None:
    codes = np.array([[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1], [1, 1, 1]])
    found = polychoric(codes, 2)
    variances = polychoric_variances(codes, found.thresholds, found.correlations)
    assert np.isnan(variances).tolist() == [False, False, False, True, False, False]
