"""Whether a correlation matrix is worth factoring."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class Adequacy:
    """Kaiser-Meyer-Olkin measures, Bartlett's test, determinant."""

    kmo: float
    #: (n_items,)
    item_kmo: FloatArray
    chi_square: float
    df: int
    p: float
    determinant: float


def factor_adequacy(correlation: FloatArray, n_respondents: int) -> Adequacy:
    r"""Return sampling adequacy and Bartlett's test that all correlations are 0.

    .. math:: \chi^2 = -\left(n - 1 - \frac{2k + 5}{6}\right) \log \lvert R \rvert

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite.

    References
    ----------
    Kaiser and Rice (1974), doi:10.1177/001316447403400115, equations 1 and 2; Bartlett (1951),
    doi:10.1093/biomet/38.3-4.337.
    """
    n_items = correlation.shape[0]
    kmo, item_kmo = sampling_adequacy(correlation)
    sign, log_determinant = np.linalg.slogdet(correlation)
    chi_square = -(n_respondents - 1 - (2 * n_items + 5) / 6) * float(log_determinant)
    df = n_items * (n_items - 1) // 2
    return Adequacy(
        kmo=kmo,
        item_kmo=item_kmo,
        chi_square=chi_square,
        df=df,
        p=float(chdtrc(df, chi_square)),
        determinant=float(sign * np.exp(log_determinant)),
    )


def sampling_adequacy(correlation: FloatArray) -> tuple[float, FloatArray]:
    """Return the Kaiser-Meyer-Olkin measure, of all items and of each: (n_items,).

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite.

    References
    ----------
    Kaiser and Rice (1974), doi:10.1177/001316447403400115, equations 1 and 2.
    """
    inverse = np.linalg.inv(correlation)
    scale = 1 / np.sqrt(np.diag(inverse))
    partial = inverse * np.outer(scale, scale)
    off = ~np.eye(len(correlation), dtype=np.bool_)
    squares = np.where(off, correlation**2, 0.0)
    partial_squares = np.where(off, partial**2, 0.0)
    total, items = squares + partial_squares, squares.sum(axis=0)
    return float(squares.sum() / total.sum()), items / total.sum(axis=0)
