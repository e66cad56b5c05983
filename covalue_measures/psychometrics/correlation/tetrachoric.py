"""Tetrachoric correlations of answers with two categories."""

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.correlation.polychoric import estimate_polychoric
from covalue_measures.psychometrics.correlation.results import Missing, PolychoricResult
from covalue_measures.psychometrics.door import Responses


def estimate_tetrachoric(
    data: Responses, *, missing: Missing = "pairwise", empty_cell_correction: float = 0.0
) -> PolychoricResult:
    """Return tetrachoric correlations: polychoric ones of items with two categories.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_respondents, n_items) of two distinct values an item, NaN for missing.
    missing, empty_cell_correction
        As in :func:`estimate_polychoric`.

    Raises
    ------
    ResponseDataError
        If an item has more than two categories.
    InsufficientDataError
        If an item does not vary, or there are fewer than two items.

    References
    ----------
    Olsson (1979), doi:10.1007/BF02296207, with two categories an item.

    Examples
    --------
    >>> import numpy as np
    >>> from covalue_measures.psychometrics.correlation import estimate_tetrachoric
    >>> answers = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 10, 10, 40], axis=0)
    >>> float(estimate_tetrachoric(answers).correlations.iloc[0, 1].round(4))
    0.809
    """
    result = estimate_polychoric(data, missing=missing, empty_cell_correction=empty_cell_correction)
    for item_id, values in result.categories.items():
        if len(values) > 2:
            shown = ", ".join(f"{value:g}" for value in values)
            raise ResponseDataError(
                f"Item '{item_id}' has {len(values)} categories ({shown}); a tetrachoric"
                " correlation is for items with two. Use estimate_polychoric."
            )
    return result
