import numpy as np
import pytest
from factor_cases import correlations_of
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.psychometrics.factor import estimate_loading_uncertainty, fit_efa

DATA = read_data("holzinger1939")[HS_ITEMS]


def test_agrees_with_fitting_each_draw() -> None:
    fit = fit_efa(DATA, 3)
    result = estimate_loading_uncertainty(fit, DATA, n_draws=25, seed=4)
    draws = []
    for child in np.random.SeedSequence(4).spawn(25):
        rows = np.random.default_rng(child).integers(0, 301, 301)
        again = fit_efa(DATA.iloc[rows], 3)
        phi = again.factor_correlations.to_numpy()
        draws.append(align(again.loadings.to_numpy(), phi, fit.loadings.to_numpy())[0])
    assert_allclose(result.standard_errors, np.std(draws, axis=0, ddof=1), atol=1e-6)
    assert_allclose(result.lower, np.quantile(draws, 0.025, axis=0), atol=1e-6)
    assert_allclose(result.upper, np.quantile(draws, 0.975, axis=0), atol=1e-6)
    assert (result.n_draws, result.n_failed) == (25, 0)


# lavaan::efa's standard errors assume normal answers, which these are not quite; 100 draws add 7
# percent of noise. So the two are of a size, and no more is claimed.
def test_is_of_the_size_of_lavaans() -> None:
    columns = reference("lavaan_efa_hs9_3f_oblimin")["std"]["columns"]
    is_loading = np.array(columns["op"]) == "=~"
    expected = np.array(columns["se"], float)[is_loading].reshape(3, 9)
    fit = fit_efa(DATA, 3, extraction="maximum_likelihood")
    result = estimate_loading_uncertainty(fit, DATA, n_draws=100)
    assert 0.9 < np.median(result.standard_errors) / np.median(expected) < 1.35
    assert (result.congruence["mean"] > 0.95).all()
    inside = (result.lower <= fit.loadings) & (fit.loadings <= result.upper)
    assert inside.to_numpy().all()


def test_orthogonal_factors_stay_uncorrelated() -> None:
    fit = fit_efa(DATA, 3, rotation="varimax")
    result = estimate_loading_uncertainty(fit, DATA, n_draws=20)
    assert_allclose(result.factor_correlation_standard_errors, 0, atol=1e-12)


def test_polychorics_are_estimated_anew() -> None:
    answers = DATA.gt(DATA.median()).astype(int)
    fit = fit_efa(answers, 1, correlation="polychoric")
    result = estimate_loading_uncertainty(fit, answers, n_draws=20)
    pearson = estimate_loading_uncertainty(fit_efa(answers, 1), answers, n_draws=20)
    assert np.median(result.standard_errors) > np.median(pearson.standard_errors)


def test_progress_is_told() -> None:
    told = []
    fit = fit_efa(DATA, 1)
    estimate_loading_uncertainty(fit, DATA, n_draws=20, progress=lambda *step: told.append(step))
    assert told[-1] == ("bootstrap of loadings", 20, 20)


def test_refuses() -> None:
    fit = fit_efa(DATA, 3)
    with pytest.raises(ResponseDataError, match="from 9 items of 301 respondents, not from these"):
        estimate_loading_uncertainty(fit, DATA.iloc[:200])
    with pytest.raises(InsufficientDataError, match="Only 5 of 5 bootstrap draws"):
        estimate_loading_uncertainty(fit, DATA, n_draws=5)
    given = cm.CorrelationResult.from_matrix(correlations_of("hs9").correlations, 301)
    with pytest.raises(ResponseDataError, match="given correlations, which cannot be estimated"):
        estimate_loading_uncertainty(fit_efa(given, 3), DATA)
