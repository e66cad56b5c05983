"""Correlations of constructs, estimated by ratios of averages of item correlations."""

from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray, IntArray

#: Averages of correlations (HTMT) or of their logarithms (HTMT2).
Mean: TypeAlias = Literal["arithmetic", "geometric"]


def heterotrait_monotrait(correlations: FloatArray, membership: IntArray, mean: Mean) -> FloatArray:
    r"""Return the heterotrait-monotrait ratio of every two constructs.

    .. math:: \bar r_{fg} \big/ \sqrt{\bar r_{ff}\, \bar r_{gg}}

    with averages of absolute correlations of different items: of two constructs, and of one. The
    arithmetic average fits items that are equally good, the geometric one any congeneric items.

    Parameters
    ----------
    correlations : (..., n_items, n_items)
    membership : (n_items,)
        0 to n_constructs - 1, two items of each at least.
    mean : ``arithmetic`` or ``geometric``

    Returns
    -------
    (..., n_constructs, n_constructs)
        Diagonal 1.

    References
    ----------
    Henseler, Ringle and Sarstedt (2015), doi:10.1007/s11747-014-0403-8; geometric: Roemer,
    Schuberth and Henseler (2021), doi:10.1108/IMDS-02-2021-0082.
    """
    owner = np.eye(int(membership.max()) + 1)[membership]
    sizes = owner.sum(axis=0)
    n_pairs = np.outer(sizes, sizes) - np.diag(sizes)
    magnitudes = np.abs(correlations)
    items = np.arange(len(membership))
    if mean == "geometric":
        # A correlation of 0 makes the average 0.
        magnitudes[..., items, items] = 1.0
        with np.errstate(divide="ignore"):
            logarithms = np.maximum(np.log(magnitudes), -700.0)
        average = np.exp(owner.T @ logarithms @ owner / n_pairs)
    else:
        magnitudes[..., items, items] = 0.0
        average = owner.T @ magnitudes @ owner / n_pairs
    within = np.sqrt(np.diagonal(average, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: FloatArray = average / (within[..., :, None] * within[..., None, :])
    constructs = np.arange(len(sizes))
    ratio[..., constructs, constructs] = 1.0
    return ratio
