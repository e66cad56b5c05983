"""Asymptotic covariance of thresholds, means, variances and covariances of mixed items."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.numerics.normal_pairs import normal_slopes
from covalue_measures.numerics.polychoric import LARGEST_CORRELATION
from covalue_measures.numerics.polychoric_covariance import (
    correlation_influence,
    threshold_influence,
)
from covalue_measures.numerics.polyserial import blocks, polyserial_slopes
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Products of scores with a smallest eigenvalue below this share of the largest have no inverse.
_SINGULAR = 1e-8


@dataclass(frozen=True, slots=True)
class MixedMoments:
    """Data of ordinal and continuous items with the estimates from them."""

    #: (n_respondents, n_ordinal) categories from 0 without gaps, or -1 for missing.
    codes: IntArray
    #: (n_respondents, n_continuous) means 0 and mean squares 1 over a column's own rows, or NaN.
    standardized: FloatArray
    #: (n_continuous,)
    deviations: FloatArray
    #: (n_ordinal, n_categories - 1) ``BEYOND`` after an item's last category.
    thresholds: FloatArray
    #: (n_items, n_items) ordinal items first.
    correlations: FloatArray

    @property
    def places(self) -> IntArray:
        """Rows of the lookup tables: the code, or one more than the last category for missing."""
        return np.where(self.codes < 0, self.thresholds.shape[1] + 1, self.codes)

    @property
    def n_answered(self) -> int:
        """Number of rows with an answer."""
        is_answered = (self.codes >= 0).any(axis=1) | (~np.isnan(self.standardized)).any(axis=1)
        return int(is_answered.sum())


def mixed_covariance(moments: MixedMoments) -> FloatArray:
    r"""Return the covariance matrix of the estimates times the number of respondents.

    The form is that of :func:`~covalue_measures.numerics.polychoric_covariance`,

    .. math:: n A^{-1} \Bigl(\sum_r u_r u_r^\top\Bigr) A^{-\top},

    u being first derivatives of the log-likelihoods of items and of pairs, and A sums of their
    products. A continuous item has the normal log-density of its mean and variance; its pairs,
    the bivariate normal one, integrated over the category where the other item is ordinal. The
    correlation of a pair with a continuous item is turned into a covariance by the delta method.

    Products stand for second derivatives, as in lavaan. The two agree where the model of an item or
    a pair holds; where a continuous item is skewed, they do not, and the variance of its mean is
    not its variance.

    Returns
    -------
    (n_statistics, n_statistics)
        Thresholds, means, variances, then the pairs above the diagonal in row order, ordinal
        items first: correlations of two ordinal items, covariances of others. A correlation at the
        end of its range has NaN. n counts the rows with an answer.

    References
    ----------
    Muthen (1984), doi:10.1007/BF02294210; Muthen and Satorra (1995), doi:10.1007/BF02294325.
    """
    n_ordinal = len(moments.thresholds)
    tables = pair_tables(moments.codes, moments.thresholds.shape[1] + 1)
    of_item = threshold_influence(np.einsum("iiaa->ia", tables), moments.thresholds)
    of_moment = _moment_influence(moments)
    of_ordinal_pair = _polychoric_influence(moments, tables, of_item)
    of_mixed_pair = _polyserial_influence(moments, of_item, of_moment)
    of_continuous_pair = _normal_influence(moments, of_moment)
    is_cut = moments.thresholds.ravel() < BEYOND
    first, second = np.triu_indices(len(moments.correlations), 1)
    one, other = np.triu_indices(n_ordinal, 1)
    n_margins = int(is_cut.sum()) + 2 * len(moments.deviations)
    n_statistics = n_margins + len(first)
    covariance = np.zeros((n_statistics, n_statistics))
    places = moments.places
    for rows in blocks(len(places), n_statistics):
        block = places[rows]
        influence = np.empty((len(block), n_statistics))
        by_item = of_item[np.arange(n_ordinal), block].reshape(len(block), -1)[:, is_cut]
        by_moment = of_moment[:, rows].transpose(1, 0, 2).reshape(len(block), -1)
        influence[:, :n_margins] = np.hstack([by_item, by_moment])
        by_pair = influence[:, n_margins:]
        by_pair[:, second < n_ordinal] = of_ordinal_pair[
            np.arange(len(one)), block[:, one], block[:, other]
        ]
        by_pair[:, (first < n_ordinal) & (second >= n_ordinal)] = of_mixed_pair[rows]
        by_pair[:, first >= n_ordinal] = of_continuous_pair[rows]
        covariance += influence.T @ influence
    covariance *= moments.n_answered
    return covariance


def _moment_influence(moments: MixedMoments) -> FloatArray:
    """Return what a value adds to its item's mean and variance.

    The variance of an item with two values, such as 0 and 1, follows from its mean: the products
    of its scores have no inverse. The expected information stands for them, with which a
    value adds its deviation to the mean and its squared deviation, less the variance, to the
    variance, each over the number of values.

    Returns
    -------
    (2, n_respondents, n_continuous)
        0 for a missing value.
    """
    z, deviations = moments.standardized, moments.deviations
    score = _moment_scores(z, np.nan_to_num(z), deviations)
    products = np.einsum("arp,brp->pab", score, score)
    n = (~np.isnan(z)).sum(axis=0)
    expected = np.zeros_like(products)
    expected[:, 0, 0] = n / deviations**2
    expected[:, 1, 1] = n / (2 * deviations**4)
    is_singular = _is_singular(products, deviations)[:, None, None]
    information = np.where(is_singular, expected, products)
    influence: FloatArray = np.einsum("pab,brp->arp", np.linalg.inv(information), score)
    return influence


def _is_singular(products: FloatArray, deviations: FloatArray) -> BoolArray:
    """Return whose products of scores, of values in units of their deviation, have no inverse.

    Parameters
    ----------
    products : (n_continuous, 2, 2)
    deviations : (n_continuous,)
    """
    unit = np.stack([deviations, deviations**2], axis=-1)
    eigenvalues = np.linalg.eigvalsh(products * unit[:, :, None] * unit[:, None, :])
    singular: BoolArray = eigenvalues[:, 0] < _SINGULAR * eigenvalues[:, 1]
    return singular


def _moment_scores(z: FloatArray, residual: FloatArray, deviations: FloatArray) -> FloatArray:
    """Return derivatives of a log-density by the mean and the variance behind ``z``.

    Parameters
    ----------
    z : (n_respondents, n_pairs)
        NaN for missing.
    residual : (n_respondents, n_pairs)
        Minus the derivative by the standardized value.
    deviations : (n_pairs,)

    Returns
    -------
    (2, n_respondents, n_pairs)
    """
    by_variance = (np.nan_to_num(z) * residual - 1) / (2 * deviations**2)
    return np.where(np.isnan(z), 0.0, np.stack([residual / deviations, by_variance]))


def _polychoric_influence(
    moments: MixedMoments, tables: FloatArray, of_item: FloatArray
) -> FloatArray:
    """Return what two answers add to the correlation of each pair of ordinal items.

    Returns
    -------
    (n_pairs, n_categories + 1, n_categories + 1)
    """
    first, second = np.triu_indices(len(moments.thresholds), 1)
    return correlation_influence(
        tables[first, second],
        np.stack([moments.thresholds[first], moments.thresholds[second]]),
        moments.correlations[first, second],
        np.stack([of_item[first], of_item[second]]),
    )


def _polyserial_influence(
    moments: MixedMoments, of_item: FloatArray, of_moment: FloatArray
) -> FloatArray:
    """Return what a respondent adds to the covariance of each ordinal with each continuous item.

    The pair's score less what the margins explain of it, over the sum of squared scores.

    Returns
    -------
    (n_respondents, n_ordinal * n_continuous)
    """
    n_ordinal, n_cuts = moments.thresholds.shape
    ordinal, continuous = np.indices((n_ordinal, len(moments.deviations))).reshape(2, -1)
    rho = moments.correlations[ordinal, n_ordinal + continuous]
    deviations = moments.deviations[continuous]
    influence = np.empty((len(moments.codes), len(rho)))
    with_cuts, with_moments = np.zeros((len(rho), n_cuts)), np.zeros((2, len(rho)))
    for rows in blocks(*influence.shape):
        z, codes = moments.standardized[rows][:, continuous], moments.codes[rows][:, ordinal]
        slopes = polyserial_slopes(z, codes, moments.thresholds[ordinal], rho)
        score = influence[rows] = slopes.by_correlation
        # An answer has the cut point of its own number above it and the one before below it.
        with_cuts += _sum_by_category(score * slopes.by_upper_cut, codes, n_cuts + 1)[:, :-1]
        with_cuts += _sum_by_category(score * slopes.by_lower_cut, codes, n_cuts + 1)[:, 1:]
        residual = np.nan_to_num(z) - slopes.by_value
        with_moments += np.einsum("rp,arp->ap", score, _moment_scores(z, residual, deviations))
    information = _information(influence, rho)
    explained = np.einsum("pck,pk->pc", of_item[ordinal], with_cuts)
    influence -= explained[np.arange(len(rho)), moments.places[:, ordinal]]
    influence -= np.einsum("arp,ap->rp", of_moment[:, :, continuous], with_moments)
    influence *= deviations / information
    influence += rho / (2 * deviations) * of_moment[1][:, continuous]
    return influence


def _normal_influence(moments: MixedMoments, of_moment: FloatArray) -> FloatArray:
    """Return what a respondent adds to the covariance of each pair of continuous items.

    Returns
    -------
    (n_respondents, n_pairs)
    """
    first, second = np.triu_indices(len(moments.deviations), 1)
    n_ordinal = len(moments.thresholds)
    rho = moments.correlations[n_ordinal + first, n_ordinal + second]
    one, other = moments.deviations[first], moments.deviations[second]
    influence = np.empty((len(moments.codes), len(rho)))
    with_first, with_second = np.zeros((2, 2, len(rho)))
    for rows in blocks(*influence.shape):
        x, y = moments.standardized[rows][:, first], moments.standardized[rows][:, second]
        slopes = normal_slopes(x, y, rho)
        score = influence[rows] = slopes.by_correlation
        by_first = _moment_scores(x, slopes.first_residual, one)
        by_second = _moment_scores(y, slopes.second_residual, other)
        with_first += np.einsum("rp,arp->ap", score, by_first)
        with_second += np.einsum("rp,arp->ap", score, by_second)
    information = _information(influence, rho)
    influence -= np.einsum("arp,ap->rp", of_moment[:, :, first], with_first)
    influence -= np.einsum("arp,ap->rp", of_moment[:, :, second], with_second)
    influence *= one * other / information
    influence += rho * other / (2 * one) * of_moment[1][:, first]
    influence += rho * one / (2 * other) * of_moment[1][:, second]
    return influence


def _information(scores: FloatArray, rho: FloatArray) -> FloatArray:
    """Return the sums of squared scores; NaN at the end of the range, where no equation is solved.

    Parameters
    ----------
    scores : (n_respondents, n_pairs)
    rho : (n_pairs,)
    """
    is_interior = 1 - np.abs(rho) > 2 * (1 - LARGEST_CORRELATION)
    return np.where(is_interior, np.einsum("rp,rp->p", scores, scores), np.nan)


def _sum_by_category(numbers: FloatArray, codes: IntArray, n_categories: int) -> FloatArray:
    """Return sums of each column's numbers over the rows of each category.

    Returns
    -------
    (n_pairs, n_categories)
    """
    n_pairs = codes.shape[1]
    place = np.arange(n_pairs) * n_categories + np.maximum(codes, 0)
    size = n_pairs * n_categories
    sums = np.bincount(place.ravel(), weights=numbers.ravel(), minlength=size).astype(np.float64)
    return sums.reshape(n_pairs, n_categories)
