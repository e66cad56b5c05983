"""Whether factors of two analyses are the same."""

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.factor.efa_result import EfaResult


def factor_congruence(
    first: EfaResult | pd.DataFrame, second: EfaResult | pd.DataFrame
) -> pd.DataFrame:
    r"""Return Tucker's congruence of each factor of ``first`` with each of ``second``.

    .. math:: \phi = \frac{\sum_i a_i b_i}{\sqrt{\sum_i a_i^2 \sum_i b_i^2}}

    Of 1 for proportional loadings; .95 is commonly taken for the same factor, .85 for a similar one
    (Lorenzo-Seva and ten Berge, 2006). Its sign is that of the factors, which are free.

    Parameters
    ----------
    first, second : EfaResult or DataFrame
        Loadings, items in rows under the same ids, in any order.

    Returns
    -------
    DataFrame
        Factors of ``first`` in rows, of ``second`` in columns.

    Raises
    ------
    ResponseDataError
        If the items differ, or a factor loads none.

    References
    ----------
    Tucker (1951), A method for synthesis of factor analysis studies; Lorenzo-Seva and ten Berge
    (2006), doi:10.1027/1614-2241.2.2.57.

    Examples
    --------
    >>> import pandas as pd
    >>> import covalue_measures as cm
    >>> one = pd.DataFrame({"f": [0.6, 0.7, 0.8]}, index=["a", "b", "c"])
    >>> cm.factor_congruence(one, -2 * one).round(3).loc["f", "f"].item()
    -1.0
    """
    left, right = (one.loadings if isinstance(one, EfaResult) else one for one in (first, second))
    odd = left.index.symmetric_difference(right.index)
    if len(odd) or not left.index.is_unique or not right.index.is_unique:
        named = f"'{odd[0]}' is in one of them only" if len(odd) else "an item is there twice"
        raise ResponseDataError(f"Congruence compares loadings of the same items: {named}.")
    rows = left.to_numpy(dtype=np.float64)
    columns = right.loc[left.index].to_numpy(dtype=np.float64)
    lengths = np.linalg.norm(rows, axis=0)[:, None] * np.linalg.norm(columns, axis=0)
    if (lengths == 0).any():
        raise ResponseDataError("A factor without any loading has no congruence.")
    return pd.DataFrame(rows.T @ columns / lengths, index=left.columns, columns=right.columns)
