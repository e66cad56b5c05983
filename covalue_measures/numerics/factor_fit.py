"""How well a number of factors reproduces the correlations."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtr, chdtrc, chndtr

from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFit:
    """Likelihood-ratio test and indices derived from it, and the residuals.

    As ``psych::fa`` 2.2.9 computes them, from the likelihood discrepancy at the solution whatever
    the extraction. None where the data do not define a number: chi-square and what follows from it
    if observed or implied correlations are not positive definite, or the respondents are too few
    for Bartlett's correction; p-value, RMSEA and Tucker-Lewis index without degrees of freedom.
    """

    #: Likelihood discrepancy at the solution.
    discrepancy: float | None
    #: With Bartlett's (1951) correction, ``(n - 1 - (2k + 5)/6 - 2m/3)`` times the discrepancy.
    chi_square: float | None
    #: ``((k - m)^2 - (k + m)) / 2``; below 0 where the correlations do not determine the factors.
    df: int
    pvalue: float | None
    #: Chi-square and degrees of freedom of no factors at all, ``(n - 1 - (2k + 5)/6)`` times.
    null_chi_square: float | None
    null_df: int
    #: ``sqrt(max(chi_square / (n df) - 1 / (n - 1), 0))``.
    rmsea: float | None
    #: 90 %, from the noncentral chi-square: ``sqrt(noncentrality / (df (n - 1)))``.
    rmsea_interval: tuple[float, float] | None
    #: Tucker-Lewis index, both discrepancies times the model's factor; not kept below 1.
    tli: float | None
    #: ``chi_square - df log n``.
    bic: float | None
    #: Root mean square of the residual correlations below the diagonal.
    rmsr: float
    #: The same, their squares divided by degrees of freedom and not by pairs.
    corrected_rmsr: float | None


def factor_fit(
    correlation: FloatArray, implied: FloatArray, n_factors: int, n_respondents: int
) -> FactorFit:
    r"""Return the fit of ``implied`` to ``correlation``.

    .. math::
        F = \operatorname{tr} \Sigma^{-1} R - \log\lvert \Sigma^{-1} R \rvert - k

    Parameters
    ----------
    correlation, implied : (n_items, n_items)
        Unit diagonals: uniquenesses are what the communalities leave.
    n_respondents : int
        Behind every correlation.

    References
    ----------
    Bartlett (1951), doi:10.1093/biomet/38.3-4.337; Lawley and Maxwell (1971), Factor analysis as a
    statistical method, chapter 4; Steiger (1990), doi:10.1207/s15327906mbr2502_4; Tucker and
    Lewis (1973), doi:10.1007/BF02291170.
    """
    n_items = len(correlation)
    df = ((n_items - n_factors) ** 2 - (n_items + n_factors)) // 2
    null_df = n_items * (n_items - 1) // 2
    residuals = (correlation - implied)[np.tril_indices(n_items, -1)]
    squares = float(residuals @ residuals)
    discrepancy = _discrepancy(correlation, implied)
    null_factor = n_respondents - 1 - (2 * n_items + 5) / 6
    factor = null_factor - 2 * n_factors / 3
    chi_square = null_chi_square = None
    null_ratio = 0.0
    if discrepancy is not None and factor > 0:
        null_discrepancy = -float(np.linalg.slogdet(correlation)[1])
        chi_square, null_chi_square = factor * discrepancy, null_factor * null_discrepancy
        null_ratio = factor * null_discrepancy / null_df
    tested = chi_square if df > 0 else None
    return FactorFit(
        discrepancy=discrepancy,
        chi_square=chi_square,
        df=df,
        pvalue=None if tested is None else float(chdtrc(df, tested)),
        null_chi_square=null_chi_square,
        null_df=null_df,
        rmsea=None if tested is None else _rmsea(tested, df, n_respondents),
        rmsea_interval=None if tested is None else _rmsea_interval(tested, df, n_respondents),
        tli=None if tested is None else _tli(tested / df, null_ratio),
        bic=None if chi_square is None else chi_square - df * float(np.log(n_respondents)),
        rmsr=float(np.sqrt(squares / len(residuals))),
        corrected_rmsr=float(np.sqrt(squares / df)) if df > 0 else None,
    )


def _discrepancy(correlation: FloatArray, implied: FloatArray) -> float | None:
    if min(np.linalg.eigvalsh(correlation)[0], np.linalg.eigvalsh(implied)[0]) <= 1e-12:
        return None
    ratio = np.linalg.solve(implied, correlation)
    # Rounding can take a perfect fit just below 0.
    return max(float(np.trace(ratio) - np.linalg.slogdet(ratio)[1]) - len(correlation), 0.0)


def _rmsea(chi_square: float, df: int, n_respondents: int) -> float:
    excess = chi_square / (n_respondents * df) - 1 / (n_respondents - 1)
    return float(np.sqrt(max(excess, 0.0)))


def _rmsea_interval(chi_square: float, df: int, n_respondents: int) -> tuple[float, float]:
    lower, upper = (
        _noncentrality(chi_square, df, probability) / (df * (n_respondents - 1))
        for probability in (0.95, 0.05)
    )
    return float(np.sqrt(lower)), float(np.sqrt(upper))


def _noncentrality(chi_square: float, df: int, probability: float) -> float:
    """Return the noncentrality under which no more than this chi-square has ``probability``."""
    if chdtr(df, chi_square) <= probability:
        return 0.0
    # Normal tails reach no farther than this from a chi-square.
    highest = chi_square + 10 * np.sqrt(2 * chi_square + df) + 50
    return float(
        brentq(lambda it: chndtr(chi_square, df, it) - probability, 0.0, highest, xtol=1e-10)
    )


def _tli(ratio: float, null_ratio: float) -> float | None:
    """Return the index of chi-squares divided by their degrees of freedom."""
    return None if null_ratio == 1 else (null_ratio - ratio) / (null_ratio - 1)
