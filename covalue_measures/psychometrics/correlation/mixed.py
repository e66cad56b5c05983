"""Correlations of ordinal and continuous items together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.covariance import pairwise_counts
from covalue_measures.numerics.mixed_covariance import MixedMoments, mixed_covariance
from covalue_measures.numerics.normal_pairs import normal_correlations
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.polyserial import polyserial
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.correlation.results import Missing, MixedCorrelationResult
from covalue_measures.psychometrics.correlation.weak_pairs import (
    BOUNDARY,
    boundary_pairs,
    warn_of_weak_pairs,
)
from covalue_measures.psychometrics.door import (
    ItemMatrix,
    Responses,
    as_item_matrix,
    refuse_constant_items,
    refuse_undefined_pairs,
    require_items,
)
from covalue_measures.psychometrics.options import require_choice
from covalue_measures.typing import BoolArray, FloatArray, IntArray


def estimate_mixed(
    data: Responses, *, ordered: Sequence[str], missing: Missing = "pairwise"
) -> MixedCorrelationResult:
    """Return polychoric, polyserial and Pearson correlations among ordinal and continuous items.

    An ordinal item is a normal latent response cut at its thresholds; a pair's correlation is
    that of the bivariate normal variables behind it: polychoric between ordinal items, polyserial
    between an ordinal and a continuous one.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items), NaN for missing.
    ordered : sequence of item ids
        The ordinal items, at most 25 distinct values each. All others are continuous; what an
        item is, is never guessed from its values.
    missing : ``pairwise`` or ``listwise``
        Each correlation over the respondents who have both values, or all over those who have
        every value.

    Raises
    ------
    InsufficientDataError
        If an item does not vary, or there are fewer than two items.
    ResponseDataError
        If an item of ``ordered`` is not in the data, or has too many values to be ordinal.

    Notes
    -----
    Two-step maximum likelihood as in lavaan's ``lavCor``: thresholds, means and variances are each
    item's own, from everyone who has a value. Between continuous items this is Pearson's
    correlation where no value is missing; with missing values it is not the one of
    ``estimate_pearson``, which takes means and variances over the respondents of each pair.

    Agrees with lavaan 0.6-14 to 1e-6, also in the asymptotic covariance, where lavaan counts
    everyone. It leaves out of a polyserial correlation whoever has a bivariate density below
    1.5e-8, a number that depends on the unit of the continuous item: respondents far out.

    The asymptotic covariance is in lavaan's metric: covariances for pairs with a continuous
    item, correlations for pairs of ordinal ones. lavaan's rows of means belong to means times
    minus 1. As in lavaan, products of first derivatives stand for second derivatives: standard
    errors of means, variances and covariances of continuous items hold if these are normal, and are
    wrong if they are skewed.

    References
    ----------
    Olsson, Drasgow and Dorans (1982), doi:10.1007/BF02294164; Olsson (1979),
    doi:10.1007/BF02296207; for the asymptotic covariance Muthen (1984), doi:10.1007/BF02294210.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from covalue_measures.psychometrics.correlation import estimate_mixed
    >>> age = np.array([31.0, 44, 52, 38, 60, 27, 49, 55])
    >>> answers = pd.DataFrame({"age": age, "trust": [0, 1, 2, 0, 1, 1, 2, 2]})
    >>> float(estimate_mixed(answers, ordered=["trust"]).correlations.loc["age", "trust"].round(2))
    0.62
    """
    require_choice("missing", missing, Missing)
    matrix = as_item_matrix(data)
    require_items(matrix, 2, "A correlation")
    is_ordinal = _find_ordinal(matrix, ordered)
    used = matrix.listwise() if missing == "listwise" else matrix
    if not used.n_respondents:
        raise InsufficientDataError("No respondent has every value.")
    refuse_constant_items(used)
    together = pairwise_counts(used.values)
    refuse_undefined_pairs(used, np.where(together > 0, 0.0, np.nan))
    estimates = _estimate(used, is_ordinal)
    result = _labeled(used, is_ordinal, estimates, missing)
    place = estimates.place
    warn_of_weak_pairs(result, estimates.converged[np.ix_(place, place)])
    return result


@dataclass(frozen=True, slots=True)
class _Estimates:
    """What the kernels found, with ordinal items first."""

    moments: MixedMoments
    #: Of each ordinal item, the values in use.
    categories: list[FloatArray]
    means: FloatArray
    #: (n_items,) where each item of the data went.
    place: IntArray
    #: (n_ordinal, n_ordinal)
    n_empty_cells: IntArray
    #: (n_items, n_items)
    converged: BoolArray
    iterations: int
    largest_gradient: float


def _estimate(matrix: ItemMatrix, is_ordinal: BoolArray) -> _Estimates:
    codes, categories = encode_categories(_select(matrix, is_ordinal))
    values = matrix.values[:, ~is_ordinal]
    means, deviations = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    standardized = (values - means) / deviations
    ordinal = polychoric(codes, max((len(found) for found in categories), default=2))
    between = polyserial(standardized, codes, ordinal.thresholds)
    continuous = normal_correlations(standardized)
    correlations = np.block(
        [[ordinal.correlations, between.correlations], [between.correlations.T, continuous]]
    )
    is_solved = np.ones(continuous.shape, dtype=np.bool_)
    converged = np.block([[ordinal.converged, between.converged], [between.converged.T, is_solved]])
    is_interior = np.abs(between.correlations) < BOUNDARY
    return _Estimates(
        moments=MixedMoments(
            codes, standardized, deviations, ordinal.thresholds, correlations.astype(np.float64)
        ),
        categories=categories,
        means=means,
        place=np.argsort(np.argsort(~is_ordinal, kind="stable")),
        n_empty_cells=ordinal.n_empty_cells,
        converged=converged.astype(np.bool_),
        iterations=max(ordinal.iterations, between.iterations),
        largest_gradient=max(
            ordinal.largest_gradient,
            float(np.abs(between.gradient[is_interior]).max(initial=0.0)),
        ),
    )


def _labeled(
    matrix: ItemMatrix, is_ordinal: BoolArray, estimates: _Estimates, missing: Missing
) -> MixedCorrelationResult:
    names = list(matrix.item_ids)
    ordinal = list(_select(matrix, is_ordinal).item_ids)
    continuous = list(_select(matrix, ~is_ordinal).item_ids)
    moments, place = estimates.moments, estimates.place
    correlations = moments.correlations[np.ix_(place, place)]
    together = pairwise_counts(matrix.values)
    cuts = [row[row < BEYOND] for row in moments.thresholds]
    means = dict(zip(continuous, estimates.means.tolist(), strict=True))
    variances = dict(zip(continuous, (moments.deviations**2).tolist(), strict=True))
    return MixedCorrelationResult(
        method="mixed",
        correlations=pd.DataFrame(correlations, index=names, columns=names),
        n_respondents=matrix.n_respondents,
        n_pairwise=pd.DataFrame(together, index=names, columns=names).astype(int),
        missing=missing,
        reversed_items=matrix.reversed_items,
        thresholds=dict(zip(ordinal, cuts, strict=True)),
        categories=dict(zip(ordinal, estimates.categories, strict=True)),
        means=pd.Series(means, dtype=float, name="mean"),
        variances=pd.Series(variances, dtype=float, name="variance"),
        empty_cells=pd.DataFrame(estimates.n_empty_cells, index=ordinal, columns=ordinal),
        boundary_pairs=boundary_pairs(names, correlations),
        converged=bool(estimates.converged.all()),
        iterations=estimates.iterations,
        largest_gradient=estimates.largest_gradient,
        n_answered=moments.n_answered,
        covariance_source=partial(_covariance_in_item_order, moments, place),
    )


def _find_ordinal(matrix: ItemMatrix, ordered: Sequence[str]) -> BoolArray:
    if isinstance(ordered, str):
        raise ResponseDataError(
            f"ordered is a list of item ids, not one text; did you mean [{ordered!r}]?"
        )
    unknown = [name for name in ordered if name not in matrix.item_ids]
    if unknown:
        raise ResponseDataError(
            f"ordered names the item {unknown[0]!r}, which is not in the data; its items are"
            f" {', '.join(matrix.item_ids)}."
        )
    return np.isin(matrix.item_ids, list(ordered))


def _select(matrix: ItemMatrix, is_meant: BoolArray) -> ItemMatrix:
    names = tuple(name for name, meant in zip(matrix.item_ids, is_meant, strict=True) if meant)
    return ItemMatrix(matrix.values[:, is_meant], names, ())


def _covariance_in_item_order(moments: MixedMoments, place: IntArray) -> FloatArray:
    """Return the covariance of margins, variances and pairs in the order of the items.

    Parameters
    ----------
    moments : MixedMoments
    place : (n_items,)
        Of each item among the moments, which have ordinal items first.
    """
    owner = np.repeat(np.arange(len(moments.thresholds)), (moments.thresholds < BEYOND).sum(axis=1))
    n_continuous = len(moments.deviations)
    owner = np.append(owner, len(moments.thresholds) + np.arange(n_continuous))
    n_margins = len(owner) + n_continuous
    # Where each margin's item lies in the data; the sort is stable, and so keeps cuts in order.
    margins = np.argsort(np.argsort(place)[owner], kind="stable")
    variances = np.arange(len(owner), n_margins)
    numbers = np.zeros((len(place), len(place)), dtype=np.int64)
    upper = np.triu_indices(len(place), 1)
    numbers[upper] = np.arange(len(upper[0]))
    numbers += numbers.T
    pairs = n_margins + numbers[np.ix_(place, place)][upper]
    order = np.concatenate([margins, variances, pairs])
    covariance: FloatArray = mixed_covariance(moments)[np.ix_(order, order)]
    return covariance
