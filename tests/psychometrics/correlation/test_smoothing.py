import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, read_data, reference

from covalue_measures.exceptions import ConvergenceWarning
from covalue_measures.psychometrics.correlation import (
    CorrelationResult,
    estimate_pearson,
    smooth_correlations,
)


def given(name: str = "six") -> CorrelationResult:
    table = reference(f"smooth_psych_{name}")["given"]
    frame = pd.DataFrame(matrix_of(table), columns=table["cols"])
    return CorrelationResult.from_matrix(frame, 250)


# psych::cor.smooth, a closed form.
@pytest.mark.parametrize("name", ["three", "six"])
def test_eigenvalue_method_agrees_with_psych(name: str) -> None:
    expected = matrix_of(reference(f"smooth_psych_{name}")["smoothed"])
    assert_allclose(smooth_correlations(given(name)).matrix, expected, rtol=1e-10)


@pytest.mark.parametrize("method", ["eigenvalue", "nearest"])
def test_records_what_it_changed(method: str) -> None:
    before = given()
    after = smooth_correlations(before, method=method, smallest_eigenvalue=0.01)
    change = np.abs(after.matrix - before.matrix)
    first, second = after.largest_change_pair
    assert after.is_changed
    assert after.smoothing == method
    assert after.method == before.method
    assert after.n_respondents == 250
    assert after.item_ids == before.item_ids
    assert (
        after.largest_change
        == change.max()
        == abs(after.correlations.loc[first, second] - before.correlations.loc[first, second])
    )
    assert_allclose(after.smallest_eigenvalue_before, np.linalg.eigvalsh(before.matrix)[0])
    assert after.smallest_eigenvalue_before < 0
    # Bringing the diagonal back to 1 lowers it a little.
    assert 0.009 < after.smallest_eigenvalue_after < 0.0101
    assert_allclose(np.diag(after.matrix), 1, rtol=1e-14)


def test_the_nearest_matrix_is_nearer() -> None:
    before = given().matrix
    distance = {
        method: np.linalg.norm(smooth_correlations(given(), method=method).matrix - before)
        for method in ("eigenvalue", "nearest")
    }
    assert distance["nearest"] < distance["eigenvalue"]


@pytest.mark.parametrize("method", ["eigenvalue", "nearest"])
def test_a_positive_definite_matrix_is_returned_as_it_was(method: str) -> None:
    before = estimate_pearson(read_data("science"))
    after = smooth_correlations(before, method=method)
    pd.testing.assert_frame_equal(after.correlations, before.correlations)
    assert not after.is_changed
    assert after.largest_change == 0
    assert after.largest_change_pair is None
    assert after.smallest_eigenvalue_before == after.smallest_eigenvalue_after


def test_an_unfinished_search_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    from covalue_measures.numerics.nearest_correlation import nearest_correlation
    from covalue_measures.psychometrics.correlation import smoothing

    def hurried(correlation: np.ndarray, smallest: float) -> object:
        return nearest_correlation(correlation, smallest, max_iterations=2)

    monkeypatch.setattr(smoothing, "nearest_correlation", hurried)
    with pytest.warns(ConvergenceWarning, match="was not reached in 2 iterations"):
        result = smooth_correlations(given(), method="nearest")
    assert result.smallest_eigenvalue_after > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "bend"}, "method must be one of 'eigenvalue', 'nearest'; got 'bend'"),
        ({"smallest_eigenvalue": 0.0}, "smallest_eigenvalue must lie between 0 and 1, got 0.0"),
        ({"smallest_eigenvalue": 1.5}, "smallest_eigenvalue must lie between 0 and 1, got 1.5"),
    ],
)
def test_refuses(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        smooth_correlations(given(), **options)
