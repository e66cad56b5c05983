import numpy as np
from numpy.testing import assert_allclose

from covalue_measures.numerics.minimum_average_partial import average_partial_correlations


def test_agrees_with_regressions_on_component_scores() -> None:
    # Partial correlations as anyone would compute them: correlate what regression leaves.
    rng = np.random.default_rng(11)
    answers = rng.normal(size=(80, 5)) @ rng.normal(size=(5, 5))
    answers = (answers - answers.mean(axis=0)) / answers.std(axis=0)
    correlation = np.corrcoef(answers, rowvar=False)
    ours = average_partial_correlations(correlation)
    vectors = np.linalg.eigh(correlation)[1][:, ::-1]
    for n_removed in range(5):
        scores = answers @ vectors[:, :n_removed]
        weights = np.linalg.lstsq(scores, answers, rcond=None)[0]
        partial = np.corrcoef(answers - scores @ weights, rowvar=False)
        squared = fourth = 0.0
        for i in range(5):
            for j in range(5):
                if i != j:
                    squared += partial[i, j] ** 2
        for walk in np.ndindex(5, 5, 5, 5):
            fourth += np.prod([partial[walk[step - 1], walk[step]] for step in range(4)])
        expected = [squared / 20, (fourth - 5) / 20]
        assert_allclose(ours[n_removed], expected, rtol=1e-7)


def test_no_component_leaves_the_correlations_themselves() -> None:
    correlation = np.full((4, 4), 0.3) + 0.7 * np.eye(4)
    assert_allclose(average_partial_correlations(correlation)[0, 0], 0.09, rtol=1e-14)


def test_uncorrelated_items_have_no_component_to_remove() -> None:
    averages = average_partial_correlations(np.eye(5))
    assert_allclose(averages[0], 0, atol=1e-15)


def test_stops_where_an_item_has_nothing_left() -> None:
    # Items 1 and 2 are one: three components explain both to the last digit.
    correlation = np.eye(4)
    correlation[0, 1] = correlation[1, 0] = 1.0
    averages = average_partial_correlations(correlation)
    assert np.isfinite(averages[0]).all()
    assert np.isnan(averages[1:]).all()
