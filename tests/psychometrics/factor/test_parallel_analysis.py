import numpy as np
import pytest
from factor_cases import N_FACTORS, correlations_of
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference

import covalue_measures as cm


# psych::fa.parallel. Observed component eigenvalues are closed forms; factor eigenvalues rest on
# psych's one-factor minres, which stops at about 1e-6. Simulated means are compared with the
# Monte Carlo error of 200 draws on either side, 4 sqrt(2 / 200) standard deviations: those are
# about .05, and .3 for the first factor of few items, which is now and then a Heywood case.
@pytest.mark.parametrize("name", N_FACTORS)
def test_agrees_with_psych(name: str) -> None:
    expected = reference(f"parallel_psych_seed1_{name}")
    result = cm.suggest_n_factors(correlations_of(name), reference="normal", n_draws=200, seed=5)
    table = result.parallel_analysis
    assert_allclose(table["component"], expected["pc_values"], rtol=1e-10)
    assert_allclose(table["factor"], expected["fa_values"], atol=1e-5)
    assert_allclose(table["component_mean"], expected["pc_sim"], atol=0.02)
    assert_allclose(table["factor_mean"].iloc[0], expected["fa_sim"][0], atol=0.12)
    assert_allclose(table["factor_mean"].iloc[1:], expected["fa_sim"][1:], atol=0.02)
    assert result.n_factors == expected["nfact"]
    assert result.n_components == expected["ncomp"]


def test_polychoric_eigenvalues_agree_with_psych_on_lavaans_correlations() -> None:
    expected = reference("parallel_psych_seed1_bfi25_poly")
    frame = read_data("bfi")[BFI_ITEMS].dropna()
    result = cm.suggest_n_factors(frame, correlation="polychoric", n_draws=10)
    table = result.parallel_analysis
    assert_allclose(table["component"], expected["pc_values"], atol=1e-5)
    assert_allclose(table["factor"], expected["fa_values"], atol=2e-5)
    assert result.n_components == expected["ncomp"]
    assert result.n_factors == expected["nfact"]


def test_draws_have_their_own_streams() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    few, many = (cm.suggest_n_factors(frame, n_draws=n, quantile=1e-9) for n in (5, 6))
    # The smallest of six draws is one of the same five or the sixth.
    assert (
        many.parallel_analysis["component_reference"].iloc[0]
        <= few.parallel_analysis["component_reference"].iloc[0]
    )
    again = cm.suggest_n_factors(frame, n_draws=5, quantile=1e-9)
    assert_array_equal(again.parallel_analysis, few.parallel_analysis)


def test_permuting_keeps_missing_cells_and_categories() -> None:
    frame = read_data("bfi")[BFI_ITEMS[:5]]
    result = cm.suggest_n_factors(frame, n_draws=20)
    # Five agreeableness items: one component.
    assert result.n_components == 1
    assert result.n_respondents == len(frame)


def test_noise_has_no_factors() -> None:
    answers = np.random.default_rng(8).integers(0, 5, (400, 8))
    result = cm.suggest_n_factors(answers, n_draws=40, quantile=0.99)
    assert result.n_components == 0


def test_progress_is_told() -> None:
    told = []
    cm.suggest_n_factors(
        read_data("holzinger1939")[HS_ITEMS], n_draws=3, progress=lambda *step: told.append(step)
    )
    assert told == [("parallel analysis", done, 3) for done in (1, 2, 3)]
