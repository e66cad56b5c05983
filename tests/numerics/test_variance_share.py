import numpy as np
from numpy.testing import assert_allclose

from covalue_measures.numerics.internal_consistency import coefficient_alpha
from covalue_measures.numerics.variance_share import composite_share, item_share

LOADINGS = np.array([0.9, 1.1, 0.4])
COMMON = np.outer(LOADINGS, LOADINGS)
TOTAL = COMMON + np.diag([0.5, 0.8, 1.2])


def test_composite_share_is_mcdonalds_formula() -> None:
    share = composite_share(COMMON, TOTAL)
    assert_allclose(share.value, 2.4**2 / (2.4**2 + 2.5), rtol=1e-14)


def test_composite_share_of_equal_loadings_is_alpha() -> None:
    common = np.full((4, 4), 0.6)
    total = common + np.diag([0.3, 0.5, 0.2, 0.9])
    assert_allclose(composite_share(common, total).value, coefficient_alpha(total), rtol=1e-14)


def test_item_share_is_fornell_and_larckers_formula() -> None:
    squares = LOADINGS @ LOADINGS
    assert_allclose(item_share(COMMON, TOTAL).value, squares / (squares + 2.5), rtol=1e-14)


def test_slopes_are_those_of_differences() -> None:
    for kind in (composite_share, item_share):
        share = kind(COMMON, TOTAL)
        for row in range(3):
            for column in range(3):
                step = np.zeros((3, 3))
                step[row, column] = 1e-6
                moved = kind(COMMON + step, TOTAL).value - kind(COMMON - step, TOTAL).value
                assert_allclose(share.by_common[row, column], moved / 2e-6, atol=1e-9)
                moved = kind(COMMON, TOTAL + step).value - kind(COMMON, TOTAL - step).value
                assert_allclose(share.by_total[row, column], moved / 2e-6, atol=1e-9)
