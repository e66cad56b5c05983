"""Promax: from orthogonal to oblique by raising loadings to a power."""

from dataclasses import replace

import numpy as np

from covalue_measures.numerics.rotation.criteria import varimax
from covalue_measures.numerics.rotation.gradient_projection import Rotation, rotate
from covalue_measures.typing import FloatArray


def rotate_promax(
    loadings: FloatArray,
    *,
    power: float,
    normalize: bool,
    rng: np.random.Generator,
    n_starts: int = 10,
) -> Rotation:
    """Return varimax, Kaiser-normalized, made oblique towards its own loadings raised to a power.

    The record of the search is that of varimax.

    Parameters
    ----------
    loadings : (n_items, n_factors)
        Unrotated.
    power : float
        Above 1; commonly 4.
    normalize : bool
        Raise the loadings of items at length 1, as ``psych``'s ``promax``, or as they are, as
        ``psych``'s ``Promax`` and ``factanal(rotation = "promax")``.

    References
    ----------
    Hendrickson and White (1964), doi:10.1111/j.2044-8317.1964.tb00244.x.
    """
    start = rotate(loadings, varimax, oblique=False, rng=rng, n_starts=n_starts, normalize=True)
    lengths = np.ones((len(loadings), 1))
    if normalize:
        lengths = np.linalg.norm(loadings, axis=1, keepdims=True)
        lengths[lengths == 0] = 1.0
    simple = start.loadings / lengths
    transformation = np.linalg.lstsq(simple, simple * np.abs(simple) ** (power - 1), rcond=None)[0]
    # Columns scaled so that the factors have variance 1.
    inverse_products = np.linalg.inv(transformation.T @ transformation)
    lengthened = np.sqrt(np.diag(inverse_products))
    return replace(
        start,
        loadings=(simple @ transformation) * lengthened * lengths,
        factor_correlations=inverse_products / np.outer(lengthened, lengthened),
    )
