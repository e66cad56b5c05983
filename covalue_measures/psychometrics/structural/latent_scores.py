"""Scores on the latent variables of a fitted model, and how far they may be off."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ModelError, ResponseDataError
from covalue_measures.numerics.structural.latent_scores import (
    JointMoments,
    LatentScores,
    bartlett_scores,
    regression_scores,
)
from covalue_measures.numerics.structural.ordinal_scores import n_seen_dimensions, ordinal_scores
from covalue_measures.psychometrics.door import Responses, as_item_matrix
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.psychometrics.structural.grouped_data import GroupLike, group_labels_of
from covalue_measures.psychometrics.structural.standardized import item_variances
from covalue_measures.responses import ResponseData
from covalue_measures.typing import BoolArray, FloatArray, IntArray

LatentScoreMethod: TypeAlias = Literal["regression", "bartlett", "EAP", "EBM"]
#: Over more dimensions a quadrature with three nodes in each takes too long.
_MOST_DIMENSIONS = 8


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LatentScoresResult(Readable):
    """Scores on the latent variables of a model."""

    #: (n_respondents, n_factors) in the order of the data; NaN where nothing was answered, and
    #: where the answers do not tell a factor from others.
    scores: pd.DataFrame
    #: (n_respondents, n_factors) standard deviation of score less factor, as if the parameters of
    #: the model were known; NaN where an improper solution leaves none.
    standard_errors: pd.DataFrame
    method: LatentScoreMethod
    n_respondents: int
    #: Rows with a score on every factor.
    n_scored: int


def score_latent_variables(
    fit: CfaResult,
    data: Responses,
    *,
    method: str | None = None,
    group: GroupLike | None = None,
) -> LatentScoresResult:
    """Return scores on the latent variables of a model; see :func:`score_factors`."""
    chosen = _method_for(fit, method)
    values = _answers(fit, data)
    groups = _group_of_rows(fit, data, group, len(values))
    is_item = ~np.isin(np.array(fit.item_ids), fit.estimation.model.table.exogenous)
    is_scored = (groups >= 0) & ~np.isnan(values[:, is_item]).all(axis=1)
    codes = _codes(fit, values)
    scores = np.full((len(values), len(fit.factors)), np.nan)
    errors = np.full_like(scores, np.nan)
    for number in range(len(fit.group_labels)):
        rows = np.flatnonzero(is_scored & (groups == number))
        found = _score_group(fit, number, chosen, values[rows], codes[rows])
        # Observed variables that take part in regressions stand behind the latent ones.
        scores[rows] = found.scores[:, : len(fit.factors)]
        errors[rows] = found.standard_errors[:, : len(fit.factors)]
    return LatentScoresResult(
        scores=pd.DataFrame(scores, columns=list(fit.factors)),
        standard_errors=pd.DataFrame(errors, columns=list(fit.factors)),
        method=chosen,
        n_respondents=len(values),
        n_scored=int((~np.isnan(scores).any(axis=1)).sum()),
    )


def _method_for(fit: CfaResult, method: str | None) -> LatentScoreMethod:
    choices: tuple[LatentScoreMethod, ...] = ("regression", "bartlett")
    if fit.settings.ordered:
        choices = ("EAP", "EBM")
    if method is None:
        return choices[0]
    for choice in choices:
        if choice.lower() == method.lower():
            return choice
    kind = "ordinal" if fit.settings.ordered else "numeric"
    raise ValueError(
        f"There is no method '{method}' of scoring a model of {kind} items; choose among"
        f" {', '.join(choices)}."
    )


def _answers(fit: CfaResult, data: Responses) -> FloatArray:
    names = list(fit.item_ids)
    if isinstance(data, ResponseData):
        return as_item_matrix(data.select_items(names), allow_unanswered=True).values
    if not isinstance(data, pd.DataFrame):
        matrix = as_item_matrix(data, allow_unanswered=True)
        data = pd.DataFrame(matrix.values, columns=list(matrix.item_ids))
    columns = [str(column) for column in data.columns]
    if absent := [name for name in names if name not in columns]:
        raise ResponseDataError(
            f"Item '{absent[0]}' of the model is not among the data's {len(columns)} columns."
        )
    chosen = data.iloc[:, [columns.index(name) for name in names]]
    return as_item_matrix(chosen, allow_unanswered=True).values


def _group_of_rows(
    fit: CfaResult, data: Responses, group: GroupLike | None, n_respondents: int
) -> IntArray:
    """Return each row's place among the groups of the fit, -1 without a group."""
    if not fit.group_name:
        if group is not None:
            raise ValueError("The model was not fitted by group, and has one set of parameters.")
        return np.zeros(n_respondents, dtype=np.int64)
    name, labels = group_labels_of(data, fit.group_name if group is None else group, n_respondents)
    place = {label: number for number, label in enumerate(fit.group_labels)} | {"": -1}
    if unknown := [label for label in labels if label not in place]:
        raise ResponseDataError(
            f"Group '{unknown[0]}' of '{name}' is not one that the model was fitted to:"
            f" {', '.join(fit.group_labels)}."
        )
    return np.array([place[label] for label in labels], dtype=np.int64)


def _codes(fit: CfaResult, values: FloatArray) -> IntArray:
    """Return the categories of the ordinal items from 0, -1 where missing."""
    codes = np.full((len(values), len(fit.settings.ordered)), -1, dtype=np.int64)
    for place, item in enumerate(fit.settings.ordered):
        answers = values[:, fit.item_ids.index(item)]
        answered = ~np.isnan(answers)
        known = np.array(fit.settings.categories[item])
        strange = np.setdiff1d(answers[answered], known)
        if len(strange):
            raise ResponseDataError(
                f"Item '{item}' has the answer {strange[0]:g}, which no one gave whom the model was"
                f" fitted to; their answers are {', '.join(f'{value:g}' for value in known)}."
            )
        codes[answered, place] = np.searchsorted(known, answers[answered])
    return codes


def _score_group(
    fit: CfaResult,
    group: int,
    method: LatentScoreMethod,
    values: FloatArray,
    codes: IntArray,
) -> LatentScores:
    estimation = fit.estimation
    layout, implied = estimation.model.layouts[group], estimation.implied[group]
    matrices = layout.fill(estimation.parameters)
    covariance = implied.covariance.copy()
    variances = item_variances(estimation.samples.kinds, matrices, implied)
    np.fill_diagonal(covariance, variances)
    has_means = estimation.model.table.mean_structure
    moments = JointMoments(
        factor_mean=implied.factor_mean,
        factor_covariance=implied.factor_covariance,
        factor_item=implied.factor_item,
        mean=implied.mean if has_means else estimation.samples.observed[group].means,
        covariance=covariance,
    )
    if method == "regression":
        return regression_scores(values, moments)
    if method == "bartlett":
        return bartlett_scores(values, moments, matrices["loadings"])
    is_ordinal = np.isin(np.array(fit.item_ids), fit.settings.ordered)
    _refuse(fit, moments, is_ordinal, method)
    thresholds = [
        matrices["thresholds"][layout.threshold_item == column]
        for column in np.flatnonzero(is_ordinal)
    ]
    return ordinal_scores(method, codes, thresholds, values[:, ~is_ordinal], moments, is_ordinal)


def _refuse(
    fit: CfaResult, moments: JointMoments, is_ordinal: BoolArray, method: LatentScoreMethod
) -> None:
    try:
        n_dimensions = n_seen_dimensions(moments, is_ordinal)
    except np.linalg.LinAlgError as error:
        problems = "".join(f" {problem}" for problem in fit.problems)
        raise ModelError(f"There are no {method} scores, because {error}.{problems}") from error
    if method == "EAP" and n_dimensions > _MOST_DIMENSIONS:
        raise ModelError(
            f"EAP would integrate over {n_dimensions} dimensions (factors, and covariances of"
            f" residuals); {_MOST_DIMENSIONS} are most. Use method='EBM'."
        )
