"""Parameters that linear equations tie to one another."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import null_space
from scipy.sparse import csr_array

from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Deviation from an equation that rounding explains.
_TOLERANCE = 1e-8


@dataclass(frozen=True)
class Constraint:
    """Parameters as ``origin + basis @ free``: equal ones move together."""

    #: (n_parameters,)
    origin: FloatArray
    #: (n_parameters, n_free) orthonormal columns.
    basis: FloatArray

    def reduce(self, parameters: FloatArray) -> FloatArray:
        """Return the free coordinates nearest to the parameters: (n_free,)."""
        free: FloatArray = self.basis.T @ (parameters - self.origin)
        return free

    def expand(self, free: FloatArray) -> FloatArray:
        """Return the parameters: (n_parameters,)."""
        parameters: FloatArray = self.origin + self.basis @ free
        return parameters

    def condense(self, matrix: FloatArray) -> FloatArray:
        """Return a matrix of second derivatives by the free coordinates.

        Parameters
        ----------
        matrix : (n_parameters, n_parameters)

        Returns
        -------
        (n_free, n_free)
        """
        half = self._sparse.T @ matrix
        condensed: FloatArray = (self._sparse.T @ half.T).T
        return condensed

    @cached_property
    def _sparse(self) -> csr_array:
        """The basis, whose columns mostly hold a single parameter."""
        return csr_array(self.basis)


def constraint_of(matrix: FloatArray, right: FloatArray) -> Constraint:
    """Return the parameters for which ``matrix @ parameters == right``.

    Parameters
    ----------
    matrix : (n_constraints, n_parameters)
    right : (n_constraints,)

    Raises
    ------
    ValueError
        If no parameters fulfil all of them.
    """
    n_parameters = matrix.shape[1]
    is_equality = _equalities(matrix, right)
    basis = _tied(matrix[is_equality], n_parameters)
    rest = matrix[~is_equality]
    origin = np.zeros(n_parameters)
    if len(rest):
        basis = basis @ null_space(rest @ basis)
        origin = np.asarray(np.linalg.lstsq(matrix, right)[0], dtype=np.float64)
        # Least squares meet contradictions halfway; equal parameters are among the rows.
        if np.abs(matrix @ origin - right).max() > _TOLERANCE * (1 + np.abs(right).max()):
            raise ValueError("The constraints contradict each other.")
    return Constraint(origin, basis)


def _equalities(matrix: FloatArray, right: FloatArray) -> BoolArray:
    """Return which constraints say that two parameters are equal: (n_constraints,)."""
    is_pair = (matrix != 0).sum(axis=1) == 2
    opposite: BoolArray = is_pair & (matrix.sum(axis=1) == 0) & (right == 0)
    return opposite


def _tied(pairs: FloatArray, n_parameters: int) -> FloatArray:
    """Return one column a set of equal parameters: (n_parameters, n_sets)."""
    owner = np.arange(n_parameters, dtype=np.int64)
    for pair in pairs:
        first, second = np.flatnonzero(pair)
        owner[owner == owner[second]] = owner[first]
    sets, member = np.unique(owner, return_inverse=True)
    return _indicators(member.ravel().astype(np.int64), len(sets))


def _indicators(member: IntArray, n_sets: int) -> FloatArray:
    basis = np.zeros((len(member), n_sets))
    size = np.bincount(member, minlength=n_sets)
    basis[np.arange(len(member)), member] = 1 / np.sqrt(size[member])
    return basis
