"""Parameters that are equal across groups, and what may then differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.options import require_choice, require_list
from covalue_measures.psychometrics.structural.implied_parameters import (
    TableSettings,
    is_rotated_pair,
)
from covalue_measures.psychometrics.structural.parameter_table import Parameter, names_of
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.psychometrics.structural.variables import ModelVariables, nearest

#: Kinds of parameters that can be held equal.
EqualityKind: TypeAlias = Literal[
    "loadings",
    "intercepts",
    "means",
    "thresholds",
    "regressions",
    "residuals",
    "residual_covariances",
    "lv_variances",
    "lv_covariances",
]


def read_equality(
    equal: Sequence[str], n_groups: int, categories: Mapping[str, int]
) -> frozenset[str]:
    """Return the kinds of parameters that are equal across groups.

    Where items are ordinal, intercepts and thresholds go together: either one means both, of the
    items that have them.

    Raises
    ------
    ValueError
        If there is no such kind.
    ModelError
        If ``equal`` is no list, there is one group, or no ordinal item to have thresholds.
    """
    require_list("equal", equal, "kinds of parameters")
    kinds = {kind.replace(".", "_") for kind in equal}
    for kind in kinds:
        require_choice("equal", kind, EqualityKind)
    if kinds and n_groups == 1:
        raise ModelError(f"Equality of {sorted(kinds)} needs groups; there is one.")
    if "thresholds" in kinds and not categories:
        raise ModelError("Thresholds cannot be equal: no item of the model is ordinal.")
    locations = {"intercepts", "thresholds"}
    return frozenset(kinds | locations if categories and kinds & locations else kinds)


@dataclass(frozen=True, slots=True)
class GroupEquality:
    """What is equal across the groups of a model."""

    kinds: frozenset[str]
    variables: ModelVariables
    settings: TableSettings

    def released(self, implied: Parameter) -> Parameter:
        """Return an implied parameter of a group after the first, freed if equality permits.

        What identified the first group is carried over by the equal parameters: loadings carry
        variances, intercepts or thresholds carry means, thresholds carry scales.
        """
        if implied.value is None or not self._is_identified_elsewhere(implied):
            return implied
        return replace(implied, value=None)

    def _is_identified_elsewhere(self, implied: Parameter) -> bool:
        one, other = implied.lhs, implied.rhs
        kinds, latent = self.kinds, self.variables.latent
        if implied.op == "~1":
            return (
                one in latent
                and "means" not in kinds
                and bool(kinds & {"intercepts", "thresholds"})
            )
        if implied.op == "~*~":
            return "thresholds" in kinds
        if one in self.variables.categories:
            return one == other and "thresholds" in kinds and "residuals" not in kinds
        if one not in latent or "loadings" not in kinds:
            return False
        if one == other:
            return implied.value == 1 and "lv_variances" not in kinds
        is_rotated = is_rotated_pair(one, other, self.variables)
        return is_rotated and not self.settings.orthogonal and "lv_covariances" not in kinds

    def kind_of(self, parameter: Parameter) -> EqualityKind | None:
        """Return the kind of a parameter; a covariate's moments have none."""
        match parameter.op:
            case "=~":
                return "loadings"
            case "~":
                return "regressions"
            case "|":
                return "thresholds"
        sides = {parameter.lhs, parameter.rhs or parameter.lhs}
        if parameter.op == "~*~" or sides <= {*self.variables.covariates}:
            return None
        if sides <= {*self.variables.latent}:
            if parameter.op == "~1":
                return "means"
            return "lv_variances" if len(sides) == 1 else "lv_covariances"
        if not sides <= {*self.variables.observed}:
            return None
        if parameter.op == "~1":
            return "intercepts"
        return "residuals" if len(sides) == 1 else "residual_covariances"


def equate_groups(
    groups: Sequence[Sequence[Parameter]], equality: GroupEquality, partial: Sequence[str]
) -> list[list[Parameter]]:
    """Return the rows of each group, with one label for those that are equal.

    Where the model gives labels, they say what is equal.

    Raises
    ------
    ModelError
        If a row that is to be exempt does not exist, or ``partial`` is no list.
    """
    require_list("partial", partial, "parameters")
    exempt = _exempt(groups[0], partial)
    labeled = [list(rows) for rows in groups]
    for place, across in enumerate(zip(*groups, strict=True)):
        first = across[0]
        if first.name in exempt or equality.kind_of(first) not in equality.kinds:
            continue
        if any(row.label or row.exogenous for row in across):
            continue
        if any(row.is_free for row in across):
            for rows, row in zip(labeled, across, strict=True):
                rows[place] = replace(row, label=f".p{place + 1}.")
    return labeled


def _exempt(rows: Sequence[Parameter], partial: Sequence[str]) -> frozenset[str]:
    names = names_of(rows)
    exempt = []
    for text in partial:
        for asked in parse_model(text).parameters:
            mirrored = f"{asked.rhs}{asked.op}{asked.lhs}"
            if asked.name not in names and mirrored not in names:
                raise ModelError(
                    f"The model has no parameter '{asked.name}' to exempt from equality."
                    f"{nearest(asked.name, names)}"
                )
            exempt.append(asked.name if asked.name in names else mirrored)
    return frozenset(exempt)
