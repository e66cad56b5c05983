"""Polychoric correlations of all pairs of items at once."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from covalue_measures.numerics.bivariate_normal import (
    BEYOND,
    bivariate_normal_cdf,
    bivariate_normal_density,
    density_slope_by_correlation,
    rectangles,
)
from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Below this a cell's probability is rounding error of differences of probabilities near 1.
SMALLEST_PROBABILITY = 1e-16
#: Slope of a mean log-likelihood that is no slope.
_FLAT = 1e-9
#: Estimates are kept inside this bound: the likelihood is flat beyond it in double precision.
LARGEST_CORRELATION = 1 - 1e-7


@dataclass(frozen=True, slots=True)
class PairEstimates:
    """Correlations of the pairs above the diagonal, in row order."""

    #: (n_pairs,)
    rho: FloatArray
    #: (n_pairs,) derivative of the mean log-likelihood before the last step.
    gradient: FloatArray
    #: (n_pairs,)
    converged: BoolArray
    iterations: int


def thresholds_of(tables: FloatArray) -> FloatArray:
    """Return the cut points of each item's normal latent response, from its own answers.

    Parameters
    ----------
    tables : (n_items, n_items, n_categories, n_categories)
        Pair tables; the diagonal ones hold each item's category counts.

    Returns
    -------
    (n_items, n_categories - 1)
        ``BEYOND`` after an item's last category.
    """
    counts = np.einsum("iiaa->ia", tables)
    share = np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True)
    # The last category of an item with fewer categories than others closes at 1 early.
    is_closed = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1] == 0
    cuts = np.where(is_closed[:, 1:] | (share[:, :-1] >= 1), BEYOND, ndtri(share[:, :-1]))
    return np.clip(cuts, -BEYOND, BEYOND)


def estimate_pairs(
    tables: FloatArray,
    thresholds: FloatArray,
    *,
    tolerance: float = 1e-6,
    max_iterations: int = 100,
) -> PairEstimates:
    r"""Maximize the two-step likelihood of each pair's table over its correlation.

    Newton steps on :math:`\sum_{ab} n_{ab} \log \pi_{ab}(\rho)` with thresholds fixed at their
    one-item estimates, for all pairs together; Fisher scoring where the likelihood is not concave.
    A step that leaves the interval in which the gradient is known to change sign is replaced by
    bisection, so that no pair can run away.

    Parameters
    ----------
    tables : (n_pairs, n_categories, n_categories)
    thresholds : (2, n_pairs, n_categories - 1)
        Of the row item and of the column item.
    tolerance : float
        Largest last Newton step of a converged correlation, as a share of ``1 - rho**2``: the
        next one would be about its square. Other steps must be smaller than that square.

    References
    ----------
    Olsson (1979), doi:10.1007/BF02296207, equations 4 to 6 and section "two-step".
    """
    n_pairs = tables.shape[0]
    rho = _starting_values(tables)
    lower = np.full(n_pairs, -LARGEST_CORRELATION)
    upper = np.full(n_pairs, LARGEST_CORRELATION)
    gradient = np.zeros(n_pairs)
    converged = np.zeros(n_pairs, dtype=np.bool_)
    active = np.arange(n_pairs)
    margins = ndtr(thresholds)
    n = tables.sum(axis=(1, 2))
    iterations = 0
    while active.size and iterations < max_iterations:
        iterations += 1
        at = rho[active]
        score, curvature = _score_and_curvature(
            tables[active], thresholds[:, active], margins[:, active], at
        )
        gradient[active] = score / n[active]
        lower[active] = np.where(score > 0, at, lower[active])
        upper[active] = np.where(score < 0, at, upper[active])
        proposal = at + score / np.maximum(np.abs(curvature), np.finfo(float).tiny)
        is_inside = (proposal >= lower[active]) & (proposal <= upper[active])
        middle = (lower[active] + upper[active]) / 2
        rho[active] = np.where(score == 0, at, np.where(is_inside, proposal, middle))
        is_newton = is_inside & (curvature > 0)
        small = np.where(is_newton, tolerance * (1 - at**2), tolerance**2)
        # A likelihood without slope or bend has its maximum at the end of the range.
        bend = np.abs(curvature)
        is_flat = (np.abs(score) < _FLAT * n[active]) & (bend < np.sqrt(_FLAT) * n[active])
        rho[active] = np.where(is_flat, np.sign(at) * LARGEST_CORRELATION, rho[active])
        done = is_flat | (np.abs(rho[active] - at) < small)
        converged[active[done]] = True
        active = active[~done]
    return PairEstimates(rho, gradient, converged, iterations)


def _starting_values(tables: FloatArray) -> FloatArray:
    """Return Pearson correlations of the category numbers."""
    scores = np.arange(tables.shape[1], dtype=np.float64)
    n = tables.sum(axis=(1, 2))
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    mean_row, mean_column = rows @ scores / n, columns @ scores / n
    cross = np.einsum("pab,a,b->p", tables, scores, scores, optimize=True) / n
    spread = (rows @ scores**2 / n - mean_row**2) * (columns @ scores**2 / n - mean_column**2)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = (cross - mean_row * mean_column) / np.sqrt(spread)
    start: FloatArray = np.clip(np.nan_to_num(correlation), -0.95, 0.95)
    return start


def _score_and_curvature(
    tables: FloatArray, thresholds: FloatArray, margins: FloatArray, rho: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the gradient of the log-likelihood, and minus its second derivative.

    Where that is not positive, the expected information stands in, with a minus sign.
    """
    first, second = thresholds[0][:, :, None], thresholds[1][:, None, :]
    at = rho[:, None, None]
    density = bivariate_normal_density(first, second, at)
    below = bivariate_normal_cdf(first, second, at)
    probability = np.maximum(rectangles(below, margins), SMALLEST_PROBABILITY)
    change = rectangles(density)
    bend = rectangles(density * density_slope_by_correlation(first, second, at))
    relative = change / probability
    score = np.einsum("pab,pab->p", tables, relative)
    observed = np.einsum("pab,pab->p", tables, relative**2 - bend / probability)
    expected = np.einsum("pab,pab->p", change, relative) * tables.sum(axis=(1, 2))
    return score, np.where(observed > 0, observed, -expected)


@dataclass(frozen=True, slots=True)
class PolychoricEstimates:
    """Polychoric correlations of a matrix of codes."""

    #: (n_items, n_items) unit diagonal.
    correlations: FloatArray
    #: (n_items, n_categories - 1) ``BEYOND`` after an item's last category.
    thresholds: FloatArray
    #: (n_items, n_items) rows behind each correlation.
    n_pairwise: FloatArray
    #: (n_items, n_items) cells of the pair's table with no row, among categories both in use.
    n_empty_cells: IntArray
    #: (n_items, n_items)
    converged: BoolArray
    #: Largest absolute gradient of a mean log-likelihood before the last step.
    largest_gradient: float
    iterations: int


def polychoric(
    codes: IntArray, n_categories: int, *, empty_cell_correction: float = 0.0
) -> PolychoricEstimates:
    """Return two-step polychoric correlations and thresholds.

    Thresholds are each item's own; the table of a pair holds the rows with both answers.

    Parameters
    ----------
    codes : (n_respondents, n_items)
        0 to ``n_categories - 1`` without gaps within an item, or -1 for missing.
    empty_cell_correction : float
        Count put into the empty cell of a two-by-two table, margins kept; 0 leaves it empty.

    References
    ----------
    Olsson (1979), doi:10.1007/BF02296207.
    """
    n_items = codes.shape[1]
    tables = pair_tables(codes, n_categories)
    thresholds = thresholds_of(tables)
    rows, columns = np.triu_indices(n_items, 1)
    pairs = tables[rows, columns]
    in_use = np.einsum("iiaa->ia", tables) > 0
    possible = in_use[rows][:, :, None] & in_use[columns][:, None, :]
    n_empty = ((pairs == 0) & possible).sum(axis=(1, 2))
    if empty_cell_correction > 0:
        pairs = _correct_two_by_two(pairs, possible, n_empty, empty_cell_correction)
    estimates = estimate_pairs(pairs, np.stack([thresholds[rows], thresholds[columns]]))
    is_interior = np.abs(estimates.rho) < 0.999
    return PolychoricEstimates(
        correlations=_symmetric(estimates.rho, n_items, 1.0),
        thresholds=thresholds,
        n_pairwise=tables.sum(axis=(2, 3)),
        n_empty_cells=_symmetric(n_empty, n_items, 0).astype(np.int64),
        converged=_symmetric(estimates.converged, n_items, 1.0).astype(np.bool_),
        largest_gradient=float(np.abs(estimates.gradient[is_interior]).max(initial=0.0)),
        iterations=estimates.iterations,
    )


def _correct_two_by_two(
    pairs: FloatArray, possible: BoolArray, n_empty: IntArray, correction: float
) -> FloatArray:
    """Add ``correction`` to a lone empty cell of two-by-two tables and keep their margins."""
    corrected = pairs.copy()
    for pair in np.flatnonzero((possible.sum(axis=(1, 2)) == 4) & (n_empty == 1)):
        row, column = np.argwhere((pairs[pair] == 0) & possible[pair])[0]
        signs = np.where(np.indices(pairs[pair].shape).sum(axis=0) % 2 == (row + column) % 2, 1, -1)
        corrected[pair] += correction * signs * possible[pair]
    return corrected


def _symmetric(upper: FloatArray | IntArray | BoolArray, size: int, diagonal: float) -> FloatArray:
    matrix = np.zeros((size, size))
    rows, columns = np.triu_indices(size, 1)
    matrix[rows, columns] = matrix[columns, rows] = upper
    np.fill_diagonal(matrix, diagonal)
    return matrix
