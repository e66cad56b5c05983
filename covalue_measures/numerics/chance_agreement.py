"""How far kappa strays from 0 when raters agree by chance only."""

import numpy as np

from covalue_measures.typing import FloatArray


def cohen_null_error(shares: FloatArray, weights: FloatArray, n_units: float) -> float:
    r"""Return the standard error of Cohen's kappa of two raters who agree by chance.

    With :math:`\pi_k` and :math:`\rho_l` the shares of categories by the two raters,
    :math:`w_{kl}` the weights, :math:`w_k` and :math:`w_l` their means over the other rater's
    shares and :math:`p_e` the agreement expected,

    .. math::
        \frac{1}{n (1 - p_e)^2}
        \left(\sum_{kl} \pi_k \rho_l (w_{kl} - w_k - w_l)^2 - p_e^2\right)

    is its variance.

    Parameters
    ----------
    shares : (2, n_categories)
    weights : (n_categories, n_categories)
    n_units : float

    References
    ----------
    Fleiss, Cohen and Everitt (1969), doi:10.1037/h0028106.
    """
    first, second = shares
    independent = np.outer(first, second)
    expected = float((independent * weights).sum())
    rest = weights - (weights @ second)[:, None] - first @ weights
    variance = float((independent * rest**2).sum()) - expected**2
    return _over(np.sqrt(max(variance, 0.0) / n_units), 1 - expected)


def fleiss_null_error(shares: FloatArray, n_raters: float, n_units: float) -> float:
    r"""Return the standard error of Fleiss' kappa of raters who agree by chance.

    With :math:`\pi_k` the share of category k and m the raters of each of n units,

    .. math::
        \frac{2}{n m (m - 1)} \cdot
        \frac{\left(\sum_k \pi_k (1 - \pi_k)\right)^2 - \sum_k \pi_k (1 - \pi_k) (1 - 2 \pi_k)}
             {\left(\sum_k \pi_k (1 - \pi_k)\right)^2}

    is its variance.

    Parameters
    ----------
    shares : (n_categories,)
    n_raters : float
    n_units : float

    References
    ----------
    Fleiss, Nee and Landis (1979), doi:10.1037/0033-2909.86.5.974.
    """
    spread = shares * (1 - shares)
    total = float(spread.sum())
    variance = total**2 - float((spread * (1 - 2 * shares)).sum())
    pairs = n_units * n_raters * (n_raters - 1)
    return _over(np.sqrt(2 * max(variance, 0.0) / pairs), total)


def _over(error: float, possible: float) -> float:
    return float(error / possible) if possible > 1e-12 else float("nan")
