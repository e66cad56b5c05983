import numpy as np
import pytest
from factor_cases import N_FACTORS, matrix_for
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.numerics.hull import (
    common_part_accounted_for,
    hull_of_factors,
    scree_test_values,
)

NAMES = [*N_FACTORS, "bfi25_poly"]


def correlations_for(name: str) -> np.ndarray:
    if name == "bfi25_poly":
        return cm.estimate_polychoric(read_data("bfi")[BFI_ITEMS], missing="listwise").matrix
    return matrix_for(name)


def solutions(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return fit, degrees of freedom and scree test of EFAtools::HULL(method = "ML")."""
    table = reference(f"efatools_retention_{name}")["HULL_ML"]
    fit, df, scree = np.array(table["solutions_CAF"]["data"], dtype=float).T[1:]
    return fit, df.astype(int), np.where(scree == 0, np.nan, scree), table["n_fac_CAF"]


@pytest.mark.parametrize("name", NAMES)
def test_bends_agree_with_efatools_at_its_own_fits(name: str) -> None:
    fit, df, expected, n_factors = solutions(name)
    ours = scree_test_values(fit, df)
    assert_allclose(ours, expected, rtol=1e-9)
    assert np.nanargmax(ours) == n_factors


# EFAtools stops its likelihood search at about 1e-5 of the fit. Where a uniqueness stands at its
# lower bound the likelihood has several maxima: with four factors of thurstone EFAtools ends in
# one with .5043, R's factanal in ours with .5038, and from fifty starts in one with .4986.
@pytest.mark.parametrize("name", NAMES)
def test_fit_agrees_with_efatools(name: str) -> None:
    fit, df, _, n_factors = solutions(name)
    ours = hull_of_factors(correlations_for(name), len(fit) - 1)
    assert ours.is_converged.all()
    np.testing.assert_array_equal(ours.df, df)
    assert_allclose(ours.fit, fit, rtol=2e-3 if name == "thurstone" else 2e-5)
    is_proper = ~ours.is_heywood
    assert_allclose(ours.fit[is_proper], fit[is_proper], rtol=2e-5)
    if name != "thurstone":
        assert ours.n_factors == n_factors


def test_nothing_extracted_is_one_less_sampling_adequacy() -> None:
    correlation = matrix_for("hs9")
    expected = reference("kmo_bartlett_hs9")["MSA"]
    fit = common_part_accounted_for(correlation, np.zeros((9, 0)))
    assert_allclose(fit, 1 - expected, rtol=1e-10)


def test_only_the_upper_hull_bends() -> None:
    # 2 lies below the line from 1 to 3, 4 fits worse than 3, and 0 and 5 are the ends.
    fit = np.array([0.0, 0.5, 0.55, 0.7, 0.65, 0.75])
    df = np.array([15, 10, 6, 3, 1, 0])
    bends = scree_test_values(fit, df)
    np.testing.assert_array_equal(np.isnan(bends), [True, False, True, False, True, True])
    assert_allclose(bends[1], (0.5 / 5) / (0.2 / 7))
    assert_allclose(bends[3], (0.2 / 7) / (0.05 / 3))


def test_two_solutions_leave_nothing_to_choose() -> None:
    correlation = np.full((3, 3), 0.4) + 0.6 * np.eye(3)
    hull = hull_of_factors(correlation, 5)
    assert list(hull.df) == [3, 0]
    assert hull.n_factors is None
