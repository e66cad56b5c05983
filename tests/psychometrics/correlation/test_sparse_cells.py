import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, read_data
from scipy.stats import multivariate_normal

from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.psychometrics.correlation import estimate_mixed, estimate_polychoric

COLUMNS = ["item_1", "item_2", "n_cells", "n_empty_cells", "smallest_expected", "n"]


def test_expected_counts_are_those_of_the_estimates() -> None:
    frame = read_data("science")
    result = estimate_polychoric(frame)
    table = result.sparse_pairs(np.inf).set_index(["item_1", "item_2"])
    assert len(table) == 6
    for (first, second), row in table.iterrows():
        rho = result.correlations.loc[first, second]
        joint = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
        ends = [np.array([-9, *result.thresholds[name], 9]) for name in (first, second)]
        below = [[joint.cdf([a, b]) for b in ends[1]] for a in ends[0]]
        expected = len(frame) * np.diff(np.diff(below, axis=0), axis=1).min()
        assert_allclose(row["smallest_expected"], expected, rtol=1e-2, atol=1e-4)
        seen = pd.crosstab(frame[first], frame[second])
        assert row["n_empty_cells"] == (seen == 0).to_numpy().sum()
        assert row["n_cells"] == seen.size
        assert row["n"] == len(frame)


def test_only_thin_tables_are_listed_the_emptiest_first() -> None:
    result = estimate_polychoric(read_data("bfi")[BFI_ITEMS])
    table = result.sparse_pairs()
    assert list(table.columns) == COLUMNS
    assert ((table["smallest_expected"] < 5) | (table["n_empty_cells"] > 0)).all()
    assert table["n_empty_cells"].is_monotonic_decreasing
    pairs_with_empty = int((result.empty_cells.to_numpy() > 0).sum() // 2)
    assert (table["n_empty_cells"] > 0).sum() == pairs_with_empty
    assert len(result.sparse_pairs(0.0)) == pairs_with_empty


def test_well_filled_tables_are_not_listed() -> None:
    answers = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], 25, axis=0)
    assert estimate_polychoric(answers).sparse_pairs().empty


def test_one_warning_names_pairs_whose_table_is_mostly_empty() -> None:
    rng = np.random.default_rng(1)
    thin = np.where(np.arange(200) < 12, rng.permutation(200) % 5, np.nan)
    answers = pd.DataFrame({"a": rng.integers(0, 5, 200), "b": rng.integers(0, 5, 200), "c": thin})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = estimate_polychoric(answers)
    assert [one.category for one in caught] == [DataQualityWarning]
    text = str(caught[0].message)
    assert "More than half of the cells are empty in the tables of 'a' with 'c', 'b' with 'c'" in (
        text
    )
    assert "'a' with 'b'" not in text
    assert result.empty_cells.loc["a", "c"] > 12


def test_a_warning_names_twenty_pairs_and_counts_the_rest() -> None:
    answers = np.repeat(np.tril(np.ones((9, 8), dtype=int), -1), 20, axis=0)
    with pytest.warns(DataQualityWarning, match=r"'item1' with 'item2'.* and 8 more\."):
        result = estimate_polychoric(answers)
    assert len(result.boundary_pairs) == 28


def test_mixed_results_list_their_ordinal_pairs() -> None:
    frame = read_data("bfi")[["A1", "age", "A2", "gender"]]
    mixed = estimate_mixed(frame, ordered=["A1", "A2", "gender"]).sparse_pairs(np.inf)
    alone = estimate_polychoric(frame.drop(columns="age")).sparse_pairs(np.inf)
    pd.testing.assert_frame_equal(mixed, alone)
