"""Warnings that name the pairs whose estimate says little."""

import warnings

import numpy as np

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning, DataQualityWarning
from covalue_measures.psychometrics.correlation.results import LatentCorrelationResult
from covalue_measures.typing import BoolArray, FloatArray

#: Beyond this a correlation is reported as lying at the boundary.
BOUNDARY = 0.999
#: Pairs that a warning names; the result has them all.
_MOST_NAMED = 20


def boundary_pairs(names: list[str], correlations: FloatArray) -> tuple[tuple[str, str], ...]:
    """Return the pairs above the diagonal whose correlation lies at the boundary.

    Parameters
    ----------
    names : list of str
    correlations : (n_items, n_items)
    """
    at_boundary = np.argwhere(np.triu(np.abs(correlations) > BOUNDARY, 1))
    return tuple((names[row], names[column]) for row, column in at_boundary)


def warn_of_weak_pairs(result: LatentCorrelationResult, converged: BoolArray) -> None:
    """Warn of estimates that did not converge, lie at the boundary, or rest on an empty table.

    Parameters
    ----------
    result : LatentCorrelationResult
    converged : (n_items, n_items)
    """
    names = result.item_ids
    unconverged = [(names[a], names[b]) for a, b in np.argwhere(np.triu(~converged, 1))]
    if unconverged:
        warnings.warn(
            f"Correlations that did not converge: {_listed(unconverged)}.",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
    sentences = []
    if result.boundary_pairs:
        sentences.append(
            f"Correlations at the boundary: {_listed(result.boundary_pairs)}. Between ordinal items"
            " that comes of empty cells in their tables: the answers order respondents the same"
            " way, or the opposite way, and do not say how closely. Collapse categories, or set"
            " empty_cell_correction for two-by-two tables."
        )
    thin = result.sparse_pairs(0.0)
    thin = thin[2 * thin["n_empty_cells"] > thin["n_cells"]]
    mostly_empty = list(zip(thin["item_1"], thin["item_2"], strict=True))
    if mostly_empty:
        sentences.append(
            f"More than half of the cells are empty in the tables of {_listed(mostly_empty)}."
            " Collapse categories; sparse_pairs() has the counts."
        )
    if sentences:
        warnings.warn(" ".join(sentences), DataQualityWarning, stacklevel=callers_level())


def _listed(pairs: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> str:
    shown = ", ".join(f"'{first}' with '{second}'" for first, second in pairs[:_MOST_NAMED])
    rest = len(pairs) - _MOST_NAMED
    return f"{shown} and {rest} more" if rest > 0 else shown
