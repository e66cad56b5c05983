"""A general factor beside group factors, from correlated factors."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.extraction.extraction import Extraction
from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class SchmidLeiman:
    """Orthogonal loadings on the general factor and on what is left of each group factor."""

    #: (n_items,)
    general: FloatArray
    #: (n_items, n_factors)
    group: FloatArray
    #: (n_factors,) loadings of the correlated factors on the general one.
    second_order: FloatArray
    #: None with two factors, whose equal loadings need no extraction.
    extraction: Extraction | None


def schmid_leiman(loadings: FloatArray, factor_correlations: FloatArray) -> SchmidLeiman:
    """Return the Schmid-Leiman transformation of an oblique solution.

    Two factors have one correlation for two second-order loadings; they are taken as equal.

    Parameters
    ----------
    loadings : (n_items, n_factors)
        At least two factors, signed so that they correlate positively where they can.
    factor_correlations : (n_factors, n_factors)

    References
    ----------
    Schmid and Leiman (1957), doi:10.1007/BF02289209.
    """
    extraction = None
    if loadings.shape[1] == 2:
        shared = factor_correlations[0, 1]
        second_order = np.sqrt(abs(shared)) * np.array([1.0, np.sign(shared)])
    else:
        extraction = minres(factor_correlations, 1)
        second_order = extraction.loadings[:, 0]
    left = np.sqrt(np.maximum(1 - second_order**2, 0.0))
    return SchmidLeiman(loadings @ second_order, loadings * left, second_order, extraction)


def explained_common_variance(general: FloatArray, group: FloatArray) -> float:
    """Return the general factor's share of all squared loadings.

    Parameters
    ----------
    general : (n_items,)
    group : (n_items, n_factors)

    References
    ----------
    Reise, Moore and Haviland (2010), doi:10.1080/00223891.2010.496477.
    """
    common = np.sum(general**2)
    return float(common / (common + np.sum(group**2)))


def uncontaminated_correlations(membership: IntArray) -> float:
    """Return the share of correlations that the general factor alone accounts for.

    Those of items of different groups.

    Parameters
    ----------
    membership : (n_items,)
        Number of the group that each item belongs to.

    References
    ----------
    Reise, Scheines, Widaman and Haviland (2013), doi:10.1177/0013164412449831.
    """
    sizes = np.bincount(membership)
    within = np.sum(sizes * (sizes - 1))
    return float(1 - within / (len(membership) * (len(membership) - 1)))
