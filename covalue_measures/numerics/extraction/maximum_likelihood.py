"""Maximum likelihood factor extraction."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.extraction.extraction import Extraction, first_uniquenesses, signed
from covalue_measures.numerics.extraction.uniqueness_search import minimize_uniquenesses
from covalue_measures.typing import FloatArray


def maximum_likelihood(correlation: FloatArray, n_factors: int) -> Extraction:
    r"""Return the factors under which normal answers with these correlations are most likely.

    Minimizes :math:`\sum_{k>m} (e_k - \log e_k - 1)` over the uniquenesses, where e are the
    eigenvalues of the correlations divided by the roots of both uniquenesses: the discrepancy
    :math:`\log|\Sigma| - \log|R| + \operatorname{tr} R \Sigma^{-1} - k` once the loadings are at
    their best.

    Parameters
    ----------
    correlation : (n_items, n_items)
        Positive definite.
    n_factors : int
        At least 1, fewer than items.

    References
    ----------
    Jöreskog (1967), doi:10.1007/BF02289658, the start as well.
    """
    n_items = len(correlation)
    start = (1 - 0.5 * n_factors / n_items) * first_uniquenesses(correlation)
    end = minimize_uniquenesses(Likelihood(correlation, n_factors), start)
    roots = np.sqrt(end.uniquenesses)
    values, vectors = weighted_eigen(correlation, end.uniquenesses)
    lengths = np.sqrt(np.maximum(values[:n_factors] - 1, 0.0))
    return Extraction(
        loadings=signed(roots[:, None] * vectors[:, :n_factors] * lengths),
        uniquenesses=end.uniquenesses,
        is_heywood=end.is_at_lower_bound,
        convergence=end.convergence,
    )


def weighted_eigen(
    correlation: FloatArray, uniquenesses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues and vectors of the correlations in units of uniqueness, largest first."""
    roots = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlation / np.outer(roots, roots))
    return values[::-1], vectors[:, ::-1]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Likelihood discrepancy, with its derivatives by the uniquenesses."""

    correlation: FloatArray
    n_factors: int

    def value_and_gradient(self, uniquenesses: FloatArray) -> tuple[float, FloatArray]:
        """Return the discrepancy and its gradient (n_items,)."""
        values, vectors = weighted_eigen(self.correlation, uniquenesses)
        # An eigenvalue below 1 among the first gives a loading of 0, and stays unexplained.
        values[: self.n_factors] = np.minimum(values[: self.n_factors], 1.0)
        value = float(np.sum(values - np.log(values) - 1))
        return value, -(vectors**2) @ (values - 1) / uniquenesses

    def second_derivatives(self, uniquenesses: FloatArray) -> FloatArray:
        """Return the second derivatives (n_items, n_items).

        Those by the logarithms of the uniquenesses, whose eigenvalues have the derivative
        -e times the squared vector, carried over by the chain rule.
        """
        values, vectors = weighted_eigen(self.correlation, uniquenesses)
        kept, left = vectors[:, : self.n_factors], vectors[:, self.n_factors :]
        kept_values, left_values = values[None, : self.n_factors], values[self.n_factors :, None]
        ratio = (left_values - 1) * (left_values + kept_values) / (left_values - kept_values)
        mixed = np.einsum("ik,jk,kl,il,jl->ij", left, left, ratio, kept, kept, optimize=True)
        by_logs = ((left * left_values.T) @ left.T) * (left @ left.T) + mixed
        by_log = -(left**2) @ (left_values[:, 0] - 1)
        second: FloatArray = (by_logs - np.diag(by_log)) / np.outer(uniquenesses, uniquenesses)
        return second
