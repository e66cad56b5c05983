"""Reliability of sum scores, from a fitted factor model."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError
from covalue_measures.numerics.covariance import pairwise_covariance
from covalue_measures.numerics.internal_consistency import coefficient_alpha
from covalue_measures.psychometrics.door import Responses, name_items
from covalue_measures.psychometrics.options import require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.reliability.composite import Composite, CompositeSource
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, require_fit
from covalue_measures.psychometrics.structural.estimator import estimator_named
from covalue_measures.psychometrics.structural.grouped_data import group_data
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CompositeReliabilityResult(Readable):
    """Reliability of the sum of each factor's items, and of the sum of all."""

    #: One row a group and factor: ``group factor n_items omega se ci_lower ci_upper alpha
    #: average_variance_extracted ave_se ave_ci_lower ave_ci_upper``.
    factors: pd.DataFrame
    #: The same for the sum of all items, common being what any factor explains; one row a group,
    #: none with a single factor or with items of both kinds.
    total: pd.DataFrame
    observed_variance: bool
    latent_scale: bool
    #: Items taken as ordinal.
    ordered: tuple[str, ...]
    #: Items whose loading has another sign than their factor's sum of loadings.
    negative_items: tuple[str, ...]
    confidence_level: float
    n_items: int
    #: Rows used by the fit.
    n_respondents: int

    def to_frame(self) -> pd.DataFrame:
        """Return the factors' rows, then those of all items, named ``total``."""
        if self.total.empty:
            return self.factors.copy()
        return pd.concat([self.factors, self.total], ignore_index=True)


def estimate_composite_reliability(
    fit: CfaResult,
    data: Responses | None = None,
    *,
    observed_variance: bool = True,
    latent_scale: bool = False,
    confidence_level: float = 0.95,
) -> CompositeReliabilityResult:
    r"""Return the reliability of the unweighted sum of each factor's items.

    .. math::
        \omega = \frac{\left(\sum_i \lambda_i\right)^2 \psi}{\mathbf{1}^\top S \mathbf{1}}

    For ordinal items both variances are those of the sum of category numbers, which follow from
    thresholds and bivariate normal probabilities (Green and Yang).

    Parameters
    ----------
    fit : CfaResult
    data : ResponseData, DataFrame or 2-D array, optional
        The answers that the fit was made from: alpha of ordinal answers is theirs, and NaN without
        them. Nothing else needs them.
    observed_variance : bool
        Divide by the variance in the sample: a misfit of the model then counts against it, or for
        it. Otherwise by the variance that the model implies, and with standard errors.
    latent_scale : bool
        Of ordinal items: the reliability that a sum of the continuous latent responses would have.
        No one observes it.
    confidence_level : float

    Raises
    ------
    ModelError
        If no factor has observed items, or one has ordinal and numeric ones.
    ResponseDataError
        If the fit was copied or stored, or ``data`` are not its data.

    Notes
    -----
    As ``semTools::compRelSEM``: an item is of every factor that it loads on. What another factor
    explains of it, and what residuals share, count in the whole variance and not in the factor's.
    Category numbers are ranks; where values of categories leave gaps the sum is that of ranks.
    Average variance extracted is of the latent responses of ordinal items, each of variance 1;
    semTools 0.5-6 gives another number for each parameterization. Its alpha with
    ``parameterization="theta"`` is not that of the answers either.

    Standard errors are of the delta method, with a normal interval. There are none where a number
    rests on a variance of the sample.

    References
    ----------
    McDonald (1999), Test theory, doi:10.4324/9781410601087; Green and Yang (2009),
    doi:10.1007/s11336-008-9099-3; Fornell and Larcker (1981), doi:10.1177/002224378101800104.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> rng = np.random.default_rng(1)
    >>> answers = rng.normal(size=(500, 1)) + rng.normal(size=(500, 4))
    >>> fit = cm.fit_cfa(pd.DataFrame(answers, columns=list("abcd")), "f =~ a + b + c + d")
    >>> round(float(cm.estimate_composite_reliability(fit).factors["omega"][0]), 2)
    0.78
    """
    require_share("confidence_level", confidence_level)
    require_fit(fit)
    rows: list[dict[str, object]] = []
    totals: list[dict[str, object]] = []
    negative: dict[str, None] = {}
    answers = None if data is None else _same_answers(fit, data)
    for group, label in enumerate(fit.group_labels):
        source = CompositeSource(
            estimation=fit.estimation,
            group=group,
            observed_variance=observed_variance,
            latent_scale=latent_scale,
        )
        own = None if answers is None else answers[group]
        for composite in factor_composites(source):
            negative |= dict.fromkeys(negative_items(source, composite))
            rows.append(_row(source, composite, label, own, confidence_level))
        whole = _whole(source)
        if whole is not None:
            totals.append(_row(source, whole, label, own, confidence_level))
    if not rows:
        raise ModelError(f"No factor of the model has observed items: {', '.join(fit.factors)}.")
    _warn_of_negative_items(tuple(negative))
    return CompositeReliabilityResult(
        factors=pd.DataFrame(rows),
        total=pd.DataFrame(totals),
        observed_variance=observed_variance,
        latent_scale=latent_scale,
        ordered=fit.settings.ordered,
        negative_items=tuple(negative),
        confidence_level=confidence_level,
        n_items=fit.n_items,
        n_respondents=sum(fit.n_used),
    )


def factor_composites(source: CompositeSource) -> list[Composite]:
    """Return the sum of the items of each factor that has observed ones."""
    loadings = source.moments().loadings
    names = source.estimation.model.table.latent
    return [
        Composite(name, np.flatnonzero(loadings[:, k]), np.array([k]))
        for k, name in enumerate(names)
        if loadings[:, k].any()
    ]


def negative_items(source: CompositeSource, composite: Composite) -> list[str]:
    """Return the items that load against the direction of their factor's other items."""
    loadings = source.moments().loadings[composite.items][:, composite.factors[0]]
    is_negative = loadings * loadings.sum() < 0
    return [source.estimation.model.items[item] for item in composite.items[is_negative]]


def _whole(source: CompositeSource) -> Composite | None:
    loadings = source.moments().loadings
    factors = np.flatnonzero(loadings.any(axis=0))
    items = np.flatnonzero(loadings.any(axis=1))
    kinds = source.estimation.samples.kinds.is_ordinal[items]
    if len(factors) < 2 or (kinds.any() and not kinds.all()):
        return None
    return Composite("total", items, factors)


def _row(
    source: CompositeSource,
    composite: Composite,
    label: str,
    answers: FloatArray | None,
    confidence_level: float,
) -> dict[str, object]:
    omega, extracted = source.reliability(composite), source.extracted(composite)
    reach = float(ndtri((1 + confidence_level) / 2))
    return {
        "group": label,
        "factor": composite.name,
        "n_items": len(composite.items),
        "omega": omega.value,
        "se": omega.standard_error,
        "ci_lower": omega.value - reach * omega.standard_error,
        "ci_upper": omega.value + reach * omega.standard_error,
        "alpha": _alpha(source, composite, answers),
        "average_variance_extracted": extracted.value,
        "ave_se": extracted.standard_error,
        "ave_ci_lower": extracted.value - reach * extracted.standard_error,
        "ave_ci_upper": extracted.value + reach * extracted.standard_error,
    }


def _alpha(source: CompositeSource, composite: Composite, answers: FloatArray | None) -> float:
    if len(composite.items) < 2:
        return float("nan")
    covariance = source.observed[np.ix_(composite.items, composite.items)]
    if source.is_ordinal(composite) and not source.latent_scale:
        if answers is None:
            return float("nan")
        covariance = pairwise_covariance(answers[:, composite.items])
    return coefficient_alpha(covariance)


def _same_answers(fit: CfaResult, data: Responses) -> tuple[FloatArray, ...]:
    """Return the answers by group, if they are those of the fit."""
    _, missing = estimator_named(fit.settings.estimator, fit.settings.missing)
    found = group_data(data, fit.item_ids, group=fit.group_name or None, missing=missing)
    if (found.n_used, found.group_labels) != (fit.n_used, fit.group_labels):
        raise ResponseDataError(
            f"The fit used {list(fit.n_used)} respondents of the groups {list(fit.group_labels)};"
            f" these data have {list(found.n_used)} of {list(found.group_labels)}."
        )
    if missing == "listwise" and not fit.settings.ordered:
        observed = [sample.covariance for sample in fit.estimation.samples.observed]
        theirs = [np.cov(values.T, bias=True) for values in found.values]
        if not all(map(np.allclose, theirs, observed)):
            raise ResponseDataError("These answers have other covariances than those of the fit.")
    return found.values


def _warn_of_negative_items(items: tuple[str, ...]) -> None:
    if items:
        named = name_items(items, np.ones(len(items), dtype=np.bool_))
        warnings.warn(
            f"The factor loads {named} against the direction of its other items: the sum of the"
            " items as they are means little. Is the keying declared?",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
