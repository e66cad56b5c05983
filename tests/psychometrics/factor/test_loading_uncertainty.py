import numpy as np
import pytest
from factor_cases import correlations_of
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
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


def test_analytic_standard_errors_agree_with_lavaans_map() -> None:
    table = reference("lavaan_efa_standard_errors")["hs9_oblimin"]
    op, estimates, errors = (np.array(table[key]) for key in ("op", "est", "se"))
    fit = fit_efa(DATA, 3, extraction="maximum_likelihood")
    result = estimate_loading_uncertainty(fit, method="analytic", confidence_level=0.9)
    is_loading = op == "=~"
    expected = errors[is_loading].reshape(3, 9).T
    # Their factors stand in another order.
    theirs = estimates[is_loading].reshape(3, 9).T
    gap = np.abs(fit.loadings.to_numpy()[:, :, None] - theirs[:, None, :]).max(axis=0)
    order = gap.argmin(axis=1)
    assert_allclose(result.standard_errors, expected[:, order], rtol=1e-3)
    phi = result.factor_correlation_standard_errors.to_numpy()
    is_pair = (op == "~~") & (np.array(table["lhs"]) != np.array(table["rhs"]))
    full = np.zeros((3, 3))
    full[np.triu_indices(3, 1)] = errors[is_pair]
    assert_allclose(phi, (full + full.T)[np.ix_(order, order)], rtol=1e-3)
    reach = 1.6448536269514722 * result.standard_errors
    assert_allclose(result.upper - fit.loadings, reach, rtol=1e-10)
    assert_allclose(fit.loadings - result.lower, reach, rtol=1e-10)
    width = result.factor_correlation_upper - result.factor_correlation_lower
    assert_allclose(width, 2 * 1.6448536269514722 * phi, rtol=1e-10)
    assert (result.method, result.n_draws) == ("analytic", 0)
    assert result.congruence.isna().all(axis=None)


# 100 draws leave 7 percent of noise in a standard error, and little in the median of 16. The
# answers have normal latent responses and fit two factors, so that both methods are right.
@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_analytic_and_bootstrap_agree(correlation: str) -> None:
    rng = np.random.default_rng(11)
    factors = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], 1000).repeat(4, axis=1)
    answers = 0.7 * factors + np.sqrt(0.51) * rng.standard_normal((1000, 8))
    if correlation == "polychoric":
        answers = np.digitize(answers, [-0.5, 0.8])
    fit = fit_efa(answers, 2, correlation=correlation)
    analytic = estimate_loading_uncertainty(fit, method="analytic")
    drawn = estimate_loading_uncertainty(fit, answers, n_draws=100, n_starts=2)
    ratio = (analytic.standard_errors / drawn.standard_errors).to_numpy()
    assert 0.93 < np.median(ratio) < 1.07
    assert (np.abs(ratio - 1) < 4 * 0.071).all()
    phi = [each.factor_correlation_standard_errors.iloc[0, 1] for each in (analytic, drawn)]
    assert_allclose(phi[0], phi[1], rtol=4 * 0.071)


def test_analytic_standard_errors_of_fixed_correlations_are_zero() -> None:
    fit = fit_efa(DATA, 3, extraction="maximum_likelihood", rotation="varimax")
    result = estimate_loading_uncertainty(fit, method="analytic")
    assert (result.factor_correlation_standard_errors == 0).all(axis=None)
    one = estimate_loading_uncertainty(fit_efa(DATA, 1), method="analytic")
    assert (one.standard_errors > 0).all(axis=None)


def test_analytic_standard_errors_need_the_matrix_alone() -> None:
    given = cm.CorrelationResult.from_matrix(correlations_of("hs9").correlations, 301)
    of_matrix, of_data = (
        estimate_loading_uncertainty(fit_efa(each, 3), method="analytic") for each in (given, DATA)
    )
    assert_allclose(of_matrix.standard_errors, of_data.standard_errors, rtol=1e-10)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rotation": "promax"}, "Promax minimizes no criterion of its own"),
        ({"rotation": "none"}, "Unrotated loadings stand where the extraction left them"),
        ({"extraction": "principal_axis"}, "extract by minres, whose solution is the same"),
    ],
)
def test_refuses_fits_without_analytic_standard_errors(options: dict, message: str) -> None:
    with pytest.raises(ResponseDataError, match=message) as caught:
        estimate_loading_uncertainty(fit_efa(DATA, 3, **options), method="analytic")
    assert "use method='bootstrap'" in str(caught.value)


def test_refuses_answers_that_analytic_standard_errors_do_not_hold_for() -> None:
    answers = DATA.gt(DATA.median()).astype(int)
    fit = fit_efa(answers, 1, extraction="maximum_likelihood", correlation="polychoric")
    with pytest.raises(ResponseDataError, match="maximum_likelihood loadings of polychoric"):
        estimate_loading_uncertainty(fit, method="analytic")
    holes = DATA.copy()
    holes.iloc[:10, 0] = np.nan
    with pytest.raises(ResponseDataError, match="rest on 291 of 301 respondents"):
        estimate_loading_uncertainty(fit_efa(holes, 3), method="analytic")
    with pytest.warns(DataQualityWarning, match="Heywood case"):
        fit = fit_efa(correlations_of("thurstone"), 4)
    with pytest.raises(InsufficientDataError, match="is a Heywood case, at the edge"):
        estimate_loading_uncertainty(fit, method="analytic")


def test_refuses() -> None:
    fit = fit_efa(DATA, 3)
    with pytest.raises(ResponseDataError, match="from 9 items of 301 respondents, not from these"):
        estimate_loading_uncertainty(fit, DATA.iloc[:200])
    with pytest.raises(InsufficientDataError, match="Only 5 of 5 bootstrap draws"):
        estimate_loading_uncertainty(fit, DATA, n_draws=5)
    given = cm.CorrelationResult.from_matrix(correlations_of("hs9").correlations, 301)
    with pytest.raises(ResponseDataError, match="given correlations, which cannot be estimated"):
        estimate_loading_uncertainty(fit_efa(given, 3), DATA)
    with pytest.raises(ResponseDataError, match="needs the data that the fit was made from"):
        estimate_loading_uncertainty(fit)
    with pytest.raises(ValueError, match="method must be one of 'bootstrap', 'analytic'"):
        estimate_loading_uncertainty(fit, DATA, method="delta")
