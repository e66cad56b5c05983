"""The parameters that a model names, in each group."""

from collections.abc import Iterator
from typing import TypeVar

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.implied_parameters import TableSettings
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel, ParsedParameter
from covalue_measures.psychometrics.structural.variables import ModelVariables

_Entry = TypeVar("_Entry", float | None, str)


def named_parameters(
    parsed: ParsedModel, variables: ModelVariables, settings: TableSettings, group: int
) -> Iterator[Parameter]:
    """Yield the named parameters of one group; the first loading of a factor is 1 unless told.

    Raises
    ------
    ModelError
        If a parameter has entries for another number of groups, a start although it is fixed, or
        modifiers although it follows from others.
    """
    markers = set()
    if not settings.standardized_latents:
        markers = {
            (factor, items[0])
            for factor, items in variables.indicators.items()
            if factor not in variables.blocks
        }
    for named in parsed.parameters:
        lhs, rhs = named.lhs, named.rhs
        if named.op == "~~" and variables.place(lhs) > variables.place(rhs):
            lhs, rhs = rhs, lhs
        is_marker = named.op == "=~" and (lhs, rhs) in markers
        parameter = Parameter(
            lhs=lhs,
            op=named.op,
            rhs=rhs,
            group=group,
            value=_entry(named, named.values, 1.0 if is_marker else None, group, settings.n_groups),
            start=_entry(named, named.starts, None, group, settings.n_groups),
            label=_entry(named, named.labels, "", group, settings.n_groups),
            block=named.block,
            determined=_is_determined(named, variables, settings),
        )
        _check(parameter, named, is_marker)
        yield parameter


def _entry(
    named: ParsedParameter, entries: tuple[_Entry, ...], default: _Entry, group: int, n_groups: int
) -> _Entry:
    if len(entries) > 1 and len(entries) != n_groups:
        raise ModelError(
            f"The parameter '{named.name}' (line {named.line} of the model) has {len(entries)}"
            f" entries in c(); give one, or as many as groups: {n_groups}."
        )
    if not entries:
        return default
    return entries[0] if len(entries) == 1 else entries[group - 1]


def _is_determined(
    named: ParsedParameter, variables: ModelVariables, settings: TableSettings
) -> bool:
    if named.lhs != named.rhs or named.lhs not in variables.categories:
        return False
    return named.op == ("~~" if settings.parameterization == "delta" else "~*~")


def _check(parameter: Parameter, named: ParsedParameter, is_marker: bool) -> None:
    where = f"The parameter '{named.name}' (line {named.line} of the model)"
    if parameter.determined and (named.values or named.starts or named.labels):
        other = "theta" if named.op == "~~" else "delta"
        raise ModelError(
            f"{where} follows from the others; parameterization='{other}' makes it a parameter."
        )
    if parameter.value is not None and parameter.start is not None:
        reason = " as the first loading of its factor; free it with NA" if is_marker else ""
        raise ModelError(f"{where} has a start, but is fixed to {parameter.value:g}{reason}.")
