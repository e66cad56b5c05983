"""A general factor beside group factors, from correlated factors."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.extraction.extraction import Extraction
from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.typing import FloatArray


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
