"""Which parameter stands in which cell of the matrices of a structural equation model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.typing import FloatArray, IntArray

#: The matrices in the order Lambda, B, Psi, Theta, nu, alpha, tau, delta.
MatrixName: TypeAlias = Literal[
    "loadings",
    "regressions",
    "latent_covariance",
    "residual_covariance",
    "intercepts",
    "latent_means",
    "thresholds",
    "scales",
]
SYMMETRIC: tuple[MatrixName, ...] = ("latent_covariance", "residual_covariance")


@dataclass(frozen=True, slots=True)
class Cells:
    """Free cells of one matrix."""

    #: (n_cells,) place of each in the parameter vector.
    parameter: IntArray
    #: (n_cells,) vectors have column 0; symmetric matrices name one of the two cells.
    row: IntArray
    column: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLayout:
    r"""The model of one group.

    .. math:: y^* = \nu + \Lambda \eta + \epsilon, \quad \eta = \alpha + B \eta + \zeta

    with :math:`\Psi` the covariance of zeta and :math:`\Theta` that of epsilon. An ordinal item is
    cut at its thresholds after it was scaled by its delta; a numeric one is seen as it is.
    """

    #: Fixed values, 0 where free: (n_items, n_factors), (n_factors, n_factors) twice,
    #: (n_items, n_items), (n_items,), (n_factors,), (n_thresholds,), (n_items,).
    fixed: Mapping[MatrixName, FloatArray]
    cells: Mapping[MatrixName, Cells]
    #: (n_thresholds,) item that each threshold belongs to, ascending.
    threshold_item: IntArray

    @property
    def n_items(self) -> int:
        """Number of observed variables."""
        return int(self.fixed["loadings"].shape[0])

    @property
    def own_parameters(self) -> IntArray:
        """(n_own,) parameters that stand in this group's matrices, ascending."""
        if not self.cells:
            return np.zeros(0, dtype=np.int64)
        return np.unique(np.concatenate([cells.parameter for cells in self.cells.values()]))

    @property
    def has_regressions(self) -> bool:
        """Whether latent variables are regressed on one another."""
        return "regressions" in self.cells or bool(self.fixed["regressions"].any())

    def fill(self, parameters: FloatArray) -> dict[MatrixName, FloatArray]:
        """Return the matrices at the parameters.

        Parameters
        ----------
        parameters : (..., n_parameters)
            Complex numbers, and leading axes, go through.
        """
        batch = parameters.shape[:-1]
        matrices: dict[MatrixName, FloatArray] = {}
        for name, fixed in self.fixed.items():
            # Of the parameters' type, so that complex steps go through.
            matrix = np.zeros_like(parameters, shape=batch + fixed.shape) + fixed
            if name in self.cells:
                cells = self.cells[name]
                values = parameters[..., cells.parameter]
                if fixed.ndim == 1:
                    matrix[..., cells.row] = values
                else:
                    matrix[..., cells.row, cells.column] = values
                    if name in SYMMETRIC:
                        matrix[..., cells.column, cells.row] = values
            matrices[name] = matrix
        return matrices
