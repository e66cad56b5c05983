"""Normal maximum likelihood of a structural model, complete data or not, in several groups."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.numerics.structural.implied import implied_moments, slopes
from covalue_measures.numerics.structural.layout import GroupLayout, MatrixName
from covalue_measures.numerics.structural.normal_sample import NormalSample
from covalue_measures.numerics.structural.normal_theory import (
    NormalPoint,
    casewise_scores,
    expected_information,
    normal_gradient,
    normal_point,
    observed_curvature,
)
from covalue_measures.typing import FloatArray

#: Step of the complex derivatives: so small that nothing but the first order is left.
_STEP = 1e-30
#: Numbers of the batched slopes held at a time.
_BLOCK = 2**24
#: Where moments are not linear: they are in intercepts and residual covariances.
_BENT: tuple[MatrixName, ...] = ("loadings", "regressions", "latent_covariance", "latent_means")


@dataclass(frozen=True, slots=True)
class NormalLikelihood:
    """Minus the mean log-likelihood per respondent, without its constant."""

    layouts: tuple[GroupLayout, ...]
    samples: tuple[NormalSample, ...]
    #: Without, each group's means are its sample's.
    has_means: bool

    @property
    def shares(self) -> FloatArray:
        """(n_groups,) of the respondents."""
        counts = np.array([sample.n_respondents for sample in self.samples])
        return np.asarray(counts / counts.sum())

    def value(self, parameters: FloatArray) -> float:
        """Return the discrepancy, infinite where a covariance is not positive definite."""
        total = 0.0
        for share, point in zip(self.shares, self._points(parameters), strict=True):
            if point is None:
                return np.inf
            total += share * point.value
        return float(total)

    def gradient(self, parameters: FloatArray) -> FloatArray:
        """Return the first derivatives: (n_parameters,)."""
        gradient = np.zeros(len(parameters))
        for layout, share, point in self._parts(parameters):
            moved = slopes(layout, implied_moments(layout, layout.fill(parameters)))
            np.add.at(gradient, moved.parameter, share * normal_gradient(point, moved))
        return gradient

    def information(self, parameters: FloatArray) -> FloatArray:
        """Return the expected second derivatives: (n_parameters, n_parameters)."""
        total = np.zeros((len(parameters), len(parameters)))
        for layout, share, point in self._parts(parameters):
            moved = slopes(layout, implied_moments(layout, layout.fill(parameters)))
            place = np.ix_(moved.parameter, moved.parameter)
            np.add.at(total, place, share * expected_information(point, moved))
        return total

    def hessian(self, parameters: FloatArray) -> FloatArray:
        """Return the second derivatives: (n_parameters, n_parameters)."""
        total = np.zeros((len(parameters), len(parameters)))
        for layout, share, point in self._parts(parameters):
            moved = slopes(layout, implied_moments(layout, layout.fill(parameters)))
            place = np.ix_(moved.parameter, moved.parameter)
            np.add.at(total, place, share * observed_curvature(point, moved))
            total += share * _bending(layout, parameters, point)
        return total

    def score_products(self, parameters: FloatArray) -> FloatArray:
        """Return the mean product of the respondents' scores: (n_parameters, n_parameters)."""
        total = np.zeros((len(parameters), len(parameters)))
        for group, (_, share, _) in enumerate(self._parts(parameters)):
            scores = self.scores(parameters, group)
            total += share * (scores.T @ scores) / len(scores)
        return total

    def scores(self, parameters: FloatArray, group: int) -> FloatArray:
        """Return a group's derivatives of each log-likelihood: (n_respondents, n_parameters)."""
        layout, sample = self.layouts[group], self.samples[group]
        implied = implied_moments(layout, layout.fill(parameters))
        point = self._points(parameters)[group]
        if point is None:
            raise ValueError("The implied covariance is not positive definite.")
        moved = slopes(layout, implied)
        by_slope = casewise_scores(sample, point, moved, implied.mean, has_means=self.has_means)
        scores = np.zeros((len(by_slope), len(parameters)))
        np.add.at(scores.T, moved.parameter, by_slope.T)
        return scores

    def _points(self, parameters: FloatArray) -> list[NormalPoint | None]:
        points = []
        for layout, sample in zip(self.layouts, self.samples, strict=True):
            implied = implied_moments(layout, layout.fill(parameters))
            points.append(
                normal_point(sample, implied.mean, implied.covariance, has_means=self.has_means)
            )
        return points

    def _parts(self, parameters: FloatArray) -> list[tuple[GroupLayout, float, NormalPoint]]:
        parts = []
        points = self._points(parameters)
        for layout, share, point in zip(self.layouts, self.shares, points, strict=True):
            if point is None:
                raise ValueError("The implied covariance is not positive definite.")
            parts.append((layout, float(share), point))
        return parts


def _bending(layout: GroupLayout, parameters: FloatArray, point: NormalPoint) -> FloatArray:
    """Return the second derivatives that come from the bending of the moments.

    The gradient is linear in the slopes; its derivative with everything else held is taken by
    complex steps, which are exact.
    """
    cells = [layout.cells[name].parameter for name in _BENT if name in layout.cells]
    own = np.unique(np.concatenate([*cells, np.zeros(0, dtype=np.int64)]))
    n = len(parameters)
    bent = np.zeros((n, n))
    weight, pull = point.covariance_gradient, point.mean_gradient
    step = max(1, _BLOCK // max(1, len(own) * layout.n_items))
    for start in range(0, len(own), step):
        block = own[start : start + step]
        shifted = parameters + 1j * _STEP * np.eye(n)[block]
        moved = slopes(layout, implied_moments(layout, layout.fill(shifted)))
        along = ((moved.left @ weight) * moved.right).sum(axis=-1) + moved.mean @ pull
        rows = np.zeros((n, len(block)))
        np.add.at(rows, moved.parameter, along.imag.T / _STEP)
        bent[:, block] += rows
    return (bent + bent.T) / 2
