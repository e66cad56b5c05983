"""Indices of the fit of a structural equation model, under lavaan's names."""

import math
from dataclasses import asdict, dataclass

from scipy.special import chdtri

from covalue_measures.numerics.structural.approximation_fit import approximation_indices
from covalue_measures.numerics.structural.chi_square import TestStatistic
from covalue_measures.numerics.structural.incremental_fit import incremental_indices
from covalue_measures.numerics.structural.moment_residuals import ResidualSummary

__all__ = ["LogLikelihoods", "MomentFit", "TestStatistic", "fit_indices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLikelihoods:
    """Log-likelihoods of the model and of unrestricted moments."""

    model: float
    unrestricted: float
    #: Scaling factors of the two under non-normality, if estimated.
    model_scaling: float | None = None
    unrestricted_scaling: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentFit:
    """How close the implied moments are to the observed ones."""

    residuals: ResidualSummary
    goodness_of_fit: float
    #: Means, thresholds and covariances that the model is fitted to, of all groups.
    n_moments: int
    #: Whether there are thresholds among them.
    is_categorical: bool = False


def fit_indices(
    target: TestStatistic,
    baseline: TestStatistic,
    *,
    n_respondents: int,
    n_parameters: int,
    n_groups: int = 1,
    n_effective: int | None = None,
    discrepancy: float | None = None,
    robust: tuple[TestStatistic, TestStatistic] | None = None,
    log_likelihoods: LogLikelihoods | None = None,
    moments: MomentFit | None = None,
    confidence_level: float = 0.9,
) -> dict[str, float]:
    """Return every index that follows from the tests, likelihoods and residuals given.

    As lavaan 0.6-14 has them; ``_scaled`` ones if the target is scaled, ``_robust`` ones if it is
    or ``robust`` is given.

    Parameters
    ----------
    target, baseline : TestStatistic
        Of the model, and of uncorrelated variables by the same estimator and correction.
    n_parameters : int
        Free ones, less one for each equality constraint.
    n_effective : int, optional
        What the minimum of the discrepancy stands for: ``n_respondents - n_groups`` with least
        squares or unbiased covariances. ``n_respondents``, as maximum likelihood has it, if
        absent.
    discrepancy : float, optional
        Half the minimum of the discrepancy; ``target.statistic / (2 n_respondents)`` if absent.
    robust : tuple of TestStatistic, optional
        Target and baseline behind the robust indices if they are not those above. With ordinal
        items the likelihood statistics of the polychoric correlations (Savalei 2021), with
        missing values those of the unrestricted estimates (Zhang and Savalei 2023), both with
        their mean scaling.

    References
    ----------
    Savalei (2021), doi:10.1080/00273171.2020.1717922; Zhang and Savalei (2023),
    doi:10.1037/met0000445; for the others see the functions that compute them.
    """
    n = n_respondents if n_effective is None else n_effective
    if robust is None and target.scaled_statistic is not None:
        robust = target, baseline
    fit: dict[str, float] = {
        "npar": n_parameters,
        "fmin": target.statistic / (2 * n_respondents) if discrepancy is None else discrepancy,
    }
    fit |= _test("chisq", target) | _test("baseline_chisq", baseline)
    fit |= incremental_indices(target, baseline, robust)
    if log_likelihoods is not None:
        fit |= _likelihood(log_likelihoods, n_parameters, n_respondents)
    fit |= approximation_indices(
        target,
        None if robust is None else robust[0],
        n=n,
        n_groups=n_groups,
        confidence_level=confidence_level,
    )
    if moments is not None:
        fit |= asdict(moments.residuals)
    fit |= _sample_size(target, n)
    if moments is not None:
        fit |= _goodness(target, moments)
    fit["mfi"] = math.exp(-(target.statistic - target.df) / (2 * n))
    if moments is not None:
        if moments.is_categorical:
            # By the moments of one group, as lavaan does.
            fit["wrmr"] = math.sqrt(target.statistic * n_groups / moments.n_moments)
        else:
            fit["ecvi"] = (target.statistic + 2 * n_parameters) / n
    return fit


def _test(name: str, test: TestStatistic) -> dict[str, float]:
    """Return a test under ``name``, which ends in chisq."""
    prefix = name.removesuffix("chisq")
    fit = {name: test.statistic, f"{prefix}df": test.df, f"{prefix}pvalue": test.pvalue}
    if (
        test.scaled_statistic is not None
        and test.scaled_df is not None
        and test.scaling_factor is not None
    ):
        fit |= {
            f"{name}_scaled": test.scaled_statistic,
            f"{prefix}df_scaled": test.scaled_df,
            f"{prefix}pvalue_scaled": test.scaled_pvalue,
            f"{name}_scaling_factor": test.scaling_factor,
        }
    return fit


def _likelihood(
    log_likelihoods: LogLikelihoods, n_parameters: int, n_respondents: int
) -> dict[str, float]:
    """Return information criteria; ``bic2`` is that of Sclove (1987), doi:10.1007/BF02294360."""
    deviance = -2 * log_likelihoods.model
    fit: dict[str, float] = {
        "logl": log_likelihoods.model,
        "unrestricted_logl": log_likelihoods.unrestricted,
        "aic": deviance + 2 * n_parameters,
        "bic": deviance + math.log(n_respondents) * n_parameters,
        "ntotal": n_respondents,
        "bic2": deviance + math.log((n_respondents + 2) / 24) * n_parameters,
    }
    if log_likelihoods.unrestricted_scaling is not None:
        fit["scaling_factor_h1"] = log_likelihoods.unrestricted_scaling
    if log_likelihoods.model_scaling is not None:
        fit["scaling_factor_h0"] = log_likelihoods.model_scaling
    return fit


def _sample_size(target: TestStatistic, n: int) -> dict[str, float]:
    """Return how many respondents would make this misfit significant (Hoelter 1983)."""
    if target.statistic == 0 or target.df == 0:
        return {"cn_05": float("nan"), "cn_01": float("nan")}
    return {
        name: float(chdtri(target.df, level)) / (target.statistic / n) + 1
        for name, level in (("cn_05", 0.05), ("cn_01", 0.01))
    }


def _goodness(target: TestStatistic, moments: MomentFit) -> dict[str, float]:
    """Return the goodness of fit, adjusted for parameters, and times parsimony."""
    gfi, ratio = moments.goodness_of_fit, target.df / moments.n_moments
    adjusted = 1 - (1 - gfi) / ratio if ratio > 0 else 1.0
    return {"gfi": gfi, "agfi": adjusted, "pgfi": ratio * gfi}
