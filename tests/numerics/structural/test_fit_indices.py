import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.chi_square import TestStatistic
from covalue_measures.numerics.structural.fit_indices import (
    LogLikelihoods,
    MomentFit,
    fit_indices,
)
from covalue_measures.numerics.structural.moment_residuals import ResidualSummary
from tests.reference_values import REFERENCE, reference

NAMES = sorted(
    path.stem
    for start in ("cfa", "sem", "growth", "invariance")
    for path in (REFERENCE / "values").glob(f"{start}_*.json")
    # These files have another layout, without the tests.
    if path.stem not in ("cfa_hs_fiml_aux", "invariance_binary_verbal6_gender_theta")
)
RESIDUALS = [
    "rmr",
    "rmr_nomean",
    "srmr",
    "srmr_bentler",
    "srmr_bentler_nomean",
    "crmr",
    "crmr_nomean",
    "srmr_mplus",
    "srmr_mplus_nomean",
]
SCALED_BY_MEAN = TestStatistic(85.3, 24, 0.0, 87.1, 24, 85.3 / 87.1)


def levels_of(name: str) -> dict[str, dict[str, Any]]:
    values = reference(name)
    return values.get("levels", {"": values})


def number(value: float | None) -> float:
    return math.nan if value is None else value


def statistic(fit: dict[str, Any], prefix: str, *, is_shifted: bool) -> TestStatistic:
    plain = TestStatistic(fit[f"{prefix}chisq"], fit[f"{prefix}df"], number(fit[f"{prefix}pvalue"]))
    if f"{prefix}chisq_scaled" not in fit:
        return plain
    scaled, factor = fit[f"{prefix}chisq_scaled"], fit[f"{prefix}chisq_scaling_factor"]
    return replace(
        plain,
        scaled_statistic=scaled,
        scaled_df=fit[f"{prefix}df_scaled"],
        scaling_factor=factor,
        shift=scaled - plain.statistic / factor if is_shifted else None,
    )


def ours_and_theirs(name: str, level: str) -> tuple[dict[str, float], dict[str, float]]:
    values = levels_of(name)[level]
    fit = {key.replace(".", "_"): value for key, value in values["fit_measures"].items()}
    counts = np.atleast_1d(values["nobs"])
    n, n_groups = int(counts.sum()), len(counts)
    is_wishart = values.get("likelihood") == "wishart"
    is_categorical = "wrmr" in fit
    log_likelihoods = None
    if "logl" in fit:
        log_likelihoods = LogLikelihoods(
            model=fit["logl"],
            unrestricted=fit["unrestricted_logl"],
            model_scaling=fit.get("scaling_factor_h0"),
            unrestricted_scaling=fit.get("scaling_factor_h1"),
        )
    is_shifted = "scaled.shifted" in values["tests"]
    # With fixed x their three variances and covariances are moments and not parameters.
    n_fixed = 3 if name == "cfa_hs_parcorr_sem_path_mlr" else 0
    ours = fit_indices(
        statistic(fit, "", is_shifted=is_shifted),
        statistic(fit, "baseline_", is_shifted=is_shifted),
        n_respondents=n,
        n_groups=n_groups,
        n_effective=n if "logl" in fit and not is_wishart else n - n_groups,
        discrepancy=fit["chisq"] / (2 * (n - 1)) if is_wishart else None,
        n_parameters=fit["npar"],
        log_likelihoods=log_likelihoods,
        moments=MomentFit(
            residuals=ResidualSummary(**{key: number(fit[key]) for key in RESIDUALS}),
            goodness_of_fit=fit["gfi"],
            n_moments=fit["npar"] + fit["df"] + n_fixed,
            is_categorical=is_categorical,
        ),
    )
    # Other statistics are behind these robust indices.
    if is_categorical or "fiml" in name:
        ours = {key: value for key, value in ours.items() if not key.endswith("_robust")}
        fit = {key: value for key, value in fit.items() if not key.endswith("_robust")}
    return ours, {key: number(value) for key, value in fit.items()}


# Closed forms at 1e-8: what differences of statistics leave of the 15 digits in the files.
# Tail probabilities below 1e-12 are what is left of 1 minus a probability, in R too. R stops
# its search for a noncentrality within 1.3e-4, here times at most a scaling of 2.4.
@pytest.mark.parametrize(
    ("name", "level"), [(name, level) for name in NAMES for level in levels_of(name)]
)
def test_agrees_with_lavaan(name: str, level: str) -> None:
    ours, theirs = ours_and_theirs(name, level)
    assert set(ours) == set(theirs)
    n_groups = np.size(levels_of(name)[level]["nobs"])
    unit = np.sum(levels_of(name)[level]["nobs"]) * theirs["df"] / n_groups
    for key, value in theirs.items():
        if "rmsea_ci_lower" in key or "rmsea_ci_upper" in key:
            assert_allclose(ours[key] ** 2 * unit, value**2 * unit, atol=3e-4, err_msg=key)
        else:
            atol = 1e-12 if "pvalue" in key else 0
            assert_allclose(ours[key], value, rtol=1e-8, atol=atol, err_msg=key)


def test_reference_files_are_there() -> None:
    assert len(NAMES) >= 74


def test_a_just_identified_model_fits_perfectly() -> None:
    fit = fit_indices(
        TestStatistic(0.0, 0, math.nan),
        TestStatistic(120.0, 3, 0.0),
        n_respondents=100,
        n_parameters=6,
        moments=MomentFit(
            residuals=ResidualSummary(**dict.fromkeys(RESIDUALS, 0.0)),
            goodness_of_fit=1.0,
            n_moments=6,
        ),
    )
    ones = ("cfi", "tli", "nnfi", "rfi", "nfi", "ifi", "rni", "gfi", "agfi", "mfi")
    assert [fit[name] for name in ones] == [1.0] * len(ones)
    zeros = ("rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "pnfi", "pgfi", "srmr", "fmin")
    assert [fit[name] for name in zeros] == [0.0] * len(zeros)
    unknown = ("pvalue", "rmsea_pvalue", "rmsea_notclose_pvalue", "cn_05", "cn_01")
    assert np.isnan([fit[name] for name in unknown]).all()


def test_a_just_identified_model_without_scaling_is_perfect_when_robust_too() -> None:
    target = TestStatistic(0.0, 0, math.nan, 0.0, 0, math.nan)
    baseline = TestStatistic(120.0, 3, 0.0, 100.0, 3, 1.2)
    fit = fit_indices(target, baseline, n_respondents=100, n_parameters=6)
    assert (fit["cfi_robust"], fit["tli_robust"], fit["rmsea_robust"]) == (1.0, 1.0, 0.0)
    assert math.isnan(fit["pvalue_scaled"])


def test_scaling_of_one_changes_nothing() -> None:
    target = TestStatistic(85.3, 24, 0.0, 85.3, 24, 1.0)
    baseline = TestStatistic(918.9, 36, 0.0, 918.9, 36, 1.0)
    fit = fit_indices(target, baseline, n_respondents=301, n_parameters=21)
    for name in ("cfi", "tli", "rni", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "rmsea_pvalue"):
        assert_allclose([fit[f"{name}_scaled"], fit[f"{name}_robust"]], fit[name], rtol=1e-12)


def test_robust_indices_take_their_own_statistics() -> None:
    baseline = TestStatistic(918.9, 36, 0.0, 880.1, 36, 918.9 / 880.1)
    own = TestStatistic(90.0, 24, 0.0, 75.0, 24, 1.2)
    own_baseline = TestStatistic(900.0, 36, 0.0, 750.0, 36, 1.2)
    settings = {"n_respondents": 301, "n_parameters": 21}
    fit = fit_indices(SCALED_BY_MEAN, baseline, robust=(own, own_baseline), **settings)
    alone = fit_indices(own, own_baseline, **settings)
    assert {key: value for key, value in fit.items() if key.endswith("_robust")} == {
        key: value for key, value in alone.items() if key.endswith("_robust")
    }
    assert_allclose(fit["cfi_robust"], 1 - (90 - 1.2 * 24) / (900 - 1.2 * 36))
    assert_allclose(fit["rmsea_robust"], np.sqrt((90 - 1.2 * 24) / (301 * 24)))


def test_missing_robust_statistics_make_missing_indices() -> None:
    missing = TestStatistic(math.nan, 24, math.nan)
    baseline = TestStatistic(918.9, 36, 0.0, 880.1, 36, 918.9 / 880.1)
    fit = fit_indices(
        SCALED_BY_MEAN, baseline, robust=(missing, missing), n_respondents=301, n_parameters=21
    )
    robust = [value for key, value in fit.items() if key.endswith("_robust")]
    assert len(robust) == 9
    assert np.isnan(robust).all()


def test_mean_and_variance_correction_is_referred_to_its_own_degrees_of_freedom() -> None:
    weights = np.array([0.5, 1.0, 2.5])
    factor = (weights @ weights) / weights.sum()
    df = weights.sum() ** 2 / (weights @ weights)
    target = TestStatistic(20.0, 3, 0.0, 20 / factor, df, factor)
    assert_allclose(target.expectation, weights.sum())
    fit = fit_indices(target, TestStatistic(200.0, 6, 0.0), n_respondents=100, n_parameters=7)
    assert_allclose(fit["rmsea_scaled"], np.sqrt((20 / factor / df - 1) / 100))
    assert_allclose(fit["rmsea_robust"], np.sqrt((20 - 4) / (3 * 100)))
    assert fit["rmsea_ci_lower_robust"] < fit["rmsea_robust"] < fit["rmsea_ci_upper_robust"]
