import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import reference

from covalue_measures.numerics.correlation_intervals import pearson_interval, spearman_interval

PAIRS = reference("hypotheses_correlations")
LEVELS = {"level95": 0.95, "level90": 0.90}


# cor.test(x, y, conf.level = level); Spearman's by its formula in R.
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['first']}_{pair['second']}")
def test_intervals_agree_with_r(pair: dict, level: str) -> None:
    expected = pair[level]

    pearson = pearson_interval(expected["pearson"], expected["n"], LEVELS[level])
    spearman = spearman_interval(expected["spearman"], expected["n"], LEVELS[level])

    assert_allclose(pearson, expected["pearson_interval"], rtol=1e-10)
    assert_allclose(spearman, expected["spearman_interval"], rtol=1e-10)


def test_ranks_are_less_exact_than_values() -> None:
    pearson, spearman = pearson_interval(0.6, 50, 0.95), spearman_interval(0.6, 50, 0.95)

    assert spearman[0] < pearson[0] < 0.6 < pearson[1] < spearman[1]
    assert_allclose(pearson_interval(0.0, 50, 0.95), spearman_interval(0.0, 50, 0.95))


@pytest.mark.parametrize("interval", [pearson_interval, spearman_interval])
def test_edges(interval) -> None:
    assert np.isnan(interval(0.5, 3, 0.95)).all()
    assert np.isnan(interval(np.nan, 30, 0.95)).all()
    assert interval(1.0, 30, 0.95) == (1, 1)
    assert interval(-1.0, 30, 0.95) == (-1, -1)
