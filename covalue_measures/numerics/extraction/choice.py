"""Extractions by name."""

from typing import Literal, TypeAlias

from covalue_measures.numerics.extraction.extraction import Extraction
from covalue_measures.numerics.extraction.maximum_likelihood import maximum_likelihood
from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.numerics.extraction.principal_axis import principal_axis
from covalue_measures.typing import FloatArray

ExtractionName: TypeAlias = Literal["minres", "maximum_likelihood", "principal_axis"]
EXTRACTIONS = {
    "minres": minres,
    "maximum_likelihood": maximum_likelihood,
    "principal_axis": principal_axis,
}


def extract(name: ExtractionName, correlation: FloatArray, n_factors: int) -> Extraction:
    """Return the unrotated factors by the named method.

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite for maximum likelihood.
    n_factors : int
        At least 1, fewer than items.
    """
    return EXTRACTIONS[name](correlation, n_factors)
