"""Chi-square tests of a fitted model, and the uncertainty of its estimates."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from covalue_measures.numerics.structural.chi_square import TestStatistic, upper_probability
from covalue_measures.numerics.structural.constraint import Constraint
from covalue_measures.numerics.structural.implied import implied_moments
from covalue_measures.numerics.structural.layout import GroupLayout
from covalue_measures.numerics.structural.least_squares import LeastSquares
from covalue_measures.numerics.structural.likelihood import NormalLikelihood
from covalue_measures.numerics.structural.moment_vector import moments_and_jacobian
from covalue_measures.numerics.structural.saturated import (
    saturated_information,
    saturated_point,
)
from covalue_measures.numerics.structural.scaling import (
    MomentGeometry,
    both_traces,
    first_trace,
    robust_covariance,
)
from covalue_measures.psychometrics.structural.estimator import Estimator, Information
from covalue_measures.psychometrics.structural.samples import Samples
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True)
class FittedDiscrepancy:
    """A discrepancy at its minimum."""

    samples: Samples
    layouts: tuple[GroupLayout, ...]
    discrepancy: NormalLikelihood | LeastSquares
    constraint: Constraint
    #: (n_parameters,)
    parameters: FloatArray
    estimator: Estimator
    information_kind: Information

    @property
    def n_multiplier(self) -> int:
        """Respondents that the statistic counts, less one a group if covariances are unbiased."""
        n_groups = len(self.layouts) if self.samples.unbiased else 0
        return self.samples.n_respondents - n_groups

    @cached_property
    def information(self) -> FloatArray:
        """Second derivatives by the free coordinates: (n_free, n_free)."""
        if isinstance(self.discrepancy, LeastSquares):
            return self.constraint.condense(self.discrepancy.information(self.parameters))
        if self.information_kind == "first_order":
            return self.score_products
        if self.information_kind == "observed":
            return self.constraint.condense(self.discrepancy.hessian(self.parameters))
        return self.constraint.condense(self.discrepancy.information(self.parameters))

    @cached_property
    def score_products(self) -> FloatArray:
        """Mean products of scores by the free coordinates: (n_free, n_free)."""
        if isinstance(self.discrepancy, LeastSquares):
            raise TypeError("Least squares have no scores of respondents.")
        return self.constraint.condense(self.discrepancy.score_products(self.parameters))

    def geometry(self) -> MomentGeometry:
        """Return weights, Jacobians and covariances of the moments of all groups."""
        weights, jacobians, covariances = [], [], []
        kinds = self.samples.kinds
        # Groups count n here even where the discrepancy counts n - 1, as in lavaan.
        counts = np.array([moments.n_respondents for moments in self.samples.observed])
        for group, (layout, share) in enumerate(
            zip(self.layouts, counts / counts.sum(), strict=True)
        ):
            _, jacobian = moments_and_jacobian(layout, kinds, self.parameters)
            weights.append(share * self.weight(group))
            jacobians.append(jacobian @ self.constraint.basis[layout.own_parameters])
            covariances.append(self.samples.covariances[group] / share)
        return MomentGeometry(weights, jacobians, covariances)

    def covariance(self) -> FloatArray:
        """Return the covariance of the estimates, equal ones alike: (n_parameters, n_parameters).

        Raises
        ------
        numpy.linalg.LinAlgError
            If the information is singular.
        """
        kind = self.estimator.standard_errors
        if kind == "robust_moments":
            geometry = self.geometry()
            free = robust_covariance(geometry.information, geometry.meat)
        elif kind == "robust_likelihood":
            free = robust_covariance(self.information, self.score_products)
        else:
            free = np.asarray(np.linalg.inv(self.information), dtype=np.float64)
        basis = self.constraint.basis
        covariance: FloatArray = basis @ free @ basis.T / self.n_multiplier
        return covariance

    def test(self, statistic: float, df: float) -> TestStatistic:
        """Return the statistic with the estimator's correction."""
        pvalue = upper_probability(statistic, df)
        kind = self.estimator.test
        if kind == "none" or df == 0:
            return TestStatistic(statistic, df, pvalue)
        if kind == "yuan_bentler":
            return _scaled(statistic, df, pvalue, self._likelihood_scaling() / df)
        if kind == "satorra_bentler":
            return _scaled(statistic, df, pvalue, first_trace(self.geometry()) / df)
        first, second = both_traces(self.geometry())
        if kind == "mean_variance":
            factor = second / first
            return TestStatistic(
                statistic, df, pvalue, statistic / factor, first**2 / second, factor
            )
        factor = float(np.sqrt(second / df))
        shift = df - first / factor
        return TestStatistic(statistic, df, pvalue, statistic / factor + shift, df, factor, shift)

    def parameter_scaling(self) -> float:
        """Return the trace of score products over information, of the model."""
        return float(np.trace(np.linalg.solve(self.information, self.score_products)))

    def _likelihood_scaling(self) -> float:
        return self.samples.moment_scaling - self.parameter_scaling()

    def weight(self, group: int) -> FloatArray:
        """Return the weight of a group's moments; of a likelihood, at the implied moments.

        Returns
        -------
        (n_moments,) or (n_moments, n_moments)
        """
        if self.samples.moments:
            return self.samples.moments[group].weight
        layout, sample = self.layouts[group], self.samples.normal[group]
        implied = implied_moments(layout, layout.fill(self.parameters))
        has_means = self.samples.has_means
        point = saturated_point(sample, implied.mean, implied.covariance, has_means=has_means)
        return saturated_information(point, layout.n_items, has_means=has_means, observed=False)


def _scaled(statistic: float, df: float, pvalue: float, factor: float) -> TestStatistic:
    return TestStatistic(statistic, df, pvalue, statistic / factor, df, factor)
