"""Fit relative to a baseline model of uncorrelated variables.

``excess`` is a statistic less its expectation if the model holds, the estimate of its
noncentrality. The expectation is the degrees of freedom, or the sum of the weights of a mixture
of chi-squares, which gives the robust indices of Brosseau-Liard and Savalei (2014).

References
----------
Bentler (1990), doi:10.1037/0033-2909.107.2.238; Bentler and Bonett (1980),
doi:10.1037/0033-2909.88.3.588; Bollen (1986), doi:10.1007/BF02294061; Bollen (1989),
doi:10.1177/0049124189017003004; Brosseau-Liard and Savalei (2014),
doi:10.1080/00273171.2014.933697; McDonald and Marsh (1990), doi:10.1037/0033-2909.107.2.247;
Tucker and Lewis (1973), doi:10.1007/BF02291170.
"""

import numpy as np

from covalue_measures.numerics.structural.chi_square import TestStatistic


def incremental_indices(
    target: TestStatistic,
    baseline: TestStatistic,
    robust: tuple[TestStatistic, TestStatistic] | None,
) -> dict[str, float]:
    """Return the indices below of the tests, of the scaled ones, and of ``robust``, by name."""
    fit = _against_baseline(target.statistic, target.df, baseline.statistic, baseline.df, "")
    if (
        target.scaled_statistic is not None
        and target.scaled_df is not None
        and baseline.scaled_statistic is not None
        and baseline.scaled_df is not None
    ):
        fit |= _against_baseline(
            target.scaled_statistic,
            target.scaled_df,
            baseline.scaled_statistic,
            baseline.scaled_df,
            "_scaled",
        )
    if robust is not None:
        excess, of_baseline = (test.statistic - test.expectation for test in robust)
        tli = tucker_lewis_index(excess, robust[0].df, of_baseline, robust[1].df)
        fit |= {
            "cfi_robust": comparative_fit_index(excess, of_baseline),
            "tli_robust": tli,
            "nnfi_robust": tli,
            "rni_robust": relative_noncentrality_index(excess, of_baseline),
        }
    return fit


def _against_baseline(
    statistic: float, df: float, baseline: float, baseline_df: float, suffix: str
) -> dict[str, float]:
    excess, of_baseline = statistic - df, baseline - baseline_df
    tli = tucker_lewis_index(excess, df, of_baseline, baseline_df)
    fit = {
        "cfi": comparative_fit_index(excess, of_baseline),
        "tli": tli,
        "nnfi": tli,
        "rfi": relative_fit_index(statistic, df, baseline, baseline_df),
        "nfi": normed_fit_index(statistic, df, baseline, baseline_df),
        "pnfi": parsimony_normed_fit_index(statistic, df, baseline, baseline_df),
        "ifi": incremental_fit_index(statistic, df, baseline),
        "rni": relative_noncentrality_index(excess, of_baseline),
    }
    return {name + suffix: value for name, value in fit.items()}


def comparative_fit_index(excess: float, baseline_excess: float) -> float:
    """Return the share of the baseline's noncentrality that the model removes, within 0 and 1."""
    worst = float(np.max([excess, baseline_excess, 0.0]))
    return 1.0 if worst == 0 else 1 - float(np.maximum(excess, 0.0)) / worst


def relative_noncentrality_index(excess: float, baseline_excess: float) -> float:
    """Return the same share, not kept within bounds."""
    return _ratio(baseline_excess - excess, baseline_excess)


def tucker_lewis_index(
    excess: float, df: float, baseline_excess: float, baseline_df: float
) -> float:
    """Return the same share of the noncentrality per degree of freedom; not kept within bounds.

    1 for a model without degrees of freedom.
    """
    if df == 0:
        return 1.0
    return 1 - _ratio(excess * baseline_df, baseline_excess * df)


def normed_fit_index(
    statistic: float, df: float, baseline_statistic: float, baseline_df: float
) -> float:
    """Return the share of the baseline's statistic that the model removes.

    NaN if the baseline has fewer degrees of freedom: it is then not nested in the model.
    """
    if df > baseline_df:
        return float("nan")
    return _ratio(baseline_statistic - statistic, baseline_statistic)


def parsimony_normed_fit_index(
    statistic: float, df: float, baseline_statistic: float, baseline_df: float
) -> float:
    """Return that share times the ratio of degrees of freedom, whichever has more."""
    return _ratio(df * (baseline_statistic - statistic), baseline_df * baseline_statistic)


def relative_fit_index(
    statistic: float, df: float, baseline_statistic: float, baseline_df: float
) -> float:
    """Return the share of the baseline's statistic per degree of freedom that the model removes.

    1 without degrees of freedom; NaN if the baseline has fewer than the model.
    """
    if df == 0:
        return 1.0
    if df > baseline_df:
        return float("nan")
    return 1 - _ratio(statistic * baseline_df, baseline_statistic * df)


def incremental_fit_index(statistic: float, df: float, baseline_statistic: float) -> float:
    """Return the statistic that the model removes over what a true model would remove."""
    return _ratio(baseline_statistic - statistic, baseline_statistic - df)


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator != 0 else float("nan")
