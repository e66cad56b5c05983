"""Labels: what they make equal, and what is computed from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.expression import linear_coefficients
from covalue_measures.psychometrics.structural.parameter_table import (
    DefinedParameter,
    EqualityConstraint,
    Parameter,
)
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel
from covalue_measures.psychometrics.structural.variables import nearest


def fix_alike(rows: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """Return the rows, free ones fixed where another of the same label is.

    Raises
    ------
    ModelError
        If two rows of one label are fixed to different values.
    """
    values: dict[str, float] = {}
    for row in rows:
        if not row.label or row.value is None:
            continue
        if values.setdefault(row.label, row.value) != row.value:
            raise ModelError(
                f"The label '{row.label}' makes parameters equal that are fixed to"
                f" {values[row.label]:g} and, in '{row.name}', to {row.value:g}."
            )
    return tuple(
        replace(row, value=values[row.label]) if row.is_free and row.label in values else row
        for row in rows
    )


def define(parsed: ParsedModel, labels: Iterable[str]) -> tuple[DefinedParameter, ...]:
    """Return the defined parameters.

    Raises
    ------
    ModelError
        If a definition uses an unknown label, or has the name of a label or of another one.
    """
    known = {*labels}
    defined = []
    for definition in parsed.definitions:
        where = f"the definition of '{definition.name}' (line {definition.line} of the model)"
        if definition.name in known:
            raise ModelError(f"In {where}: the name belongs to something else already.")
        _check_known(definition.expression.names, known, where)
        known.add(definition.name)
        defined.append(DefinedParameter(definition.name, definition.expression))
    return tuple(defined)


def constrain(parsed: ParsedModel, labels: Iterable[str]) -> tuple[EqualityConstraint, ...]:
    """Return the equality constraints.

    Raises
    ------
    ModelError
        If a constraint uses an unknown label or is not linear.
    """
    known = {*labels}
    constraints = []
    for constraint in parsed.constraints:
        where = f"the constraint '{constraint.text}' (line {constraint.line} of the model)"
        _check_known(constraint.expression.names, known, where)
        linear_coefficients(constraint.expression)
        constraints.append(EqualityConstraint(constraint.text, constraint.expression))
    return tuple(constraints)


def _check_known(names: Iterable[str], known: Iterable[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise ModelError(
                f"In {where}: no parameter has the label '{name}'.{nearest(name, known)}"
            )
