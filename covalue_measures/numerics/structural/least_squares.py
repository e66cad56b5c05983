r"""Weighted squares of the distance between sample and implied moments, in several groups.

.. math:: F = \sum_g \frac{n_g}{n} \frac12 (s_g - \sigma_g)^\top W_g (s_g - \sigma_g)
"""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.structural.layout import GroupLayout
from covalue_measures.numerics.structural.moment_vector import (
    MomentKinds,
    moments_and_jacobian,
    moments_at,
)
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True)
class MomentSample:
    """Moments of one group with their weight."""

    kinds: MomentKinds
    #: (n_moments,)
    moments: FloatArray
    #: (n_moments,) of a diagonal weight, or (n_moments, n_moments).
    weight: FloatArray
    n_respondents: float

    def weighted(self, right: FloatArray) -> FloatArray:
        """Return the weight times a vector, or times columns."""
        if self.weight.ndim == 2:
            product: FloatArray = self.weight @ right
            return product
        return self.weight * right if right.ndim == 1 else self.weight[:, None] * right


@dataclass(frozen=True, slots=True)
class LeastSquares:
    """The discrepancy of moments under given weights."""

    layouts: tuple[GroupLayout, ...]
    samples: tuple[MomentSample, ...]

    @property
    def shares(self) -> FloatArray:
        """(n_groups,) of the respondents."""
        counts = np.array([sample.n_respondents for sample in self.samples])
        return np.asarray(counts / counts.sum())

    def value(self, parameters: FloatArray) -> float:
        """Return the discrepancy, infinite where a variance is not positive."""
        total = 0.0
        for share, layout, sample in zip(self.shares, self.layouts, self.samples, strict=True):
            with np.errstate(invalid="ignore", divide="ignore"):
                gap = sample.moments - moments_at(layout, sample.kinds, parameters)
            if not np.isfinite(gap).all():
                return np.inf
            total += share * float(gap @ sample.weighted(gap)) / 2
        return total

    def gradient(self, parameters: FloatArray) -> FloatArray:
        """Return the first derivatives: (n_parameters,)."""
        gradient = np.zeros(len(parameters))
        for share, layout, sample in zip(self.shares, self.layouts, self.samples, strict=True):
            moments, jacobian = moments_and_jacobian(layout, sample.kinds, parameters)
            pull = jacobian.T @ sample.weighted(sample.moments - moments)
            gradient[layout.own_parameters] -= share * pull
        return gradient

    def information(self, parameters: FloatArray) -> FloatArray:
        """Return the second derivatives without the bending of the moments."""
        total = np.zeros((len(parameters), len(parameters)))
        for share, layout, sample in zip(self.shares, self.layouts, self.samples, strict=True):
            _, jacobian = moments_and_jacobian(layout, sample.kinds, parameters)
            own = layout.own_parameters
            total[np.ix_(own, own)] += share * (jacobian.T @ sample.weighted(jacobian))
        return total

    def hessian(self, parameters: FloatArray) -> None:
        """Return nothing: the model is fitted by Gauss-Newton steps."""
