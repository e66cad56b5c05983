"""A parameter table with parameters made equal in all units: groups, or occasions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.invariance.levels import EqualKind, Level
from covalue_measures.psychometrics.structural.parameter_table import Parameter, ParameterTable


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Where a row of the table belongs."""

    #: Counted from 0; -1 for what lies between units, such as covariances of occasions.
    unit: int
    #: The parameter under a name that is the same in every unit.
    lhs: str
    op: str
    rhs: str

    @property
    def name(self) -> str:
        """The parameter as a formula, such as ``f=~x1``."""
        return f"{self.lhs}{self.op}{self.rhs}"


def group_rows(table: ParameterTable) -> tuple[UnitRow, ...]:
    """Return each row's place where the units are groups."""
    return tuple(UnitRow(row.group - 1, row.lhs, row.op, row.rhs) for row in table.parameters)


def constrain(
    table: ParameterTable,
    rows: Sequence[UnitRow],
    level: Level,
    threshold_counts: Mapping[str, int],
    partial: Collection[str],
) -> tuple[ParameterTable, tuple[int, ...]]:
    """Return the table with what the level makes equal, and what is then identified set free.

    Factors have variance 1 and mean 0 in the first unit. Equal loadings identify the variances of
    the others, equal intercepts their means. Of ordinal items equal thresholds identify intercept
    and scale of the other units, if there are at least two; a single threshold identifies only
    one of them, so that the scale waits until loadings and intercepts are equal, too.

    Parameters
    ----------
    table : ParameterTable
        Of the configural model.
    rows : sequence of UnitRow
        One a row of the table.
    level : Level
    threshold_counts : mapping
        Ordinal item, under its common name, to its number of thresholds.
    partial : collection of str
        Parameters that may differ all the same: ``f=~x2``, ``x3~1``, ``x1|t2``, ``x2~~x2``.

    Returns
    -------
    ParameterTable
    tuple of int
        Rows of later units that the level holds: candidates to be released.

    Raises
    ------
    ModelError
        If ``partial`` names a parameter that is not there.

    References
    ----------
    Wu and Estabrook (2016), doi:10.1007/s11336-016-9506-0, propositions 2 to 14.
    """
    exempt = _exempt(rows, partial)
    indicated = {row.lhs for row in table.parameters if row.op == "=~"}
    factors_of_items = {
        row.lhs for row in table.parameters if row.op == "=~" and row.rhs in table.observed
    }
    constrained, held = [], []
    for number, (row, where) in enumerate(zip(table.parameters, rows, strict=True)):
        kind = _kind(row, where, indicated)
        is_exempt = where.name in exempt
        changed = row
        if where.unit >= 0 and not row.label:
            n_thresholds = threshold_counts.get(where.lhs, 0) if row.lhs in table.ordered else -1
            is_scaled_here = row.lhs not in indicated or row.lhs in factors_of_items
            changed = _changed(
                row, where, kind, level, n_thresholds, is_exempt=is_exempt, frees=is_scaled_here
            )
        constrained.append(changed)
        is_held = kind in level.equal and not is_exempt and where.unit > 0 and not row.determined
        if is_held and (changed.label or changed.value is not None) and not row.label:
            held.append(number)
    return replace(table, parameters=tuple(constrained)), tuple(held)


def _kind(row: Parameter, where: UnitRow, indicated: Collection[str]) -> EqualKind | None:
    is_latent = row.lhs in indicated
    if row.op == "=~":
        return "loadings"
    if row.op == "|":
        return "thresholds"
    if row.op == "~1":
        return "latent_means" if is_latent else "intercepts"
    if row.op == "~~" and where.unit >= 0:
        if is_latent and row.rhs in indicated:
            return "latent_covariances"
        return "residuals" if row.lhs == row.rhs else None
    return None


def _changed(
    row: Parameter,
    where: UnitRow,
    kind: EqualKind | None,
    level: Level,
    n_thresholds: int,
    *,
    is_exempt: bool,
    frees: bool,
) -> Parameter:
    """Return the row as the level wants it.

    Parameters
    ----------
    n_thresholds : int
        Of an ordinal item; -1 for anything else.
    frees : bool
        Whether a latent variable's mean and variance can be told from its items.
    """
    equal, later = level.equal, where.unit > 0
    if kind == "latent_means":
        is_free = later and frees and "intercepts" in equal and "latent_means" not in equal
        return _free(row) if is_free and row.value is not None else row
    if kind == "latent_covariances":
        return _latent_covariance(row, where, equal, later=later, frees=frees)
    if n_thresholds >= 0 and kind != "thresholds":
        return _ordinal(row, kind, equal, n_thresholds, later=later, is_exempt=is_exempt)
    if kind in equal and not is_exempt and row.is_free:
        return replace(row, label=f".{where.name}.")
    return row


def _latent_covariance(
    row: Parameter, where: UnitRow, equal: Collection[EqualKind], *, later: bool, frees: bool
) -> Parameter:
    is_scale = row.lhs == row.rhs and row.value is not None
    if "latent_covariances" in equal:
        return row if is_scale else replace(row, label=f".{where.name}.") if row.is_free else row
    return _free(row) if is_scale and later and frees and "loadings" in equal else row


def _ordinal(
    row: Parameter,
    kind: EqualKind | None,
    equal: Collection[EqualKind],
    n_thresholds: int,
    *,
    later: bool,
    is_exempt: bool,
) -> Parameter:
    """Return intercept, scale or residual variance of an ordinal item's latent response."""
    if not later or "thresholds" not in equal:
        return row
    if row.op == "~1":
        is_free = "intercepts" not in equal or is_exempt
        return _free(row) if is_free else row
    is_scale = row.op == "~*~" or (row.op == "~~" and row.lhs == row.rhs)
    if not is_scale or row.determined:
        return row
    is_identified = n_thresholds > 1 or {"loadings", "intercepts"} <= set(equal)
    held = kind == "residuals" and "residuals" in equal and not is_exempt
    return _free(row) if is_identified and not held else row


def _free(row: Parameter) -> Parameter:
    return replace(row, value=None, start=row.value)


def _exempt(rows: Sequence[UnitRow], partial: Collection[str]) -> frozenset[str]:
    known = {row.name for row in rows if row.unit >= 0}
    found = set()
    for wanted in partial:
        name = "".join(str(wanted).split())
        left, sign, right = name.partition("~~")
        mirrored = f"{right}~~{left}" if sign else name
        if name not in known and mirrored not in known:
            raise ModelError(
                f"partial names '{wanted}', which is not a parameter of the model; write loadings"
                " as 'f=~x1', intercepts 'x1~1', thresholds 'x1|t1', residual variances 'x1~~x1'."
            )
        found |= {name, mirrored}
    return frozenset(found)
