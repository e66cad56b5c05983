import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import InsufficientDataError

DATA = {
    "bfi25": lambda: read_data("bfi")[BFI_ITEMS],
    "hs9": lambda: read_data("holzinger1939")[HS_ITEMS],
    "thurstone": lambda: cm.CorrelationResult.from_matrix(read_data("cor_thurstone"), 213),
    "reise16": lambda: cm.CorrelationResult.from_matrix(read_data("cor_reise"), 1000),
}


# psych::KMO and psych::cortest.bartlett on the same correlations; closed forms.
@pytest.mark.parametrize("name", DATA)
def test_agrees_with_psych(name: str) -> None:
    expected = reference(f"kmo_bartlett_{name}")
    result = cm.assess_suitability(DATA[name]())
    assert_allclose(result.kmo, expected["MSA"], rtol=1e-10)
    assert_allclose(result.items["kmo"], list(expected["MSAi"].values()), rtol=1e-10)
    assert_allclose(result.chi_square, expected["bartlett"]["chisq"], rtol=1e-10)
    assert result.df == expected["bartlett"]["df"]
    assert_allclose(result.pvalue, expected["bartlett"]["p.value"], rtol=1e-8)
    assert_allclose(result.determinant, expected["determinant"], rtol=1e-10)


def test_polychoric_agrees_with_psych_on_lavaans_correlations() -> None:
    expected = reference("kmo_bartlett_bfi25_poly")
    result = cm.assess_suitability(DATA["bfi25"](), correlation="polychoric", missing="listwise")
    # lavaan's own correlations stop at about 1e-6, and Bartlett's statistic multiplies by n.
    assert_allclose(result.kmo, expected["MSA"], rtol=1e-6)
    assert_allclose(result.chi_square, expected["bartlett"]["chisq"], rtol=1e-6)


def test_a_repeated_item_is_said() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    with pytest.raises(InsufficientDataError, match=r"not positive definite.*repeat each other"):
        cm.assess_suitability(frame.assign(copy=frame["x1"]))


def test_uncorrelated_items_are_not_worth_factoring() -> None:
    given = cm.CorrelationResult.from_matrix(
        pd.DataFrame(np.eye(4) + 1e-3 * (1 - np.eye(4)), columns=list("abcd")), 200
    )
    result = cm.assess_suitability(given)
    assert result.pvalue > 0.99
    assert result.kmo == pytest.approx(0.5, abs=0.01)
