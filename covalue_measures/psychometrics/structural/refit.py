"""A model fitted again, to other draws of the same respondents."""

import threading
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np

from covalue_measures.exceptions import MeasuresWarning, ResponseDataError
from covalue_measures.psychometrics.structural.assembly import structural_model
from covalue_measures.psychometrics.structural.estimates_table import all_values
from covalue_measures.psychometrics.structural.estimation import Estimation, estimate
from covalue_measures.psychometrics.structural.estimator import Information
from covalue_measures.psychometrics.structural.resampling import Resampling
from covalue_measures.psychometrics.structural.structural_model import StructuralModel
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Smallest eigenvalue of factor correlations that is taken for rounding error.
_ROUNDING = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicates:
    """What a model's estimates are in several draws; NaN where it did not converge."""

    #: (n_draws, n_parameters)
    parameters: FloatArray
    #: (n_draws, n_values) of the table's rows and of the defined parameters, and standardized.
    values: FloatArray
    standardized: FloatArray
    #: (n_draws,) chi-squares, if they were asked for.
    statistics: FloatArray
    #: (n_draws,) with a negative variance, or factors that cannot correlate so.
    is_improper: BoolArray

    @property
    def converged(self) -> BoolArray:
        """(n_draws,) whether there are estimates."""
        return np.asarray(~np.isnan(self.values).all(axis=1), dtype=np.bool_)


@dataclass(frozen=True, kw_only=True)
class Refit:
    """A fit that can be repeated."""

    resampling: Resampling
    model: StructuralModel
    #: (n_parameters,) estimates from all respondents.
    start: FloatArray
    information_kind: Information
    max_iterations: int
    #: Whether the chi-square is wanted.
    tests: bool = False

    @property
    def n_values(self) -> int:
        """Rows of the table and defined parameters."""
        return len(self.model.table.parameters) + len(self.model.table.defined)

    def replicates(self, draws: Sequence[Sequence[IntArray]]) -> Replicates:
        """Return the estimates in each draw.

        Parameters
        ----------
        draws : sequence
            Of each draw the rows of each group, (n_drawn,).
        """
        n_draws, n_values = len(draws), self.n_values
        parameters = np.full((n_draws, self.model.n_parameters), np.nan)
        values = np.full((n_draws, n_values), np.nan)
        standardized = np.full((n_draws, n_values), np.nan)
        statistics = np.full(n_draws, np.nan)
        is_improper = np.zeros(n_draws, dtype=np.bool_)
        with quiet():
            for number, rows in enumerate(draws):
                fit = self._fit(rows)
                if fit is None:
                    continue
                model, kinds, at = fit.model, fit.samples.kinds, fit.parameters
                parameters[number] = at
                values[number] = all_values(model, kinds, at, None)
                with np.errstate(invalid="ignore", divide="ignore"):
                    standardized[number] = all_values(model, kinds, at, "all")
                is_improper[number] = _is_improper(fit, values[number])
                if self.tests:
                    statistics[number] = fit.target.statistic
        return Replicates(
            parameters=parameters,
            values=values,
            standardized=standardized,
            statistics=statistics,
            is_improper=is_improper,
        )

    def _fit(self, rows: Sequence[IntArray]) -> Estimation | None:
        try:
            samples = self.resampling.at(rows)
        except (ResponseDataError, np.linalg.LinAlgError):
            return None
        model = self.model
        if model.table.exogenous:
            # Covariates are fixed to their moments in the draw.
            model = structural_model(model.table, samples)
        fit = estimate(
            model,
            samples,
            self.resampling.estimator,
            self.information_kind,
            start=self.start,
            max_iterations=self.max_iterations,
        )
        return fit if fit.convergence.converged else None


@dataclass(frozen=True, slots=True)
class RandomDraws:
    """Respondents drawn within their groups, with replacement: one draw a seed."""

    refit: Refit

    def __call__(self, seeds: Sequence[np.random.SeedSequence]) -> Replicates:
        """Return the estimates in the draws."""
        return self.refit.replicates([self._rows(seed) for seed in seeds])

    def _rows(self, seed: np.random.SeedSequence) -> list[IntArray]:
        rng = np.random.default_rng(seed)
        return [rng.integers(0, n, n) for n in self.refit.resampling.n_rows]


def joined(parts: Sequence[Replicates]) -> Replicates:
    """Return all draws of several batches."""
    return Replicates(
        parameters=np.concatenate([part.parameters for part in parts]),
        values=np.concatenate([part.values for part in parts]),
        standardized=np.concatenate([part.standardized for part in parts]),
        statistics=np.concatenate([part.statistics for part in parts]),
        is_improper=np.concatenate([part.is_improper for part in parts]),
    )


def _is_improper(fit: Estimation, values: FloatArray) -> bool:
    """Return whether a variance is negative, or the factors' correlations are impossible."""
    rows = fit.model.table.parameters
    is_variance = [row.op == "~~" and row.lhs == row.rhs for row in rows]
    if (values[: len(rows)][is_variance] < 0).any():
        return True
    n_factors = len(fit.model.table.latent)
    for implied in fit.implied:
        covariance = implied.factor_covariance[:n_factors, :n_factors]
        scale = np.sqrt(np.maximum(np.diag(covariance), np.finfo(float).tiny))
        if n_factors and np.linalg.eigvalsh(covariance / np.outer(scale, scale))[0] < -_ROUNDING:
            return True
    return False


def quiet() -> AbstractContextManager[object]:
    """Keep to oneself what is amiss with single draws.

    Filters belong to a process: its threads must not set and put them back each on their own.
    """
    if threading.current_thread() is not threading.main_thread():
        return nullcontext()
    return warnings.catch_warnings(action="ignore", category=MeasuresWarning)
