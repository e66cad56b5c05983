"""What holds where a rotation criterion is at its minimum."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.rotation.criteria import Criterion
from covalue_measures.typing import FloatArray

# Central differences of an analytic gradient: the error of the formula, about the step squared
# over the square of geomin's bend, and that of rounding are both near 1e-9.
_STEP = 1e-5


@dataclass(frozen=True, slots=True)
class Stationarity:
    r"""The equations that rotated loadings and factor correlations solve.

    With G the gradient of the criterion by the loadings, :math:`\Lambda^\top G \Phi^{-1}` is
    diagonal where factors may correlate, and :math:`\Lambda^\top G` symmetric where not. With
    Kaiser normalization the loadings in them are divided by the root of the communality.

    References
    ----------
    Oblique: Jennrich (1973), doi:10.1007/BF02291497. Orthogonal: Archer and Jennrich (1973),
    doi:10.1007/BF02291496.
    """

    criterion: Criterion
    oblique: bool
    normalize: bool

    def values(self, loadings: FloatArray, factor_correlations: FloatArray) -> FloatArray:
        """Return what is 0 at the minimum.

        Parameters
        ----------
        loadings : (..., n_items, n_factors)
        factor_correlations : (..., n_factors, n_factors)

        Returns
        -------
        (..., n_conditions)
            One a pair of different factors, in either order if they may correlate.
        """
        n_factors = loadings.shape[-1]
        if self.normalize:
            common = (loadings @ factor_correlations * loadings).sum(axis=-1, keepdims=True)
            loadings = loadings / np.sqrt(np.where(common > 0, common, 1.0))
        products = loadings.mT @ self.criterion(loadings)[1]
        if self.oblique:
            products = products @ np.linalg.inv(factor_correlations)
            conditions: FloatArray = products[..., ~np.eye(n_factors, dtype=np.bool_)]
            return conditions
        rows, columns = np.triu_indices(n_factors, 1)
        skew: FloatArray = products[..., rows, columns] - products[..., columns, rows]
        return skew

    def derivatives(self, loadings: FloatArray, factor_correlations: FloatArray) -> FloatArray:
        """Return the derivatives by the loadings, then by the correlations above the diagonal.

        Parameters
        ----------
        loadings : (n_items, n_factors)
        factor_correlations : (n_factors, n_factors)

        Returns
        -------
        (n_conditions, n_items * n_factors + n_pairs)
            Loadings in row order; no columns for correlations that are fixed at 0.
        """
        n_factors = loadings.shape[1]
        by_loading = np.eye(loadings.size).reshape(-1, *loadings.shape) * _STEP
        columns = [
            self.values(loadings + by_loading, factor_correlations)
            - self.values(loadings - by_loading, factor_correlations)
        ]
        if self.oblique:
            rows, others = np.triu_indices(n_factors, 1)
            by_pair = np.zeros((len(rows), n_factors, n_factors))
            pairs = np.arange(len(rows))
            by_pair[pairs, rows, others] = by_pair[pairs, others, rows] = _STEP
            columns.append(
                self.values(loadings, factor_correlations + by_pair)
                - self.values(loadings, factor_correlations - by_pair)
            )
        derivatives: FloatArray = np.concatenate(columns).T / (2 * _STEP)
        return derivatives
