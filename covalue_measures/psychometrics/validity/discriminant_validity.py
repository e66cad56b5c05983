"""Whether the factors of a fitted model can be told apart."""

import warnings
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning, ModelError
from covalue_measures.psychometrics.options import require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.reliability.composite import CompositeSource
from covalue_measures.psychometrics.reliability.composite_reliability import factor_composites
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, require_fit
from covalue_measures.psychometrics.structural.fit_summary import summarize_fit
from covalue_measures.psychometrics.structural.model_comparison import (
    DifferenceMethod,
    compare_models,
)
from covalue_measures.psychometrics.structural.standardized import delta_method
from covalue_measures.psychometrics.validity.fixed_correlation import fit_with_correlation
from covalue_measures.typing import FloatArray

_NO_TEST = {"df": np.nan, "aic": np.nan, "chisq_diff": np.nan, "df_diff": np.nan, "pvalue": np.nan}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DiscriminantValidityResult(Readable):
    """Factor correlations against a cutoff, and against what factors explain of their items."""

    #: One row a group and pair of factors: ``group factor_1 factor_2 correlation se ci_lower
    #: ci_upper below_cutoff`` (whether the whole interval lies between plus and minus the cutoff),
    #: ``squared_correlation ave_1 ave_2 fornell_larcker`` (whether both averages exceed it), and of
    #: the model with the correlation fixed at the cutoff ``df aic chisq_diff df_diff pvalue``.
    pairs: pd.DataFrame
    cutoff: float
    confidence_level: float
    n_items: int
    n_respondents: int

    def to_frame(self) -> pd.DataFrame:
        """Return the pairs."""
        return self.pairs.copy()


def estimate_discriminant_validity(
    fit: CfaResult,
    *,
    cutoff: float = 0.9,
    compare: bool = True,
    confidence_level: float = 0.95,
) -> DiscriminantValidityResult:
    r"""Return how far the factors' correlations lie from a cutoff, and from their items' averages.

    Parameters
    ----------
    fit : CfaResult
        Of at least two factors with observed items.
    cutoff : float
        Size of a correlation at which two factors count as one.
    compare : bool
        Fit the model again for each pair with the correlation fixed at the cutoff, of the sign it
        has, and test the difference: a small ``pvalue`` says that the correlation is not the
        cutoff, which speaks for two factors where it lies below.
    confidence_level : float

    Raises
    ------
    ModelError
        If there are fewer than two factors with observed items.
    ResponseDataError
        If the fit was copied or stored.

    Notes
    -----
    Standard errors of correlations are of the delta method. Tests are chi-square differences, by
    Satorra (2000) where the fit's own test is corrected, which takes a second or two a pair for 25
    ordinal items, and by Satorra and Bentler (2001) with ``missing="fiml"``, which may fail (NaN).
    There is no test (NaN) of a pair whose covariance is not a free parameter, or which has a
    variance or loading that labels or equal groups bind. ``aic`` is NaN for least squares.

    Fornell and Larcker's criterion takes average variance extracted with the variances that the
    model implies; it says less than the interval.

    References
    ----------
    Ronkko and Cho (2022), doi:10.1177/1094428120968614; Fornell and Larcker (1981),
    doi:10.1177/002224378101800104; Satorra (2000), doi:10.1007/978-1-4615-4603-0_17; Satorra and
    Bentler (2001), doi:10.1007/BF02296192.

    Examples
    --------
    >>> import pandas as pd, covalue_measures as cm
    >>> data = pd.read_csv("examples/bfi/bfi.csv")
    >>> fit = cm.fit_cfa(data, "A =~ A2 + A3 + A5\nE =~ E3 + E4 + E5")
    >>> pair = cm.estimate_discriminant_validity(fit, compare=False).pairs.iloc[0]
    >>> round(float(pair["correlation"]), 3), bool(pair["below_cutoff"])
    (0.815, True)
    """
    require_fit(fit)
    require_share("cutoff", cutoff)
    require_share("confidence_level", confidence_level)
    tables = [
        _pairs(fit, group, cutoff, confidence_level) for group in range(len(fit.group_labels))
    ]
    pairs = pd.concat(tables, ignore_index=True)
    if pairs.empty:
        raise ModelError(
            "Discriminant validity needs two factors with observed items; the model has"
            f" {', '.join(fit.factors)}."
        )
    if compare:
        signed = np.copysign(cutoff, pairs["correlation"])
        tests = [
            _compared(fit, (str(first), str(second)), int(group), float(at))
            for group, first, second, at in zip(
                pairs["group"], pairs["factor_1"], pairs["factor_2"], signed, strict=True
            )
        ]
        pairs = pairs.join(pd.DataFrame(tests))
    pairs["group"] = [fit.group_labels[group - 1] for group in pairs["group"]]
    return DiscriminantValidityResult(
        pairs=pairs,
        cutoff=cutoff,
        confidence_level=confidence_level,
        n_items=fit.n_items,
        n_respondents=sum(fit.n_used),
    )


def _pairs(fit: CfaResult, group: int, cutoff: float, confidence_level: float) -> pd.DataFrame:
    """Return the pairs of one group, numbered from 1, without tests."""
    source = CompositeSource(
        estimation=fit.estimation, group=group, observed_variance=False, latent_scale=True
    )
    composites = factor_composites(source)
    first, second = np.triu_indices(len(composites), 1)
    if not len(first):
        return pd.DataFrame()
    factors = np.array([composite.factors[0] for composite in composites])

    def correlations(parameters: FloatArray) -> FloatArray:
        covariance = source.moments(parameters).factor_covariance
        one, other = factors[first], factors[second]
        among: FloatArray = covariance[..., one, other] / np.sqrt(
            covariance[..., one, one] * covariance[..., other, other]
        )
        return among

    at = fit.estimation.parameters
    # A negative variance has no square root: NaN says so.
    with np.errstate(invalid="ignore"):
        values, slopes = correlations(at), delta_method(correlations, at)
    variances = np.einsum("vp,pq,vq->v", slopes, fit.estimation.covariance, slopes)
    errors = np.sqrt(np.maximum(variances, 0.0))
    reach = float(ndtri((1 + confidence_level) / 2)) * errors
    extracted = np.array([source.extracted(composite).value for composite in composites])
    names = np.array([composite.name for composite in composites], dtype=object)
    smaller = np.minimum(extracted[first], extracted[second])
    return pd.DataFrame(
        {
            "group": group + 1,
            "factor_1": names[first],
            "factor_2": names[second],
            "correlation": values,
            "se": errors,
            "ci_lower": values - reach,
            "ci_upper": values + reach,
            "below_cutoff": (values + reach < cutoff) & (values - reach > -cutoff),
            "squared_correlation": values**2,
            "ave_1": extracted[first],
            "ave_2": extracted[second],
            "fornell_larcker": smaller > values**2,
        }
    )


def _compared(fit: CfaResult, names: tuple[str, str], group: int, at: float) -> dict[str, float]:
    """Return the test of the correlation of two factors being ``at``."""
    fixed = fit_with_correlation(fit, *names, group, at)
    if fixed is None:
        return _NO_TEST
    if not fixed.convergence.converged:
        warnings.warn(
            f"The model with the correlation of '{names[0]}' and '{names[1]}' fixed at {at:g} did"
            " not converge, and has no test.",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
        return _NO_TEST
    method: DifferenceMethod | None = None
    if fit.settings.test != "none" and fit.settings.missing != "fiml":
        # Its scaling, unlike the default's, is positive in every sample.
        method = "satorra_2000"
    test = compare_models(replace(fit, estimation_source=fixed), fit, method=method)
    return {
        "df": float(fixed.df),
        "aic": summarize_fit(fixed).get("aic", float("nan")),
        "chisq_diff": test.chisq_diff,
        "df_diff": test.df_diff,
        "pvalue": test.pvalue,
    }
