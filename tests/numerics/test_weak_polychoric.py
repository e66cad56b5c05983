import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, read_data

from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.numerics.polychoric import polychoric, thresholds_of
from covalue_measures.numerics.weak_polychoric import weak_polychoric
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import as_item_matrix

CODES, _ = encode_categories(as_item_matrix(read_data("bfi")[BFI_ITEMS]))
ABOVE = np.triu_indices(25, 1)


# Few respondents, whose shuffled answers correlate by chance up to .5, are left to the full
# likelihood in part.
@pytest.mark.parametrize("n_respondents", [2800, 300, 60])
def test_agrees_with_the_full_likelihood(n_respondents: int) -> None:
    codes = CODES[:n_respondents]
    rng = np.random.default_rng(2)
    shuffled = [rng.permuted(codes, axis=0) for _ in range(4)]
    tables = np.stack([pair_tables(each, 6)[ABOVE] for each in shuffled])
    ours = weak_polychoric(tables, thresholds_of(pair_tables(codes, 6)))
    expected = [polychoric(each, 6).correlations[ABOVE] for each in shuffled]
    assert_allclose(ours, expected, atol=1e-9)


def test_related_items_are_left_to_the_full_likelihood() -> None:
    tables = pair_tables(CODES, 6)
    ours = weak_polychoric(tables[ABOVE][None], thresholds_of(tables))
    expected = polychoric(CODES, 6).correlations[ABOVE]
    assert np.abs(expected).max() > 0.7
    assert_allclose(ours[0], expected, atol=1e-9)


def test_sets_do_not_depend_on_each_other() -> None:
    rng = np.random.default_rng(5)
    tables = np.stack([pair_tables(rng.permuted(CODES, axis=0), 6)[ABOVE] for _ in range(3)])
    thresholds = thresholds_of(pair_tables(CODES, 6))
    together = weak_polychoric(tables, thresholds)
    alone = [weak_polychoric(each[None], thresholds)[0] for each in tables]
    assert_allclose(together, alone, atol=1e-12)
