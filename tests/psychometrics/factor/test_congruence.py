import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, matrix_of, read_data, reference

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.factor import factor_congruence, fit_efa


def loadings_of(table: dict) -> pd.DataFrame:
    return pd.DataFrame(matrix_of(table), index=table["rows"], columns=table["cols"])


# psych::factor.congruence rounds to two digits.
def test_agrees_with_psych() -> None:
    expected = reference("congruence_hs9_school")
    result = factor_congruence(loadings_of(expected["a"]), loadings_of(expected["b"]))
    theirs = loadings_of(expected["congruence"]).loc[result.index, result.columns]
    assert_allclose(result, theirs, atol=0.005)


def test_two_analyses_are_compared_by_item() -> None:
    tests = read_data("holzinger1939")
    first = fit_efa(tests.loc[tests["school"] == "Pasteur", HS_ITEMS], 3)
    second = fit_efa(tests.loc[tests["school"] != "Pasteur", HS_ITEMS[::-1]], 3)
    result = factor_congruence(first, second)
    assert (result.abs().max(axis=1) > 0.85).all()
    assert_allclose(np.diag(factor_congruence(first, first)), 1, rtol=1e-12)
    pd.testing.assert_frame_equal(factor_congruence(second, first).T, result)


def test_refuses() -> None:
    one = pd.DataFrame({"f": [0.6, 0.7]}, index=["a", "b"])
    with pytest.raises(ResponseDataError, match="'c' is in one of them only"):
        factor_congruence(one, pd.DataFrame({"f": [0.6, 0.7, 0.8]}, index=["a", "b", "c"]))
    with pytest.raises(ResponseDataError, match="an item is there twice"):
        factor_congruence(one, pd.DataFrame({"f": [0.6, 0.7, 0.8]}, index=["a", "b", "b"]))
    with pytest.raises(ResponseDataError, match="without any loading"):
        factor_congruence(one, 0 * one)
