"""Asymptotic covariance of thresholds and polychoric correlations."""

import numpy as np
from scipy.special import ndtr

from covalue_measures.numerics.bivariate_normal import (
    BEYOND,
    bivariate_normal_cdf,
    bivariate_normal_density,
    bivariate_normal_slope,
    rectangles,
)
from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.numerics.polychoric import LARGEST_CORRELATION, SMALLEST_PROBABILITY
from covalue_measures.typing import FloatArray, IntArray

#: Numbers of the influence matrix held at a time: 256 MiB, and its row indices as much again.
_BLOCK = 2**25


def polychoric_covariance(
    codes: IntArray, thresholds: FloatArray, correlations: FloatArray
) -> FloatArray:
    r"""Return the covariance matrix of the estimates times the number of respondents.

    With u the scores of a respondent, that is the derivatives of each item's log-likelihood by
    its own thresholds and of each pair's log-likelihood by its correlation,

    .. math:: n A^{-1} \Bigl(\sum_r u_r u_r^\top\Bigr) A^{-\top}, \qquad
        A = \begin{pmatrix} A_{11} & 0 \\ A_{21} & A_{22} \end{pmatrix},

    where :math:`A_{11}` is block-diagonal over items, :math:`A_{22}` diagonal over pairs, and
    :math:`A_{21}` belongs to the thresholds of the pair's two items. Each is a sum over
    respondents of products of first derivatives of the same item's or pair's log-likelihood, not
    of second derivatives; in expectation they are equal, and lavaan does the same.

    As A is triangular, :math:`A^{-1} u_r` is known in closed form. It depends on one answer for
    a threshold and on two for a correlation, and so is looked up in small tables; what remains
    is one product of an (n_respondents, n_statistics) matrix with itself. A missing answer
    scores 0.

    Parameters
    ----------
    codes : (n_respondents, n_items)
        0 to ``n_categories - 1`` without gaps within an item, or -1 for missing.
    thresholds : (n_items, n_categories - 1)
        Each item's own; ``BEYOND`` after its last category.
    correlations : (n_items, n_items)

    Returns
    -------
    (n_statistics, n_statistics)
        The thresholds of the first item, of the second and so on, then the correlations above
        the diagonal in row order. A correlation at the end of its range solves no likelihood
        equation: its row and column are NaN. n counts the rows with an answer.

    References
    ----------
    Muthen (1984), doi:10.1007/BF02294210, third stage; for the form of A: Muthen and Satorra
    (1995), doi:10.1007/BF02294325.
    """
    n_items, n_cuts = thresholds.shape
    tables = pair_tables(codes, n_cuts + 1)
    first, second = np.triu_indices(n_items, 1)
    of_item, of_pair = answer_influences(tables, thresholds, correlations)
    is_cut = thresholds.ravel() < BEYOND
    # Where each item's and each pair's rows begin in its lookup table.
    item_place = np.arange(n_items) * (n_cuts + 2)
    pair_place = np.arange(len(first)) * (n_cuts + 2) ** 2
    item_lookup, pair_lookup = of_item.reshape(-1, n_cuts), of_pair.ravel()
    n_statistics = int(is_cut.sum()) + len(first)
    covariance = np.zeros((n_statistics, n_statistics))
    places = np.where(codes < 0, n_cuts + 1, codes)
    step = max(1, _BLOCK // n_statistics)
    for start in range(0, len(places), step):
        block = places[start : start + step]
        influence = np.empty((len(block), n_statistics))
        by_item = item_lookup[block + item_place].reshape(len(block), -1)
        influence[:, : -len(first)] = by_item[:, is_cut]
        at = block[:, first] * (n_cuts + 2)
        at += block[:, second]
        at += pair_place
        influence[:, -len(first) :] = pair_lookup[at]
        covariance += influence.T @ influence
    covariance *= (codes >= 0).any(axis=1).sum()
    return covariance


def answer_influences(
    tables: FloatArray, thresholds: FloatArray, correlations: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return what answers add to thresholds, and two answers to correlations.

    Parameters
    ----------
    tables : (n_items, n_items, n_categories, n_categories)
        Counts of each pair's answers, without missing ones.
    thresholds : (n_items, n_categories - 1)
    correlations : (n_items, n_items)

    Returns
    -------
    (n_items, n_categories + 1, n_categories - 1)
    (n_pairs, n_categories + 1, n_categories + 1)
        Pairs above the diagonal in row order; the last category stands for a missing answer.
    """
    first, second = np.triu_indices(len(thresholds), 1)
    of_item = threshold_influence(np.einsum("iiaa->ia", tables), thresholds)
    of_pair = correlation_influence(
        tables[first, second],
        np.stack([thresholds[first], thresholds[second]]),
        correlations[first, second],
        np.stack([of_item[first], of_item[second]]),
    )
    return of_item, of_pair


def threshold_influence(counts: FloatArray, thresholds: FloatArray) -> FloatArray:
    r"""Return what an answer adds to the item's thresholds: :math:`A_{11}^{-1}` times its score.

    A threshold is the normal quantile of a cumulative share, so that an answer in category c
    moves cut k by :math:`(1[c \le k] - F_k) / (n \phi(\tau_k))`.

    Returns
    -------
    (n_items, n_categories + 1, n_categories - 1)
        The last row, for a missing answer, is 0.
    """
    n_items, n_cuts = thresholds.shape
    density = np.exp(-(thresholds**2) / 2) / np.sqrt(2 * np.pi)
    is_below = np.arange(n_cuts + 1)[:, None] <= np.arange(n_cuts)
    influence = np.zeros((n_items, n_cuts + 2, n_cuts))
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = (is_below - ndtr(thresholds)[:, None, :]) / density[:, None, :]
    influence[:, :-1] = np.where(thresholds[:, None, :] < BEYOND, moved, 0.0)
    influence /= counts.sum(axis=1)[:, None, None]
    return influence


def correlation_influence(
    tables: FloatArray, thresholds: FloatArray, rho: FloatArray, of_item: FloatArray
) -> FloatArray:
    r"""Return what two answers add to the pair's correlation.

    The pair's score less what the two items' thresholds explain of it,
    :math:`A_{22}^{-1} (u_{ij} - A_{21} A_{11}^{-1} (u_i, u_j))`.

    Parameters
    ----------
    tables : (n_pairs, n_categories, n_categories)
    thresholds : (2, n_pairs, n_categories - 1)
    rho : (n_pairs,)
    of_item : (2, n_pairs, n_categories + 1, n_categories - 1)
        Influence on the thresholds.

    Returns
    -------
    (n_pairs, n_categories + 1, n_categories + 1)
        The last row and column are for a missing answer.
    """
    at = rho[:, None, None]
    rows, columns = thresholds[0][:, :, None], thresholds[1][:, None, :]
    below = bivariate_normal_cdf(rows, columns, at)
    probability = np.maximum(rectangles(below, ndtr(thresholds)), SMALLEST_PROBABILITY)
    score = rectangles(bivariate_normal_density(rows, columns, at)) / probability
    information = np.einsum("pab,pab,pab->p", tables, score, score)
    is_interior = 1 - np.abs(rho) > 2 * (1 - LARGEST_CORRELATION)
    information = np.where(is_interior, information, np.nan)
    # A cut point moves probability from the category above it to the one below it.
    push = tables * score / probability
    cross_rows = np.einsum("pkb,pkb->pk", _strips(thresholds, at), -np.diff(push, axis=1))
    cross_columns = np.einsum(
        "pkb,pkb->pk", _strips(thresholds[::-1], at), -np.diff(push.transpose(0, 2, 1), axis=1)
    )
    influence = np.pad(score, ((0, 0), (0, 1), (0, 1)))
    influence -= np.einsum("pck,pk->pc", of_item[0], cross_rows)[:, :, None]
    influence -= np.einsum("pck,pk->pc", of_item[1], cross_columns)[:, None, :]
    influence /= information[:, None, None]
    return influence


def _strips(thresholds: FloatArray, rho: FloatArray) -> FloatArray:
    """Return the derivative of the probability below each row cut within each column.

    Returns
    -------
    (n_pairs, n_rows - 1, n_columns)
    """
    ends = np.pad(thresholds[1], ((0, 0), (1, 1)), constant_values=(-np.inf, np.inf))
    slopes = bivariate_normal_slope(thresholds[0][:, :, None], ends[:, None, :], rho)
    strips: FloatArray = np.diff(slopes, axis=2)
    return strips
