"""Goodness-of-fit index: the weighted share of the moments that a model explains."""

from collections.abc import Sequence

import numpy as np

from covalue_measures.typing import FloatArray


def goodness_of_fit_index(
    sample: Sequence[FloatArray],
    implied: Sequence[FloatArray],
    weights: Sequence[FloatArray],
    n_respondents: Sequence[int],
) -> float:
    r"""Return the mean over groups, weighted by respondents, of the share explained.

    .. math:: 1 - \frac{(s - \sigma)^\top V (s - \sigma)}{s^\top V s}

    Parameters
    ----------
    sample, implied : sequence of (n_moments,)
        By group: means or thresholds, then covariances on and below the diagonal, in the order of
        ``weights``.
    weights : sequence of (n_moments, n_moments) or (n_moments,)
        V of the discrepancy at the solution; a vector for a diagonal. For maximum likelihood the
        normal theory's information on the implied moments. Rows and columns of moments that the
        model takes as given, those among fixed exogenous variables, are 0.
    n_respondents : sequence of int

    References
    ----------
    Joreskog and Sorbom (1981), LISREL V; Tanaka and Huba (1985),
    doi:10.1111/j.2044-8317.1985.tb00834.x.
    """
    groups = [
        1 - _square(observed - modelled, weight) / _square(observed, weight)
        for observed, modelled, weight in zip(sample, implied, weights, strict=True)
    ]
    return float(np.average(groups, weights=n_respondents))


def _square(moments: FloatArray, weight: FloatArray) -> float:
    weighted = weight @ moments if weight.ndim == 2 else weight * moments
    return float(moments @ weighted)
