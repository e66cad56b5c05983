import json
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import brentq
from scipy.stats import ncx2

from covalue_measures.numerics.structural.noncentrality import approximation_error, noncentrality
from tests.reference_values import REFERENCE


def robust_fits() -> list[tuple[str, dict[str, float], list[int]]]:
    """Return fits whose robust index has a statistic of its own, which the files do not hold."""
    fits = []
    for path in sorted((REFERENCE / "values").glob("*.json")):
        # The binary file has another layout, without the numbers of respondents.
        if not path.stem.startswith(("cfa_", "invariance_")) or "binary" in path.stem:
            continue
        values = json.loads(path.read_text())["values"]
        for level, content in values.get("levels", {"": values}).items():
            fit = content.get("fit_measures", {})
            if fit.get("rmsea.robust") and ("fiml" in path.stem or "wrmr" in fit):
                fits.append((f"{path.stem} {level}", fit, content["nobs"]))
    return fits


# Two of five numbers give the statistic and its scaling, the other three are the test. R's upper
# limit is a noncentrality within 1.3e-4, which these statistics of 50 to 5000 take to 1e-5 of
# the lower limit and 1e-5 in a probability at most.
@pytest.mark.parametrize(
    ("fit", "counts"), [pytest.param(fit, n, id=name) for name, fit, n in robust_fits()]
)
def test_agrees_with_robust_intervals_of_lavaan(fit: dict[str, float], counts: list[int]) -> None:
    n, n_groups, df = float(np.sum(counts)), np.size(counts), fit["df"]
    estimate, upper = fit["rmsea.robust"], fit["rmsea.ci.upper.robust"]
    statistic = brentq(
        lambda it: noncentrality(it, df, 0.05) / (it - df) - (upper / estimate) ** 2,
        df * 1.0001,
        1e5,
    )
    scaling = estimate**2 * n * df / (n_groups * (statistic - df))
    ours = approximation_error(statistic, df, n=n, n_groups=n_groups, scaling=scaling)
    assert_allclose(ours.estimate, estimate, rtol=1e-10)
    assert_allclose(ours.lower, fit["rmsea.ci.lower.robust"], rtol=3e-5)
    assert_allclose(ours.close_pvalue, fit["rmsea.pvalue.robust"], atol=1e-5)
    assert_allclose(ours.not_close_pvalue, fit["rmsea.notclose.pvalue.robust"], atol=1e-5)


# MacCallum, Browne and Sugawara (1996), doi:10.1037/1082-989X.1.2.130, table 4: with 100 degrees
# of freedom 132 respondents give a power of .80 to reject close fit if the RMSEA is .08.
def test_agrees_with_published_power() -> None:
    df = 100
    quantile = ncx2.isf(0.05, df, 131 * df * 0.05**2)
    assert_allclose(ncx2.sf(quantile, df, 131 * df * 0.08**2), 0.80, atol=0.005)
    assert_allclose(approximation_error(quantile, df, n=131).close_pvalue, 0.05, rtol=1e-8)


@pytest.mark.parametrize("df", [1, 24, 265, 23.497])
@pytest.mark.parametrize("ratio", [1.5, 10, 1e3, 1e5])
@pytest.mark.parametrize("probability", [0.005, 0.05, 0.95, 0.995])
def test_inverts_the_distribution(df: float, ratio: float, probability: float) -> None:
    statistic = df * ratio
    found = noncentrality(statistic, df, probability)
    below = ncx2.cdf(statistic, df, found)
    if found == 0:
        assert below <= probability
    else:
        assert_allclose(below, probability, rtol=1e-8)


def test_a_statistic_below_its_degrees_of_freedom_gives_0() -> None:
    ours = approximation_error(9.0, 24, n=300)
    assert (ours.estimate, ours.lower, ours.upper) == (0.0, 0.0, 0.0)
    assert_allclose(ours.close_pvalue, ncx2.sf(9, 24, 300 * 24 * 0.05**2), rtol=1e-10)
    assert_allclose(ours.not_close_pvalue, ncx2.cdf(9, 24, 300 * 24 * 0.08**2), rtol=1e-8)


def test_a_negative_statistic_is_taken_as_0() -> None:
    # Satorra and Bentler's scaled statistics can come out so.
    below, zero = (approximation_error(statistic, 24, n=300) for statistic in (-3.0, 0.0))
    assert below == zero
    assert (below.estimate, below.lower, below.upper) == (0.0, 0.0, 0.0)
    assert (below.close_pvalue, below.not_close_pvalue) == (1.0, 0.0)
    assert noncentrality(-3.0, 24, 0.05) == 0.0


def test_no_degrees_of_freedom_leave_nothing_to_test() -> None:
    ours = approximation_error(0.0, 0, n=300)
    assert (ours.estimate, ours.lower, ours.upper) == (0.0, 0.0, 0.0)
    assert math.isnan(ours.close_pvalue)
    assert math.isnan(ours.not_close_pvalue)


def test_a_missing_statistic_stays_missing() -> None:
    ours = approximation_error(math.nan, 10, n=300)
    found = [ours.estimate, ours.lower, ours.upper, ours.close_pvalue, ours.not_close_pvalue]
    assert np.isnan(found).all()


def test_groups_and_scaling_widen_by_their_root() -> None:
    one = approximation_error(80.0, 24, n=300)
    both = approximation_error(80.0, 24, n=300, n_groups=2, scaling=1.5)
    for name in ("estimate", "lower", "upper"):
        assert_allclose(getattr(both, name), getattr(one, name) * np.sqrt(3), rtol=1e-10)


def test_a_wider_level_has_wider_limits() -> None:
    narrow = approximation_error(80.0, 24, n=300, confidence_level=0.9)
    wide = approximation_error(80.0, 24, n=300, confidence_level=0.99)
    assert wide.lower < narrow.lower < narrow.estimate < narrow.upper < wide.upper
