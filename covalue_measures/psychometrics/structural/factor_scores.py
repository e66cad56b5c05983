"""Factor scores of any fit, exploratory or confirmatory."""

from typing import overload

from covalue_measures.numerics.factor_scores import FactorScoreMethod
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.factor import EfaResult, FactorScoresResult
from covalue_measures.psychometrics.factor import score_factors as score_exploratory_factors
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.psychometrics.structural.grouped_data import GroupLike
from covalue_measures.psychometrics.structural.latent_scores import (
    LatentScoresResult,
    score_latent_variables,
)


@overload
def score_factors(
    fit: EfaResult,
    data: Responses,
    *,
    method: str | None = None,
    standardize_by: Responses | None = None,
) -> FactorScoresResult: ...


@overload
def score_factors(
    fit: CfaResult,
    data: Responses,
    *,
    method: str | None = None,
    group: GroupLike | None = None,
) -> LatentScoresResult: ...


def score_factors(
    fit: EfaResult | CfaResult,
    data: Responses,
    *,
    method: str | None = None,
    standardize_by: Responses | None = None,
    group: GroupLike | None = None,
) -> FactorScoresResult | LatentScoresResult:
    """Return factor scores of an exploratory or a confirmatory analysis.

    Parameters
    ----------
    fit : EfaResult or CfaResult
    data : ResponseData, DataFrame or 2-D array
        The items of the fit, and perhaps others.
    method : str, optional
        Of an exploratory analysis: ``thurstone`` (the default), ``bartlett``, ``ten_berge`` or
        ``anderson``. Of a model of numeric items: ``regression`` (the default), the expected
        factors given the answers, shrunken; or ``bartlett``, unbiased given the factors. Of a
        model with ordinal items: ``EAP`` (the default), mean of the factors given the answers; or
        ``EBM``, their mode, which lavaan gives.
    standardize_by : ResponseData, DataFrame or 2-D array, optional
        Of an exploratory analysis: whose means and standard deviations count, those of ``data``
        by default.
    group : str or sequence, optional
        Of a model fitted by group: column, or one label a row; the column of the fit by default.

    Returns
    -------
    FactorScoresResult or LatentScoresResult

    Raises
    ------
    ResponseDataError
        If an item, a group or a category is not that of the fit.
    ModelError
        If the model is too improper for scores, or has too many dimensions for ``EAP``.
    ValueError
        If the method, or an option, is not one for this fit.

    Notes
    -----
    A model's scores use every answer that there is, also where the fit left respondents out.
    Scores of numeric items have the mean of the latent variables; a model without means takes the
    items' means of the sample that it was fitted to. ``EAP`` integrates by adaptive Gauss-Hermite
    quadrature over what the ordinal items see of the factors. It is exact for all purposes up to
    three dimensions, within a hundredth of a standard error with five, and within a few hundredths
    with eight, which are most. Ordinal items whose residuals covary add a dimension, and the mode
    of ``EBM`` is over it, too.

    References
    ----------
    Grice (2001), doi:10.1037/1082-989X.6.4.430; formulas stand with the estimates.
    """
    _refuse_other_kinds(fit)
    if isinstance(fit, CfaResult):
        if standardize_by is not None:
            raise ValueError(
                "standardize_by is for exploratory factors; a model has its own means."
            )
        return score_latent_variables(fit, data, method=method, group=group)
    if group is not None:
        raise ValueError("group is for models fitted by group, not for exploratory factors.")
    return score_exploratory_factors(
        fit, data, method=_exploratory_method(method), standardize_by=standardize_by
    )


def _refuse_other_kinds(fit: object) -> None:
    if not isinstance(fit, CfaResult | EfaResult):
        raise TypeError(
            "Factors are scored from a CfaResult or an EfaResult, as fit_cfa and fit_efa return"
            f" them, not from a {type(fit).__name__}."
        )


def _exploratory_method(method: str | None) -> FactorScoreMethod:
    known: dict[str | None, FactorScoreMethod] = {
        None: "thurstone",
        "thurstone": "thurstone",
        "regression": "thurstone",
        "bartlett": "bartlett",
        "ten_berge": "ten_berge",
        "anderson": "anderson",
    }
    if method not in known:
        raise ValueError(
            f"There is no method '{method}' of scoring factors; choose among thurstone, bartlett,"
            " ten_berge, anderson."
        )
    return known[method]
