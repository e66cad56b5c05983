"""Whether the correlations are worth factoring."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.factor_adequacy import factor_adequacy
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
    correlate,
)
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.readable import Readable


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SuitabilityResult(Readable):
    """Kaiser-Meyer-Olkin measure, Bartlett's test, determinant."""

    #: Between 0 and 1; .60 is commonly the least to go on with.
    kmo: float
    #: One row an item: ``kmo``.
    items: pd.DataFrame
    chi_square: float
    df: int
    pvalue: float
    determinant: float
    correlation: str
    n_items: int
    #: Rows behind Bartlett's test.
    n_respondents: int


def assess_suitability(
    data: Responses | CorrelationResult,
    *,
    correlation: CorrelationMethod = "pearson",
    missing: Literal["pairwise", "listwise"] = "pairwise",
) -> SuitabilityResult:
    """Return sampling adequacy (KMO) and Bartlett's test of sphericity.

    Parameters
    ----------
    data : ResponseData, DataFrame, 2-D array or CorrelationResult
    correlation : ``pearson`` or ``polychoric``
        Bartlett's test assumes Pearson correlations of normal variables.

    Notes
    -----
    With pairwise correlations Bartlett's n is the rows of the data, complete or not, as users of
    psych give it. Rows without any answer make it too large: leave them out.

    Raises
    ------
    InsufficientDataError
        If the correlations are not positive definite, so that they have no inverse.

    References
    ----------
    Kaiser and Rice (1974), doi:10.1177/001316447403400115, equations 1 and 2; Bartlett (1951),
    doi:10.1093/biomet/38.3-4.337.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> matrix = pd.DataFrame(np.full((4, 4), 0.36) + 0.64 * np.eye(4), columns=list("abcd"))
    >>> given = cm.CorrelationResult.from_matrix(matrix, n_respondents=200)
    >>> round(cm.assess_suitability(given).kmo, 4)
    0.7474
    """
    correlations = correlate(data, correlation, missing)
    if correlations.smallest_eigenvalue <= 1e-12:
        raise InsufficientDataError(
            f"The {correlations.method.capitalize()} correlations of"
            f" {len(correlations.item_ids)} items are not positive definite (smallest eigenvalue"
            f" {correlations.smallest_eigenvalue:.2e}): items repeat each other, or too few"
            " respondents answered them together."
        )
    adequacy = factor_adequacy(correlations.matrix, correlations.n_respondents)
    return SuitabilityResult(
        kmo=adequacy.kmo,
        items=pd.DataFrame(
            {"kmo": adequacy.item_kmo}, index=pd.Index(correlations.item_ids, name="item")
        ),
        chi_square=adequacy.chi_square,
        df=adequacy.df,
        pvalue=adequacy.p,
        determinant=adequacy.determinant,
        correlation=correlations.method,
        n_items=len(correlations.item_ids),
        n_respondents=correlations.n_respondents,
    )
