"""What is wrong with a solution, in words."""

import numpy as np

from covalue_measures.psychometrics.structural.estimates_table import all_values
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.standardized import row_values
from covalue_measures.typing import FloatArray

#: A latent correlation above this makes two factors one.
_ONE_FACTOR = 1.0


def find_problems(estimation: Estimation, group_labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return sentences about improper estimates; none if the solution is proper.

    Parameters
    ----------
    estimation : Estimation
    group_labels : tuple of str
        One empty text without groups.
    """
    problems = [*_not_converged(estimation), *_not_identified(estimation)]
    values = row_values(estimation.model, estimation.samples.kinds, estimation.parameters)
    problems += _negative_variances(estimation, values, group_labels)
    for group, label in enumerate(group_labels):
        where = f" in group '{label}'" if label else ""
        problems += _latent_problems(estimation, group, where)
    return (*problems, *_not_finite(estimation))


def _not_converged(estimation: Estimation) -> list[str]:
    if estimation.convergence.converged:
        return []
    return [
        f"The estimation did not converge ({estimation.convergence.message}; steps:"
        f" {estimation.convergence.iterations}): none of its numbers can be used."
    ]


def _not_identified(estimation: Estimation) -> list[str]:
    if not estimation.undetermined:
        return []
    rows = estimation.model.rows_of_parameters
    names = [rows[parameter].name for parameter in estimation.undetermined]
    shown = ", ".join(f"'{name}'" for name in dict.fromkeys(names[:8]))
    return [
        f"The model is not identified: the data do not determine {shown}"
        f"{' and more' if len(names) > 8 else ''}. Fix or equate some of them; a factor needs a"
        " scale, and three indicators if it stands alone."
    ]


def _negative_variances(
    estimation: Estimation, values: FloatArray, group_labels: tuple[str, ...]
) -> list[str]:
    problems = []
    for row, value in zip(estimation.model.table.parameters, values, strict=True):
        if row.op == "~~" and row.lhs == row.rhs and value < 0:
            label = group_labels[row.group - 1]
            where = f" in group '{label}'" if label else ""
            is_item = row.lhs in estimation.model.items
            what = "residual variance of item" if is_item else "variance of factor"
            problems.append(
                f"The {what} '{row.lhs}'{where} is negative ({value:.4f}), which no variance is: a"
                " Heywood case. The model asks more of the data than they say."
            )
    return problems


def _latent_problems(estimation: Estimation, group: int, where: str) -> list[str]:
    names = estimation.model.table.latent
    covariance = estimation.implied[group].factor_covariance[: len(names), : len(names)]
    variances = np.diag(covariance)
    if len(names) < 2 or (variances <= 0).any():
        return []
    correlation = covariance / np.sqrt(np.outer(variances, variances))
    above = np.argwhere(np.triu(np.abs(correlation), 1) > _ONE_FACTOR)
    problems = [
        f"Factors '{names[first]}' and '{names[second]}'{where} correlate"
        f" {correlation[first, second]:.3f}, beyond what a correlation can be."
        for first, second in above
    ]
    if not problems and np.linalg.eigvalsh(correlation)[0] < -1e-8:
        problems.append(
            f"The covariances of the factors{where} are not positive definite: one of them is more"
            " than explained by the others."
        )
    return problems


def _not_finite(estimation: Estimation) -> list[str]:
    defined = estimation.model.table.defined
    kinds, at = estimation.samples.kinds, estimation.parameters
    values = all_values(estimation.model, kinds, at, None)[len(estimation.model.table.parameters) :]
    return [
        f"The defined parameter '{one.name} := {one.expression.text}' has no finite value at the"
        f" estimates ({value:g}): it divides by 0, or takes the root or logarithm of what has none."
        for one, value in zip(defined, values, strict=True)
        if not np.isfinite(value)
    ]
