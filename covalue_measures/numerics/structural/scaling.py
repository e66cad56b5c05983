r"""How far a test statistic is from chi-square, and how far standard errors are off.

A statistic that is asymptotically a weighted sum of chi-squares, whose weights are the eigenvalues
of :math:`U\Gamma`, is brought near a chi-square by their sum and the sum of their squares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from covalue_measures.typing import FloatArray


@dataclass(frozen=True)
class MomentGeometry:
    """Moments of all groups together, at the estimates."""

    #: Per group (n_moments,) or (n_moments, n_moments), times the group's share.
    weights: Sequence[FloatArray]
    #: Per group (n_moments, n_free) derivatives by the free coordinates.
    jacobians: Sequence[FloatArray]
    #: Per group (n_moments, n_moments), over the group's share.
    covariances: Sequence[FloatArray]

    @cached_property
    def weighted_jacobians(self) -> list[FloatArray]:
        """Per group weight times Jacobian."""
        return [
            weight[:, None] * jacobian if weight.ndim == 1 else weight @ jacobian
            for weight, jacobian in zip(self.weights, self.jacobians, strict=True)
        ]

    @cached_property
    def information(self) -> FloatArray:
        """(n_free, n_free)."""
        total: FloatArray = np.add.reduce(
            [
                jacobian.T @ weighted
                for jacobian, weighted in zip(self.jacobians, self.weighted_jacobians, strict=True)
            ]
        )
        return total

    @cached_property
    def meat(self) -> FloatArray:
        """Covariance of the discrepancy's gradient: (n_free, n_free)."""
        total: FloatArray = np.add.reduce(
            [
                weighted.T @ covariance @ weighted
                for weighted, covariance in zip(
                    self.weighted_jacobians, self.covariances, strict=True
                )
            ]
        )
        return total


def robust_covariance(information: FloatArray, meat: FloatArray) -> FloatArray:
    """Return the sandwich: the estimates' covariance times the number of respondents.

    Parameters
    ----------
    information, meat : (n_free, n_free)

    References
    ----------
    Huber (1967); White (1982), doi:10.2307/1912526, theorem 3.2; of moments Satorra and Bentler
    (1994), Corrections to test statistics and standard errors in covariance structure analysis.
    """
    half = np.linalg.solve(information, meat)
    covariance: FloatArray = np.linalg.solve(information, half.T)
    return covariance


def first_trace(geometry: MomentGeometry) -> float:
    r"""Return the sum of the weights, the trace of :math:`U\Gamma`."""
    total = 0.0
    for weight, covariance in zip(geometry.weights, geometry.covariances, strict=True):
        total += float(
            weight @ np.diag(covariance)
            if weight.ndim == 1
            else np.einsum("ij,ji->", weight, covariance)
        )
    explained = np.linalg.solve(geometry.information, geometry.meat)
    return total - float(np.trace(explained))


def both_traces(geometry: MomentGeometry) -> tuple[float, float]:
    r"""Return the traces of :math:`U\Gamma` and of its square.

    With :math:`U = W - W\Delta E^{-1} \Delta^\top W`, :math:`E = \Delta^\top W \Delta` and
    :math:`M = \Delta^\top W\Gamma W\Delta`, the second is

    .. math:: \operatorname{tr} (W\Gamma)^2
        - 2 \operatorname{tr} E^{-1} \Delta^\top W\Gamma W\Gamma W\Delta
        + \operatorname{tr} (E^{-1} M)^2,

    in which groups add up, and share nothing but E and M.
    """
    squares, twice = 0.0, np.zeros_like(geometry.information)
    for weight, weighted, covariance in zip(
        geometry.weights, geometry.weighted_jacobians, geometry.covariances, strict=True
    ):
        product = weight[:, None] * covariance if weight.ndim == 1 else weight @ covariance
        squares += float(np.sum(product * product.T))
        twice += (covariance @ weighted).T @ (product @ weighted)
    explained = np.linalg.solve(geometry.information, geometry.meat)
    second = squares - 2 * float(np.trace(np.linalg.solve(geometry.information, twice)))
    return first_trace(geometry), second + float(np.sum(explained * explained.T))
