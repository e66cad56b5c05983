"""Heterotrait-monotrait ratios: whether constructs can be told apart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.heterotrait_monotrait import Mean, heterotrait_monotrait
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.numerics.weighted_correlation import weighted_pairwise_correlations
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    Missing,
    estimate_polychoric,
)
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import (
    ItemMatrix,
    Responses,
    refuse_constant_items,
    refuse_undefined_pairs,
)
from covalue_measures.psychometrics.options import require_choice, require_count, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.grouped_data import group_data
from covalue_measures.psychometrics.validity.construct_items import construct_items
from covalue_measures.schema import InstrumentLike
from covalue_measures.typing import FloatArray, IntArray

#: Cutoffs of Henseler, Ringle and Sarstedt (2015): strict, and for constructs that are alike.
CUTOFFS = (0.85, 0.90)
# Weights held at a time.
_BLOCK = 2**23
# Fewer draws than these that worked say nothing of an interval's ends.
_LEAST_DRAWS = 20


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HtmtResult(Readable):
    """Ratios of every two constructs, with bootstrap intervals."""

    #: (n_constructs, n_constructs) diagonal 1.
    htmt: pd.DataFrame
    #: Percentile interval; NaN in the diagonal, and everywhere without draws.
    lower: pd.DataFrame
    upper: pd.DataFrame
    #: (n_items, n_items)
    correlations: pd.DataFrame
    #: Construct to its items.
    constructs: Mapping[str, tuple[str, ...]]
    method: Mean
    correlation: CorrelationMethod
    missing: Missing
    confidence_level: float
    n_draws: int
    #: Draws in which an item did not vary.
    n_failed: int
    seed: int
    n_items: int
    #: Rows used.
    n_respondents: int
    n_left_out: int
    #: Items mirrored first, as their instrument declares; absolute correlations do not need it.
    reversed_items: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair of constructs.

        Returns
        -------
        DataFrame
            ``factor_1 factor_2 htmt ci_lower ci_upper above_85 above_90 includes_one``: whether
            the ratio lies above a cutoff, and whether the interval reaches 1, at which constructs
            are the same.
        """
        first, second = np.triu_indices(len(self.constructs), 1)
        names = np.array(list(self.constructs), dtype=object)
        ratios, lower, upper = (
            frame.to_numpy()[first, second] for frame in (self.htmt, self.lower, self.upper)
        )
        return pd.DataFrame(
            {
                "factor_1": names[first],
                "factor_2": names[second],
                "htmt": ratios,
                "ci_lower": lower,
                "ci_upper": upper,
                "above_85": ratios > CUTOFFS[0],
                "above_90": ratios > CUTOFFS[1],
                "includes_one": upper >= 1,
            }
        )


def estimate_htmt(
    data: Responses,
    model: str | InstrumentLike | None = None,
    *,
    method: Mean = "arithmetic",
    correlation: CorrelationMethod = "pearson",
    missing: Missing = "pairwise",
    confidence_level: float = 0.95,
    n_draws: int = 1000,
    seed: int = 0,
) -> HtmtResult:
    r"""Return the heterotrait-monotrait ratio of every two constructs.

    The average correlation between items of two constructs by the geometric mean of the average
    correlations within each: an estimate of the constructs' correlation, which is 1 if they are
    one and the same.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_columns), NaN for missing; columns that no construct has are left alone.
    model : str, ItemBank or Instrument
        ``=~`` formulas in lavaan's syntax, or an instrument, for the subscales of the structure
        that it claims. May be left out with a ``ResponseData``.
    method : ``arithmetic`` or ``geometric``
        Averages of correlations: HTMT, for equally good items; or of their logarithms: HTMT2, for
        any.
    correlation : ``pearson`` or ``polychoric``
    missing : ``pairwise`` or ``listwise``
        Each correlation over the respondents who answered both items, or all over those who
        answered every item.
    confidence_level : float
    n_draws : int
        Bootstrap draws of respondents; 0 for no intervals. Polychoric correlations take about a
        hundredth of a second a draw for 25 items.
    seed : int

    Raises
    ------
    ModelError
        If the constructs are fewer than two, share items, or have fewer than two.
    InsufficientDataError
        If an item does not vary, or in nearly all draws one does not.

    Notes
    -----
    Averages are of absolute correlations, as in ``semTools::htmt``, so that the keying of items
    does not matter. The ratio is not bounded by 1. semTools leaves out respondents listwise.

    References
    ----------
    Henseler, Ringle and Sarstedt (2015), doi:10.1007/s11747-014-0403-8; HTMT2: Roemer, Schuberth
    and Henseler (2021), doi:10.1108/IMDS-02-2021-0082.

    Examples
    --------
    >>> import pandas as pd, covalue_measures as cm
    >>> data = pd.read_csv("examples/bfi/bfi.csv")
    >>> model = "A =~ A1 + A2 + A3\nN =~ N1 + N2 + N3"
    >>> result = cm.estimate_htmt(data, model, n_draws=0)
    >>> round(float(result.htmt.loc["A", "N"]), 3)
    0.189
    """
    require_choice("method", method, Mean)
    require_choice("correlation", correlation, CorrelationMethod)
    require_choice("missing", missing, Missing)
    require_share("confidence_level", confidence_level)
    require_count("n_draws", n_draws, 0)
    constructs = construct_items(data, model)
    chosen = group_data(data, constructs.item_ids, group=None, missing=missing)
    matrix = ItemMatrix(chosen.values[0], chosen.items, chosen.reversed_items)
    refuse_constant_items(matrix)
    correlations = _correlations(matrix, correlation)
    ratios = heterotrait_monotrait(correlations, constructs.membership, method)
    ends, n_failed = np.full((2, *ratios.shape), np.nan), 0
    if n_draws:
        draws = _draws(matrix, correlation, constructs.membership, method, n_draws, seed)
        ends, n_failed = _interval(draws, confidence_level, matrix)
    names = list(constructs.names)
    items = list(matrix.item_ids)
    return HtmtResult(
        htmt=pd.DataFrame(ratios, index=names, columns=names),
        lower=pd.DataFrame(ends[0], index=names, columns=names),
        upper=pd.DataFrame(ends[1], index=names, columns=names),
        correlations=pd.DataFrame(correlations, index=items, columns=items),
        constructs=constructs.items,
        method=method,
        correlation=correlation,
        missing=missing,
        confidence_level=confidence_level,
        n_draws=n_draws,
        n_failed=n_failed,
        seed=seed,
        n_items=len(items),
        n_respondents=matrix.n_respondents,
        n_left_out=chosen.n_left_out,
        reversed_items=matrix.reversed_items,
    )


def _correlations(matrix: ItemMatrix, correlation: CorrelationMethod) -> FloatArray:
    if correlation == "polychoric":
        frame = pd.DataFrame(matrix.values, columns=list(matrix.item_ids))
        return estimate_polychoric(frame).matrix
    found = pairwise_correlation(matrix.values)
    refuse_undefined_pairs(matrix, found)
    return found


def _interval(
    draws: FloatArray, confidence_level: float, matrix: ItemMatrix
) -> tuple[FloatArray, int]:
    """Return both ends of the percentile interval, and the number of draws without ratios."""
    worked = draws[np.isfinite(draws).all(axis=(1, 2))]
    n_failed = len(draws) - len(worked)
    if len(worked) < _LEAST_DRAWS:
        raise InsufficientDataError(
            f"Only {len(worked)} of {len(draws)} bootstrap draws of {matrix.n_respondents}"
            f" respondents have all ratios; {_LEAST_DRAWS} are needed for an interval. n_draws=0"
            " leaves it out."
        )
    ends = np.quantile(worked, [(1 - confidence_level) / 2, (1 + confidence_level) / 2], axis=0)
    constructs = np.arange(draws.shape[1])
    ends[:, constructs, constructs] = np.nan
    return ends, n_failed


def _draws(
    matrix: ItemMatrix,
    correlation: CorrelationMethod,
    membership: IntArray,
    method: Mean,
    n_draws: int,
    seed: int,
) -> FloatArray:
    """Return the ratios of respondents drawn anew: (n_draws, n_constructs, n_constructs)."""
    rng = np.random.default_rng(seed)
    correlate = _drawn_polychoric(matrix) if correlation == "polychoric" else _drawn_pearson(matrix)
    n, step = matrix.n_respondents, max(1, _BLOCK // matrix.n_respondents)
    parts = []
    for start in range(0, n_draws, step):
        rows = rng.integers(0, n, (min(step, n_draws - start), n))
        parts.append(heterotrait_monotrait(correlate(rows), membership, method))
    return np.concatenate(parts)


def _drawn_pearson(matrix: ItemMatrix) -> Callable[[IntArray], FloatArray]:
    n = matrix.n_respondents

    def correlate(rows: IntArray) -> FloatArray:
        own = rows + n * np.arange(len(rows))[:, None]
        weights = np.bincount(own.ravel(), minlength=rows.size).reshape(rows.shape)
        return weighted_pairwise_correlations(matrix.values, weights.astype(np.float64))

    return correlate


def _drawn_polychoric(matrix: ItemMatrix) -> Callable[[IntArray], FloatArray]:
    codes, categories = encode_categories(matrix)
    largest = max(len(values) for values in categories)

    def of_draw(rows: IntArray) -> FloatArray:
        drawn = codes[rows]
        lowest = np.where(drawn < 0, largest, drawn).min(axis=0)
        if (drawn.max(axis=0) <= lowest).any():
            return np.full((matrix.n_items, matrix.n_items), np.nan)
        return polychoric(drawn, largest).correlations

    return lambda draws: np.stack([of_draw(rows) for rows in draws])
