"""Root mean square errors of approximation of a test and its corrections, by name."""

from covalue_measures.numerics.structural.chi_square import TestStatistic
from covalue_measures.numerics.structural.noncentrality import (
    ApproximationError,
    approximation_error,
)

#: Errors that the two tests ask about: at most, and at least.
CLOSE, NOT_CLOSE = 0.05, 0.08


def approximation_indices(
    target: TestStatistic,
    robust: TestStatistic | None,
    *,
    n: int,
    n_groups: int,
    confidence_level: float,
) -> dict[str, float]:
    """Return the root mean square errors of the test, of the scaled one, and of ``robust``.

    The robust estimate takes from the statistic its expectation. Its interval and tests follow
    the corrected statistic, and so with a shift need not surround the estimate as usual.

    Parameters
    ----------
    target : TestStatistic
    robust : TestStatistic, optional
        The test behind the robust index.
    n : int
        Respondents, less one a group if the discrepancy uses unbiased covariances.

    References
    ----------
    Brosseau-Liard, Savalei and Li (2012), doi:10.1080/00273171.2012.715252; Savalei (2018),
    doi:10.1080/00273171.2018.1455142.
    """

    def error_of(statistic: float, df: float, scaling: float = 1.0) -> ApproximationError:
        return approximation_error(
            statistic,
            df,
            n=n,
            n_groups=n_groups,
            scaling=scaling,
            confidence_level=confidence_level,
            close=CLOSE,
            not_close=NOT_CLOSE,
        )

    plain = error_of(target.statistic, target.df)
    fit = _named(plain, "")
    fit |= {"rmsea_ci_level": confidence_level, "rmsea_close_h0": CLOSE}
    fit["rmsea_notclose_h0"] = NOT_CLOSE
    if target.scaled_statistic is not None and target.scaled_df is not None:
        if target.shift is None and target.scaled_df == target.df:
            # lavaan refers the uncorrected statistic to a chi-square of the same mean.
            scaled = error_of(target.statistic, target.expectation)
        else:
            scaled = error_of(target.scaled_statistic, target.scaled_df)
        fit |= _named(scaled, "_scaled")
    if robust is not None:
        scaling = robust.expectation / robust.df if robust.df > 0 else 1.0
        fit |= _named(error_of(robust.statistic / scaling, robust.df, scaling), "_robust")
        if robust.scaled_statistic is not None and robust.scaled_df is not None:
            # The interval and the tests follow the distribution of the corrected statistic.
            of_shifted = robust.scaling_factor if robust.shift is not None else None
            corrected = error_of(
                robust.scaled_statistic,
                robust.scaled_df,
                scaling if of_shifted is None else of_shifted,
            )
            fit |= _named(corrected, "_robust") | {"rmsea_robust": fit["rmsea_robust"]}
    return fit


def _named(error: ApproximationError, suffix: str) -> dict[str, float]:
    return {
        f"rmsea{suffix}": error.estimate,
        f"rmsea_ci_lower{suffix}": error.lower,
        f"rmsea_ci_upper{suffix}": error.upper,
        f"rmsea_pvalue{suffix}": error.close_pvalue,
        f"rmsea_notclose_pvalue{suffix}": error.not_close_pvalue,
    }
