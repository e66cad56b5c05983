"""A confirmatory factor analysis by semopy."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import pandas as pd

from covalue_measures.crosscheck.opinion import Opinion
from covalue_measures.crosscheck.packages import require
from covalue_measures.exceptions import MeasuresError, MeasuresWarning
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.psychometrics.structural import CfaResult, fit_cfa
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.responses import ResponseData
from covalue_measures.typing import FloatArray

# By default their minimization stops too early to compare: up to 4e-3 off in a loading of a
# bifactor model. L-BFGS-B also stops at a variance of 0 that is no minimum.
_SOLVER = "SLSQP"
_OPTIONS = {"ftol": 1e-12, "maxiter": 1000}
# So asked, they end within a billionth of the smallest statistic, and 1e-6 of each loading.
_LOADING_TOLERANCE = 1e-5
_CHI_SQUARE_TOLERANCE = 1e-6


class _NotTakenError(Exception):
    """Why there is no second opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CfaOpinions:
    """What another program says of a model, or why it was not asked."""

    opinions: tuple[Opinion, ...]
    #: A sentence; empty where opinions were taken.
    reason: str


@dataclass(frozen=True, slots=True)
class _TheirFit:
    chi_square: float
    df: int
    #: (n_items, n_factors) standardized.
    loadings: FloatArray


def check_cfa(fit: CfaResult, data: Responses) -> CfaOpinions:
    """Return semopy's chi-square and standardized loadings of a model beside ours.

    The other program takes complete numeric data and plain maximum likelihood only, so the model
    is fitted again, here and there, to the respondents who answered every item. Of the loadings
    the one that differs most is compared. Its fit indices, its treatment of missing answers and
    of ordinal items are not asked for: they are not what their names say.

    Parameters
    ----------
    fit : CfaResult
        By any estimator: its model counts.
    data : ResponseData, DataFrame or 2-D array
        The items of the fit, and perhaps others.

    Returns
    -------
    CfaOpinions
        With a reason and no opinion where the model has what the other program lacks (groups,
        means, equal or fixed parameters, observed predictors), where our solution is improper
        (theirs keeps variances from being negative), and where it fails.

    Raises
    ------
    MissingExtraError
        If semopy is not installed.
    """
    package_version = require("semopy")
    try:
        opinions = _compared(fit, data, package_version)
    except _NotTakenError as error:
        return CfaOpinions(opinions=(), reason=f"Not taken because {error}.")
    return CfaOpinions(opinions=opinions, reason="")


def _compared(fit: CfaResult, data: Responses, package_version: str) -> tuple[Opinion, ...]:
    if fit.group_name:
        raise _NotTakenError("the model is of several groups")
    complete = _complete(fit, data)
    frame = pd.DataFrame(complete.values, columns=list(complete.item_ids))
    ours = _our_fit(fit, frame)
    table = ours.estimation.model.table
    _refuse(table)
    theirs = _their_fit(_translated(table), complete.values, len(table.latent))
    df = int(ours.fit_indices["df"])
    if theirs.df != df:
        raise _NotTakenError(f"semopy reads a model of {theirs.df} degrees of freedom, not {df}")
    loadings = ours.loadings.to_numpy()
    # A factor has no direction of its own.
    signs = np.where(np.sum(loadings * theirs.loadings, axis=0) < 0, -1.0, 1.0)
    turned = theirs.loadings * signs
    gap = np.where(np.isfinite(turned), np.abs(loadings - turned), np.inf)
    row, column = (int(at) for at in np.unravel_index(int(np.argmax(gap)), gap.shape))
    chi_square = float(ours.fit_indices["chisq"])
    basis = f"{complete.n_respondents} respondents who answered every item, maximum likelihood"
    numbers = (
        (
            "chi-square of the model",
            chi_square,
            theirs.chi_square,
            _CHI_SQUARE_TOLERANCE * max(chi_square, 1.0),
        ),
        (
            f"standardized loading of '{ours.item_ids[row]}' on {ours.factors[column]},"
            " the farthest apart",
            float(loadings[row, column]),
            float(turned[row, column]),
            _LOADING_TOLERANCE,
        ),
    )
    return tuple(
        Opinion(
            coefficient=name,
            ours=mine,
            theirs=other,
            package="semopy",
            package_version=package_version,
            tolerance=tolerance,
            basis=basis,
        )
        for name, mine, other, tolerance in numbers
    )


def _complete(fit: CfaResult, data: Responses) -> ItemMatrix:
    items = list(fit.item_ids)
    try:
        if isinstance(data, ResponseData):
            return as_item_matrix(data.select_items(items)).listwise()
        if not isinstance(data, pd.DataFrame):
            matrix = as_item_matrix(data)
            data = pd.DataFrame(matrix.values, columns=list(matrix.item_ids))
        return as_item_matrix(data[items]).listwise()
    except (MeasuresError, KeyError) as error:
        raise _NotTakenError(f"the items cannot be read: {error}") from error


def _our_fit(fit: CfaResult, complete: pd.DataFrame) -> CfaResult:
    with warnings.catch_warnings():
        # What is wrong with the solution is in its problems.
        warnings.simplefilter("ignore", MeasuresWarning)
        try:
            ours = fit_cfa(
                complete,
                fit.settings.syntax,
                estimator="ML",
                orthogonal=fit.settings.orthogonal,
                standardized_latents=fit.settings.standardized_latents,
            )
        except MeasuresError as error:
            raise _NotTakenError(
                f"{len(complete)} complete rows do not allow it: {error}"
            ) from error
    if ours.problems:
        raise _NotTakenError(
            "our solution for complete rows is improper, and semopy keeps it from being so"
        )
    return ours


def _refuse(table: ParameterTable) -> None:
    """Raise if the model has what the other program lacks."""
    if table.constraints or table.blocks or any(row.label for row in table.parameters):
        raise _NotTakenError("the model has labels, constraints or exploratory blocks")
    if table.mean_structure:
        raise _NotTakenError("the model has a mean structure")
    observed = set(table.observed)
    for row in table.parameters:
        if row.op == "~" and {row.lhs, row.rhs} & observed:
            raise _NotTakenError(f"'{row.name}' regresses on, or explains, an observed variable")
    for row in table.parameters:
        is_scale = row.lhs in table.latent and (row.op == "=~" or row.lhs == row.rhs)
        is_zero_covariance = row.op == "~~" and row.lhs != row.rhs and row.value == 0
        if not (row.is_free or is_scale or is_zero_covariance):
            raise _NotTakenError(f"'{row.name}' is fixed to {row.value}")
    for factor in table.latent:
        own = [row for row in table.parameters if row.lhs == factor and not row.is_free]
        scale = [row.value for row in own if row.op == "=~" or row.rhs == factor]
        if scale != [1.0]:
            raise _NotTakenError(f"'{factor}' has other fixed values than its scale: {scale}")


def _translated(table: ParameterTable) -> str:
    """Return the model for the other program: factors f0, f1, items v0, v1.

    Names of ours may be words or signs of its language. The first loading is 1 there, whatever
    gives a factor its scale here; neither the statistic nor standardized loadings depend on it.
    """
    names = {name: f"f{place}" for place, name in enumerate(table.latent)}
    names |= {name: f"v{place}" for place, name in enumerate(table.observed)}
    lines = []
    for factor in table.latent:
        loadings = [row for row in table.parameters if (row.lhs, row.op) == (factor, "=~")]
        loadings.sort(key=lambda row: row.is_free)
        lines.append(f"{names[factor]} =~ " + " + ".join(names[row.rhs] for row in loadings))
    lines += [
        f"{names[row.lhs]} {row.op} {'' if row.is_free else '0*'}{names[row.rhs]}"
        for row in table.parameters
        if row.op == "~" or (row.op == "~~" and row.lhs != row.rhs)
    ]
    return "\n".join(lines)


def _their_fit(syntax: str, values: FloatArray, n_factors: int) -> _TheirFit:
    items = [f"v{place}" for place in range(values.shape[1])]
    factors = [f"f{place}" for place in range(n_factors)]
    try:
        with _quiet():
            semopy, stats = import_module("semopy"), import_module("semopy.stats")
            model = semopy.Model(syntax)
            frame = pd.DataFrame(values, columns=items)
            found = model.fit(frame, obj="MLW", solver=_SOLVER, options=dict(_OPTIONS))
            matrices = model.inspect(mode="mx")
            chi_square = float(stats.calc_chi2(model)[0])
            df = int(stats.calc_dof(model))
    except Exception as error:
        raise _NotTakenError(f"semopy stopped with {type(error).__name__}: {error}") from error
    if not found.success:
        raise _NotTakenError("semopy did not converge")
    through = np.linalg.inv(np.eye(n_factors) - _matrix(matrices["Beta"], factors, factors))
    among = through @ _matrix(matrices["Psi"], factors, factors) @ through.T
    loadings = _matrix(matrices["Lambda"], items, factors)
    variances = np.diag(loadings @ among @ loadings.T + _matrix(matrices["Theta"], items, items))
    deviations = np.sqrt(np.diag(among)), np.sqrt(variances)
    return _TheirFit(chi_square, df, loadings * deviations[0] / deviations[1][:, None])


def _matrix(frame: pd.DataFrame, rows: list[str], columns: list[str]) -> FloatArray:
    return frame.reindex(index=rows, columns=columns).to_numpy(dtype=np.float64)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the other program from warning and from setting up the root logger."""
    root, level = logging.getLogger(), logging.root.manager.disable
    silent = logging.NullHandler()
    root.addHandler(silent)
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            # Deprecations inside the other program say nothing about the number.
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        root.removeHandler(silent)
