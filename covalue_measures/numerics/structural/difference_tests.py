"""Chi-square tests of a model against a less restricted one that contains it."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.linalg import null_space

from covalue_measures.numerics.structural.chi_square import TestStatistic, upper_probability
from covalue_measures.numerics.structural.scaling import MomentGeometry
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceTest:
    """Whether the restrictions cost more fit than chance."""

    #: NaN where the scaling is not positive.
    statistic: float
    df: float
    pvalue: float
    #: What the difference of the uncorrected statistics was divided by; 1 without correction.
    scaling: float
    #: What was added after that.
    shift: float = 0.0


def chi_square_difference(restricted: TestStatistic, unrestricted: TestStatistic) -> DifferenceTest:
    """Return the test by the difference of the uncorrected statistics."""
    return _scaled_difference(restricted, unrestricted, 1.0)


def satorra_bentler_2001(restricted: TestStatistic, unrestricted: TestStatistic) -> DifferenceTest:
    """Return the test of Satorra and Bentler (2001), each model's scaling at its own estimates.

    The scaling is the difference of the statistics' expectations per degree of freedom. It can
    turn out negative in small samples; the test of 2010 cannot.

    References
    ----------
    Satorra and Bentler (2001), doi:10.1007/BF02296192, equation 10.
    """
    df = restricted.df - unrestricted.df
    difference = restricted.expectation - unrestricted.expectation
    return _scaled_difference(restricted, unrestricted, difference / df if df else math.nan)


def satorra_bentler_2010(
    restricted: TestStatistic, unrestricted: TestStatistic, scaling_factor: float
) -> DifferenceTest:
    """Return the test of Satorra and Bentler (2010), both scalings at the restricted estimates.

    Parameters
    ----------
    restricted, unrestricted : TestStatistic
    scaling_factor : float
        Of the unrestricted model evaluated, without iterating, at the restricted estimates.

    References
    ----------
    Satorra and Bentler (2010), doi:10.1007/s11336-009-9135-y.
    """
    df = restricted.df - unrestricted.df
    difference = restricted.expectation - unrestricted.df * scaling_factor
    return _scaled_difference(restricted, unrestricted, difference / df if df else math.nan)


def satorra_2000(
    restricted: TestStatistic,
    unrestricted: TestStatistic,
    *,
    geometry: MomentGeometry,
    constraints: FloatArray,
    information: FloatArray | None = None,
    adjustment: Literal["mean", "mean_variance", "scaled_shifted"] = "scaled_shifted",
) -> DifferenceTest:
    r"""Return the test of Satorra (2000), for any correction of the two models.

    The difference of the statistics is a mixture of chi-squares with the nonzero eigenvalues of
    :math:`U_d \Gamma` as weights,

    .. math:: U_d = V \Delta P^{-1} A^\top (A P^{-1} A^\top)^{-1} A P^{-1} \Delta^\top V, \quad
        P = \Delta^\top V \Delta,

    which are those of a matrix with one row and column a restriction.

    Parameters
    ----------
    restricted, unrestricted : TestStatistic
        Only the uncorrected statistics and degrees of freedom are used.
    geometry : MomentGeometry
        V, Delta and Gamma of the unrestricted model, by coordinates free of its own constraints.
    constraints : (n_restrictions, n_free)
        A: derivatives of the restrictions by these coordinates, see ``constraint_jacobian``.
    information : (n_free, n_free), optional
        P, if another than the expected one is wanted.
    adjustment : {"mean", "mean_variance", "scaled_shifted"}
        Which of the reference distributions in ``TestStatistic`` to use. They are one and the
        same for a single restriction.

    References
    ----------
    Satorra (2000), doi:10.1007/978-1-4615-4603-0_17; Asparouhov and Muthen (2006), Robust chi
    square difference testing with mean and variance adjusted test statistics, Mplus web notes 10.
    """
    bread = geometry.information if information is None else information
    # Rows of A P^-1, and the covariance under Gamma of the restrictions' estimates.
    rows = np.linalg.solve(bread, constraints.T).T
    spread = rows @ geometry.meat @ rows.T
    product = np.linalg.solve(rows @ constraints.T, spread)
    first, second = float(np.trace(product)), float(np.einsum("ij,ji->", product, product))
    df = restricted.df - unrestricted.df
    if adjustment == "mean":
        return _scaled_difference(restricted, unrestricted, first / df)
    if adjustment == "mean_variance":
        return _scaled_difference(restricted, unrestricted, second / first, df=first**2 / second)
    scaling = math.sqrt(second / df)
    return _scaled_difference(restricted, unrestricted, scaling, shift=df - first / scaling)


def constraint_jacobian(unrestricted: FloatArray, restricted: FloatArray) -> FloatArray:
    """Return restrictions under which the unrestricted model's moments move as the restricted's.

    Parameters
    ----------
    unrestricted : (n_moments, n_free)
        Jacobian of the moments of all groups.
    restricted : (n_moments, n_free_restricted)
        Likewise; of fewer columns, in the space of those of ``unrestricted``. What lies outside
        it, as with Jacobians at different estimates, is projected on it.

    Returns
    -------
    (n_free - n_free_restricted, n_free)
        Orthonormal rows. The test does not depend on which basis they are.
    """
    paths, *_ = np.linalg.lstsq(unrestricted, restricted, rcond=None)
    rows: FloatArray = null_space(paths.T).T
    return rows


def _scaled_difference(
    restricted: TestStatistic,
    unrestricted: TestStatistic,
    scaling: float,
    *,
    shift: float = 0.0,
    df: float | None = None,
) -> DifferenceTest:
    if df is None:
        df = restricted.df - unrestricted.df
    difference = restricted.statistic - unrestricted.statistic
    statistic = difference / scaling + shift if scaling > 0 else math.nan
    return DifferenceTest(
        statistic=statistic,
        df=df,
        pvalue=upper_probability(statistic, df),
        scaling=scaling,
        shift=shift,
    )
