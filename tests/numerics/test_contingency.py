import numpy as np
from numpy.testing import assert_array_equal

from covalue_measures.numerics.contingency import pair_tables


def test_equals_the_loop_over_respondents() -> None:
    codes = np.random.default_rng(2).integers(-1, 3, (50, 4))
    tables = pair_tables(codes, 3)
    expected = np.zeros((4, 4, 3, 3))
    for row in codes:
        for i, first in enumerate(row):
            for j, second in enumerate(row):
                if first >= 0 and second >= 0:
                    expected[i, j, first, second] += 1
    assert_array_equal(tables, expected)
