import numpy as np
import pandas as pd
import pytest
from factor_cases import correlations_of
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, matrix_of, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.psychometrics.factor import EfaResult, fit_efa, score_factors

METHODS = {
    "thurstone": "Thurstone",
    "bartlett": "Bartlett",
    "ten_berge": "tenBerge",
    "anderson": "Anderson",
}
DATA = read_data("holzinger1939")[HS_ITEMS]


def fit_for(method: str) -> EfaResult:
    rotation = "varimax" if method == "anderson" else "oblimin"
    return fit_efa(DATA, 3, extraction="maximum_likelihood", rotation=rotation)


# psych::factor.scores of psych::fa, whose oblimin stops at 1e-5 and varimax sooner: 1e-4 and 2e-3
# in the scores. The weights from equal loadings agree to 1e-8, in tests/numerics.
@pytest.mark.parametrize("method", METHODS)
def test_agrees_with_psych(method: str) -> None:
    expected = reference(f"factor_scores_hs9_{METHODS[method]}")
    fit = fit_for(method)
    result = score_factors(fit, DATA, method=method)
    cross = fit.loadings.to_numpy().T @ matrix_of(expected["loadings"])
    order = np.argmax(np.abs(cross), axis=1)
    signs = np.sign(cross[np.arange(3), order])
    atol = 5e-3 if method == "anderson" else 1e-4
    assert_allclose(result.weights, matrix_of(expected["weights"])[:, order] * signs, atol=atol)
    first = np.array(expected["scores_first20"]["data"])[:, order] * signs
    assert_allclose(result.scores.iloc[:20], first, atol=atol)
    correlations = matrix_of(expected["r.scores"])[np.ix_(order, order)] * np.outer(signs, signs)
    assert_allclose(result.score_correlations, correlations, atol=atol)
    assert result.n_scored == 301


def test_determinacy_bounds_validity() -> None:
    fit = fit_for("thurstone")
    regression = score_factors(fit, DATA).factors
    assert_allclose(regression["validity"], regression["determinacy"], rtol=1e-10)
    assert_allclose(
        regression["minimum_correlation"], 2 * regression["determinacy"] ** 2 - 1, rtol=1e-12
    )
    for method in ("bartlett", "ten_berge"):
        other = score_factors(fit, DATA, method=method).factors
        assert (other["validity"] < other["determinacy"]).all()


def test_a_missing_answer_leaves_no_score() -> None:
    gaps = DATA.copy()
    gaps.loc[[3, 7], "x2"] = np.nan
    result = score_factors(fit_for("thurstone"), gaps)
    assert result.scores.isna().all(axis=1).to_numpy().nonzero()[0].tolist() == [3, 7]
    assert (result.n_respondents, result.n_scored) == (301, 299)


def test_others_are_scored_by_the_standard_of_the_fit() -> None:
    fit = fit_for("thurstone")
    whole = score_factors(fit, DATA)
    few = score_factors(fit, DATA.iloc[:2, ::-1], standardize_by=DATA)
    pd.testing.assert_frame_equal(few.scores, whole.scores.iloc[:2])


def test_refuses() -> None:
    fit = fit_for("thurstone")
    with pytest.raises(ResponseDataError, match="Item 'x9' of the factor analysis is not among"):
        score_factors(fit, DATA.iloc[:, :8])
    with pytest.raises(ValueError, match="these factors may correlate; use method='ten_berge'"):
        score_factors(fit, DATA, method="anderson")
    with pytest.raises(ValueError, match="no method 'sum' of scoring"):
        score_factors(fit, DATA, method="sum")
    with pytest.raises(InsufficientDataError, match="'x1' does not vary among the 1 respondents"):
        score_factors(fit, DATA.iloc[:1])
    matrix = correlations_of("hs9").correlations.copy()
    matrix.loc["x1", "x2"] = matrix.loc["x2", "x1"] = -0.95
    with pytest.warns(DataQualityWarning):
        indefinite = fit_efa(cm.CorrelationResult.from_matrix(matrix, 301), 2)
    with pytest.raises(InsufficientDataError, match="have no inverse"):
        score_factors(indefinite, DATA)
