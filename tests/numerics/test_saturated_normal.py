from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, matrix_of, read_data, reference

from covalue_measures.numerics.saturated_normal import fit_saturated_normal, patterns_of


# lavaan 0.6-14 stops expectation-maximization earlier than we do.
def test_moments_with_missing_cells_agree_with_lavaan() -> None:
    expected = reference("saturated_em_hs_miss")
    found = fit_saturated_normal(patterns_of(read_data("holzinger1939_miss")[HS_ITEMS].to_numpy()))
    assert_allclose(found.covariance, matrix_of(expected["cov"]), atol=1e-4)
    assert_allclose(found.mean, list(expected["mean"].values()), atol=1e-4)
