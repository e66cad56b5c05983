import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, read_data, reference

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.correlation import estimate_polychoric, estimate_tetrachoric


# psych::tetrachoric maximizes with stats::optimize at its default tolerance, .Machine$double.eps
# to the power 1/4 or 1.2e-4, which leaves errors up to 3e-5 here. correct = 0.5 would count only
# in an empty cell; these data have none. Thresholds are closed forms.
@pytest.mark.parametrize("correct", ["", "correct0_"])
@pytest.mark.parametrize("name", ["lsat6", "lsat7", "ability16"])
def test_agrees_with_psych(name: str, correct: str) -> None:
    frame = read_data("ability" if name == "ability16" else name)
    expected = reference(f"tetrachoric_psych_{correct}{name}")
    result = estimate_tetrachoric(frame)
    assert not result.empty_cells.to_numpy().any()
    names = list(frame.columns)
    assert_allclose(result.matrix, matrix_of(expected["rho"], names), rtol=0, atol=3e-5)
    cuts = [result.thresholds[item][0] for item in names]
    assert_allclose(cuts, [expected["tau"][item] for item in names], rtol=1e-10)


@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_is_polychoric(missing: str) -> None:
    frame = read_data("ability").iloc[:, :4]
    ours = estimate_tetrachoric(frame, missing=missing)
    pd.testing.assert_frame_equal(
        ours.correlations, estimate_polychoric(frame, missing=missing).correlations
    )


def test_the_empty_cell_correction_is_passed_on() -> None:
    answers = np.repeat([[0, 0], [1, 0], [1, 1]], [30, 20, 30], axis=0)
    result = estimate_tetrachoric(answers, empty_cell_correction=0.5)
    # lavaan 0.6-14: lavCor, whose zero.add puts .5 there and keeps margins.
    assert_allclose(result.correlations.iloc[0, 1], 0.900405103928, atol=1e-5)


def test_refuses_items_with_more_categories() -> None:
    frame = pd.DataFrame({"a": [0, 1, 0, 1, 1, 0], "b": [1, 2, 3, 1, 3, 2]})
    with pytest.raises(ResponseDataError, match=r"Item 'b' has 3 categories \(1, 2, 3\)"):
        estimate_tetrachoric(frame)
