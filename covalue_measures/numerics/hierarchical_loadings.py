"""What orthogonal loadings on a general factor and on group factors say of the general one."""

import numpy as np

from covalue_measures.typing import BoolArray, FloatArray, IntArray


def item_explained_common_variance(general: FloatArray, group: FloatArray) -> FloatArray:
    """Return the general factor's share of each item's common variance: (n_items,).

    Parameters
    ----------
    general : (n_items,)
    group : (n_items, n_factors)

    References
    ----------
    Rodriguez, Reise and Haviland (2016), doi:10.1037/met0000045.
    """
    squares = general**2
    share: FloatArray = squares / (squares + (group**2).sum(axis=1))
    return share


def construct_replicability(loadings: FloatArray) -> FloatArray:
    r"""Return the reliability of the optimally weighted items of each factor, coefficient H.

    .. math:: H = 1 \Big/ \left(1 + 1 \Big/ \sum_i \frac{\lambda_i^2}{1 - \lambda_i^2}\right)

    Parameters
    ----------
    loadings : (n_items, n_factors)
        Standardized, 0 where an item is not of the factor.

    Returns
    -------
    (n_factors,)
        NaN where an item has no uniqueness.

    References
    ----------
    Hancock and Mueller (2001), in Cudeck, du Toit and Sorbom (eds.), Structural equation modeling:
    present and future, 195-216; Rodriguez, Reise and Haviland (2016), doi:10.1037/met0000045.
    """
    squares = loadings**2
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.where(squares < 1, squares / (1 - squares), np.nan).sum(axis=0)
        replicability: FloatArray = odds / (1 + odds)
    return replicability


def group_membership(belongs: BoolArray) -> IntArray | None:
    """Return the number of the group of each item, a number of its own to one without group.

    Parameters
    ----------
    belongs : (n_items, n_factors)

    Returns
    -------
    (n_items,)
        None if an item is of several groups.
    """
    if (belongs.sum(axis=1) > 1).any():
        return None
    alone = belongs.shape[1] + np.arange(len(belongs))
    membership: IntArray = np.where(belongs.any(axis=1), np.argmax(belongs, axis=1), alone)
    return membership
