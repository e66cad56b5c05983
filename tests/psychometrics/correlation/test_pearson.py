import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import InsufficientDataError, ResponseDataError

ITEMS = ["A1", "A2", "A3", "A4", "A5"]


# stats::cor and the n of psych::corr.test; closed forms.
@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_agrees_with_r(missing: str) -> None:
    expected = reference("pearson_spearman_kendall_bfi_A")
    result = cm.estimate_pearson(read_data("bfi")[ITEMS], missing=missing)
    assert_allclose(result.matrix, matrix_of(expected[f"pearson_{missing}"], ITEMS), rtol=1e-10)
    if missing == "pairwise":
        assert_allclose(result.n_pairwise, matrix_of(expected["n"], ITEMS))


def test_selection_keeps_what_belongs_to_it() -> None:
    result = cm.estimate_pearson(read_data("bfi")[ITEMS])
    part = result.select(["A3", "A1"])
    assert part.item_ids == ("A3", "A1")
    assert part.correlations.loc["A3", "A1"] == result.correlations.loc["A1", "A3"]
    assert part.n_pairwise.loc["A3", "A1"] == result.n_pairwise.loc["A1", "A3"]


def test_large_offsets_do_not_cost_digits() -> None:
    frame = read_data("bfi")[ITEMS]
    assert_allclose(
        cm.estimate_pearson(frame + 1e6).matrix, cm.estimate_pearson(frame).matrix, rtol=1e-8
    )


def test_a_pair_without_variation_is_named() -> None:
    answers = np.array([[1, np.nan, 1], [2, 3, 2], [2, 4, 3], [1, np.nan, 1]])
    with pytest.raises(
        InsufficientDataError, match=r"'item1' and 'item2' have 2 respondents in common"
    ):
        cm.estimate_pearson(answers)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 0.5]], r"square, this one is \(1, 2\)"),
        ([[1, 0.5], [0.4, 1]], "'a' and 'b' is 0.5 one way and 0.4 the other"),
        ([[2, 0.5], [0.5, 1]], "has 1 in its diagonal"),
        ([[1, 1.5], [1.5, 1]], "nothing above"),
    ],
)
def test_refuses_what_is_no_correlation_matrix(matrix: list[list[float]], message: str) -> None:
    frame = pd.DataFrame(matrix, columns=["a", "b"])
    with pytest.raises(ResponseDataError, match=message):
        cm.CorrelationResult.from_matrix(frame, 100)
