"""Polychoric correlations of many nearly unrelated data sets at once, as of shuffled columns."""

import numpy as np
from scipy.special import ndtr

from covalue_measures.numerics.polychoric import SMALLEST_PROBABILITY, estimate_pairs
from covalue_measures.typing import BoolArray, FloatArray

#: Correlations that the series serves: what it leaves out is below 1e-12.
_LARGEST, _TERMS = 0.35, 24
_TOLERANCE, _ITERATIONS = 1e-8, 10


def weak_polychoric(tables: FloatArray, thresholds: FloatArray) -> FloatArray:
    r"""Return the two-step correlations of every pair in each of several sets of tables.

    The same estimates as ``estimate_pairs``, whose likelihood needs a bivariate normal integral
    for every cell and step. Between nearly unrelated items a short series has the same value: the
    probability of a cell is :math:`\sum_k \rho^k u_k v_k`, where :math:`u_k` and :math:`v_k` depend
    on its row and its column alone, the same in all sets. A pair that turns out to be related
    is left to ``estimate_pairs``.

    Parameters
    ----------
    tables : (n_sets, n_pairs, n_categories, n_categories)
        Of the pairs above the diagonal, in row order.
    thresholds : (n_items, n_categories - 1)
        ``BEYOND`` after an item's last category.

    Returns
    -------
    (n_sets, n_pairs)

    References
    ----------
    Pearson (1900), doi:10.1098/rsta.1900.0022, for the tetrachoric series.
    """
    n_sets, n_pairs = tables.shape[:2]
    first, second = np.triu_indices(len(thresholds), 1)
    terms = _category_terms(thresholds)
    cells = terms[first][:, :, :, None] * terms[second][:, :, None, :]
    cells = cells.reshape(n_pairs, _TERMS, -1)
    counts = np.ascontiguousarray(tables.transpose(1, 0, 2, 3)).reshape(n_pairs, n_sets, -1)
    rho, is_settled = _ascend(counts, cells)
    rest = np.nonzero(~is_settled)
    if len(rest[0]):
        ends = np.stack([thresholds[first[rest[0]]], thresholds[second[rest[0]]]])
        rho[rest] = estimate_pairs(tables[rest[1], rest[0]], ends).rho
    return rho.T


def _category_terms(thresholds: FloatArray) -> FloatArray:
    r"""Return the terms of each item's categories.

    The probability first, then the integrals over the category of the normal density times the
    Hermite polynomials He over the roots of their factorials, as
    :math:`\int \phi He_k = -\phi He_{k-1}`.

    Returns
    -------
    (n_items, n_terms, n_categories)
    """
    at_cuts = np.empty((len(thresholds), _TERMS, thresholds.shape[1]))
    at_cuts[:, 0] = ndtr(thresholds)
    previous = np.zeros_like(thresholds)
    current = np.exp(-(thresholds**2) / 2) / np.sqrt(2 * np.pi)
    for k in range(1, _TERMS):
        at_cuts[:, k] = -current / np.sqrt(k)
        following = (thresholds * current - np.sqrt(k - 1) * previous) / np.sqrt(k)
        previous, current = current, following
    ends = np.pad(at_cuts, ((0, 0), (0, 0), (1, 1)))
    ends[:, 0, -1] = 1.0
    terms: FloatArray = np.diff(ends, axis=2)
    return terms


def _ascend(counts: FloatArray, cells: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return where Newton steps from 0 end, and which of them settled within reach of the series.

    Parameters
    ----------
    counts : (n_pairs, n_sets, n_cells)
    cells : (n_pairs, n_terms, n_cells)

    Returns
    -------
    (n_pairs, n_sets) each
    """
    powers = np.arange(_TERMS)
    rho: FloatArray = np.zeros(counts.shape[:2])
    step = np.full_like(rho, np.inf)
    raised = np.ones((*rho.shape, _TERMS))
    for _ in range(_ITERATIONS):
        np.multiply.accumulate(
            np.repeat(rho[..., None], _TERMS - 1, axis=-1), axis=-1, out=raised[..., 1:]
        )
        slopes = powers[1:] * raised[..., :-1]
        bends = powers[2:] * slopes[..., :-1]
        probability = np.maximum(raised @ cells, SMALLEST_PROBABILITY)
        relative = slopes @ cells[:, 1:] / probability
        score = (counts * relative).sum(axis=-1)
        curvature = (counts * (relative**2 - bends @ cells[:, 2:] / probability)).sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(curvature > 0, score / curvature, np.inf)
        rho = np.clip(rho + step, -2 * _LARGEST, 2 * _LARGEST)
        if not (np.abs(step) > _TOLERANCE).any():
            break
    is_settled: BoolArray = (np.abs(step) <= _TOLERANCE) & (np.abs(rho) <= _LARGEST)
    return rho, is_settled
