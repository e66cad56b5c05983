"""Fit a parameter table to samples: estimates, their covariance, tests and baseline."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.convergence import Convergence
from covalue_measures.numerics.structural.chi_square import TestStatistic
from covalue_measures.numerics.structural.constraint import constraint_of
from covalue_measures.numerics.structural.fit_indices import LogLikelihoods
from covalue_measures.numerics.structural.implied import Implied, implied_moments
from covalue_measures.numerics.structural.least_squares import LeastSquares
from covalue_measures.numerics.structural.minimize import Minimum, minimize
from covalue_measures.numerics.structural.moment_covariance import moment_covariance
from covalue_measures.numerics.structural.normal_theory import normal_point
from covalue_measures.numerics.structural.start_values import start_values
from covalue_measures.psychometrics.structural.baseline import baseline_layouts
from covalue_measures.psychometrics.structural.estimator import Estimator, Information
from covalue_measures.psychometrics.structural.fitted_discrepancy import FittedDiscrepancy
from covalue_measures.psychometrics.structural.robust_fit import robust_statistic
from covalue_measures.psychometrics.structural.samples import Samples
from covalue_measures.psychometrics.structural.structural_model import StructuralModel
from covalue_measures.typing import FloatArray

#: An eigenvalue of the scaled information below this leaves a parameter undetermined.
_SINGULAR = 1e-9


@dataclass(frozen=True, kw_only=True)
class Estimation:
    """A model fitted to samples."""

    model: StructuralModel
    samples: Samples
    estimator: Estimator
    information_kind: Information
    minimum: Minimum

    @cached_property
    def fitted(self) -> FittedDiscrepancy:
        """The discrepancy at the estimates."""
        return FittedDiscrepancy(
            samples=self.samples,
            layouts=self.model.layouts,
            discrepancy=self.samples.discrepancy(self.model.layouts),
            constraint=self.model.constraint,
            parameters=self.minimum.parameters,
            estimator=self.estimator,
            information_kind=self.information_kind,
        )

    @property
    def parameters(self) -> FloatArray:
        """(n_parameters,) estimates."""
        return self.minimum.parameters

    @property
    def convergence(self) -> Convergence:
        """How the minimization ended."""
        return self.minimum.convergence

    def with_moment_covariances(self) -> FittedDiscrepancy:
        """Return the discrepancy with asymptotic covariances of the moments, computed if need be.

        Raises
        ------
        ModelError
            If answers are missing and used: these covariances are of complete data.
        """
        if self.samples.covariances:
            return self.fitted
        if not all(sample.is_complete for sample in self.samples.normal):
            raise ModelError(
                "Satorra's test of 2000 needs complete answers; use 'satorra_bentler_2001'."
            )
        covariances = tuple(
            moment_covariance(sample.values, has_means=self.samples.has_means)
            for sample in self.samples.normal
            if sample.values is not None
        )
        return replace(self.fitted, samples=replace(self.samples, covariances=covariances))

    @cached_property
    def undetermined(self) -> tuple[int, ...]:
        """Parameters that the data do not determine; empty if the model is identified."""
        information = self.fitted.information
        scale = np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-300))
        values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
        loose = values < _SINGULAR
        if not loose.any():
            return ()
        directions = self.model.constraint.basis @ (vectors[:, loose] / scale[:, None])
        size = np.abs(directions).max(axis=1)
        return tuple(np.flatnonzero(size > 0.05 * size.max()).tolist())

    @cached_property
    def covariance(self) -> FloatArray:
        """(n_parameters, n_parameters) of the estimates; NaN if the model is not identified."""
        if self.undetermined:
            return np.full((len(self.parameters),) * 2, np.nan)
        return self.fitted.covariance()

    @cached_property
    def implied(self) -> tuple[Implied, ...]:
        """Moments of the latent responses, by group."""
        return tuple(
            implied_moments(layout, layout.fill(self.parameters)) for layout in self.model.layouts
        )

    @property
    def df(self) -> int:
        """Moments less free parameters."""
        return degrees_of_freedom(self.model, self.samples)

    @cached_property
    def target(self) -> TestStatistic:
        """Test of the model."""
        statistic = self._statistic(self.convergence.objective)
        if self.undetermined:
            return TestStatistic(statistic, self.df, float("nan"))
        return self.fitted.test(statistic, self.df)

    @cached_property
    def robust(self) -> tuple[TestStatistic, TestStatistic] | None:
        """Statistics of model and baseline for robust indices, if they are not the usual ones."""
        if self.undetermined:
            return None
        model = robust_statistic(self.fitted, self.df)
        baseline = robust_statistic(self._fitted_baseline, self._baseline_df)
        return None if model is None or baseline is None else (model, baseline)

    @cached_property
    def baseline(self) -> TestStatistic:
        """Test of uncorrelated items."""
        fitted = self._fitted_baseline
        value = fitted.discrepancy.value(fitted.parameters)
        return fitted.test(self._statistic(value), self._baseline_df)

    @property
    def _baseline_df(self) -> int:
        n_given, n_items = len(self.model.table.covariates), len(self.model.items)
        pairs = n_items * (n_items - 1) - n_given * (n_given - 1)
        return len(self.model.layouts) * pairs // 2

    @cached_property
    def _fitted_baseline(self) -> FittedDiscrepancy:
        kinds = self.samples.kinds
        layouts, start = baseline_layouts(self.model.table, kinds, self.samples.observed)
        constraint = constraint_of(np.zeros((0, len(start))), np.zeros(0))
        discrepancy = self.samples.discrepancy(layouts)
        minimum = minimize(discrepancy, start, constraint)
        return FittedDiscrepancy(
            samples=self.samples,
            layouts=layouts,
            discrepancy=discrepancy,
            constraint=constraint,
            parameters=minimum.parameters,
            estimator=self.estimator,
            information_kind=self.information_kind,
        )

    @cached_property
    def log_likelihoods(self) -> LogLikelihoods | None:
        """Log-likelihoods of the model and of unrestricted moments; None for least squares."""
        if self.samples.moments:
            return None
        # Of the rows themselves, whatever covariances are divided by.
        cells = sum(
            float(
                sample.is_observed.sum(axis=1)
                @ sample.counts
                * (moments.n_respondents / sample.n_respondents)
            )
            for sample, moments in zip(self.samples.normal, self.samples.observed, strict=True)
        )
        constant = -cells * np.log(2 * np.pi) / 2 - self._given_log_likelihood()
        n = self.samples.n_respondents
        robust = self.estimator.test == "yuan_bentler" and not self.undetermined
        n_moments = self.df + self.model.n_free
        return LogLikelihoods(
            model=constant - n * self.convergence.objective,
            unrestricted=constant - n * self._saturated_value,
            model_scaling=self.fitted.parameter_scaling() / self.model.n_free if robust else None,
            unrestricted_scaling=self.samples.moment_scaling / n_moments if robust else None,
        )

    @property
    def convergence_value(self) -> float:
        """Half the minimum of the discrepancy, in which a saturated model has 0."""
        return self.convergence.objective - self._saturated_value

    @cached_property
    def _saturated_value(self) -> float:
        """Smallest value that the discrepancy could have."""
        if isinstance(self.fitted.discrepancy, LeastSquares):
            return 0.0
        total = 0.0
        for share, sample, moments in zip(
            self.samples.shares, self.samples.normal, self.samples.observed, strict=True
        ):
            point = normal_point(
                sample,
                moments.means,
                sample.covariances[0] if sample.is_complete else moments.covariance,
                has_means=self.samples.has_means,
            )
            total += share * (np.inf if point is None else point.value)
        return float(total)

    def _statistic(self, value: float) -> float:
        multiplier = 2.0 * self.fitted.n_multiplier
        return max(multiplier * (value - self._saturated_value), 0.0)

    def _given_log_likelihood(self) -> float:
        """Log-likelihood of the covariates, which the model does not explain."""
        exogenous = self.model.table.exogenous
        if not exogenous:
            return 0.0
        given = [self.model.items.index(name) for name in exogenous]
        total = 0.0
        for moments in self.samples.observed:
            covariance = moments.covariance[np.ix_(given, given)]
            log_determinant = float(np.linalg.slogdet(covariance)[1])
            size = len(given)
            total -= moments.n_respondents / 2 * (size * np.log(2 * np.pi) + log_determinant + size)
        return total


def degrees_of_freedom(model: StructuralModel, samples: Samples) -> int:
    """Return the moments less the free parameters; those of covariates do not count."""
    n_given = len(model.table.exogenous)
    given = n_given * (n_given + 1) // 2 + (n_given if samples.has_means else 0)
    return len(model.layouts) * (samples.kinds.n_moments - given) - model.n_free


def estimate(
    model: StructuralModel,
    samples: Samples,
    estimator: Estimator,
    information_kind: Information,
    *,
    start: FloatArray | None = None,
    max_iterations: int = 500,
) -> Estimation:
    """Return the model fitted to the samples.

    Parameters
    ----------
    model : StructuralModel
    samples : Samples
    estimator : Estimator
    information_kind : str
        ``expected``, ``observed`` or ``first_order``.
    start : (n_parameters,), optional
    """
    if start is None:
        start = starting_parameters(model, samples)
    minimum = minimize(
        samples.discrepancy(model.layouts), start, model.constraint, max_iterations=max_iterations
    )
    return Estimation(
        model=model,
        samples=samples,
        estimator=estimator,
        information_kind=information_kind,
        minimum=minimum,
    )


def starting_parameters(model: StructuralModel, samples: Samples) -> FloatArray:
    """Return where to start: computed, except where the model says."""
    start = np.zeros(model.n_parameters)
    for layout, moments in zip(model.layouts, samples.observed, strict=True):
        start += start_values(
            layout, moments.covariance, moments.means, moments.thresholds, model.n_parameters
        )
    for row, parameter in zip(model.table.parameters, model.parameter_of_row, strict=True):
        if parameter >= 0 and row.start is not None:
            start[parameter] = row.start
    return start
