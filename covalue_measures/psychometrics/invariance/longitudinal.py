"""Measurement invariance across occasions: the same people asked again."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.parallel.threads import on_one_thread
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.invariance.equal_table import UnitRow
from covalue_measures.psychometrics.invariance.fit_invariance import (
    fit_levels,
    gather,
    refuse_delta,
)
from covalue_measures.psychometrics.invariance.invariance_result import (
    InvarianceResult,
)
from covalue_measures.psychometrics.invariance.levels import build_levels, usual_levels
from covalue_measures.psychometrics.options import require_choice, require_list
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.estimator import estimator_named
from covalue_measures.psychometrics.structural.group_samples import Categories
from covalue_measures.psychometrics.structural.parameter_table import (
    Parameterization,
    ParameterTable,
)
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel
from covalue_measures.psychometrics.structural.preparation import (
    prepare,
    request_model,
    samples_of,
)
from covalue_measures.psychometrics.structural.syntax import parse_model


@on_one_thread
def fit_longitudinal_invariance(
    data: Responses,
    model: str,
    *,
    occasions: Mapping[str, Sequence[str]],
    labels: Sequence[str] | None = None,
    residual_covariances: bool = True,
    estimator: str | None = None,
    missing: str | None = None,
    ordered: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    partial: Sequence[str] = (),
    parameterization: Parameterization = "theta",
) -> InvarianceResult:
    """Return whether a model measures the same on every occasion.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        One row a respondent, each item once for every occasion.
    model : str
        lavaan's syntax with one factor for each construct and occasion, as in
        ``trust1 =~ a1 + b1 + c1`` and ``trust2 =~ a2 + b2 + c2``. The first item of one is the
        first item of the other, and so on.
    occasions : mapping
        Common name of each construct to its factors in the order of the occasions:
        ``{"trust": ["trust1", "trust2"]}``.
    labels : sequence of str, optional
        Names of the occasions; ``1``, ``2`` ... without them.
    residual_covariances : bool
        Let the residuals of an item correlate between occasions, where the model does not say.
    estimator, missing, ordered, levels, parameterization
        As :func:`fit_invariance` takes them.
    partial : sequence of str
        Parameters that may differ, under their names on the first occasion with the construct's
        common name: ``trust=~b1``, ``c1~1``.

    Raises
    ------
    ModelError
        If ``occasions`` is no such mapping, the factors do not match, or an item is not answered
        in the same categories.

    References
    ----------
    Widaman, Ferrer and Conger (2010), doi:10.1111/j.1750-8606.2009.00110.x; ordinal items: Liu et
    al. (2017), doi:10.1037/met0000075, with the identification of Wu and Estabrook (2016).

    Examples
    --------
    >>> import covalue_measures as cm, pandas as pd
    >>> data = pd.read_csv("tests/reference/data/political_democracy.csv")
    >>> model = '''
    ... dem60 =~ y1 + y2 + y3 + y4
    ... dem65 =~ y5 + y6 + y7 + y8
    ... '''
    >>> result = cm.fit_longitudinal_invariance(
    ...     data, model, occasions={"democracy": ["dem60", "dem65"]}
    ... )
    >>> result.comparisons["chisq_diff"].round(2).tolist()
    [3.29, 6.0, 7.67]
    """
    require_choice("parameterization", parameterization, Parameterization)
    require_list("levels", levels, "levels of invariance")
    require_list("partial", partial, "parameters")
    require_list("labels", labels, "names of occasions")
    chosen, treatment = estimator_named(estimator, missing, is_ordinal=bool(ordered))
    common = _common_names(parse_model(model), occasions)
    text = model
    if residual_covariances:
        text += _residual_covariances(parse_model(model), common)
    request = request_model(data, text, orthogonal=False, standardized=True)
    given = chosen.takes_covariates_as_given
    prepared = prepare(data, request, chosen, treatment, ordered, None, given_covariates=given)
    is_ordinal = bool(prepared.categories.values)
    counts = _shared_categories(prepared.categories, common)
    wanted = build_levels(levels or usual_levels(is_ordinal=is_ordinal), is_ordinal=is_ordinal)
    refuse_delta(wanted, parameterization, is_ordinal=is_ordinal)
    table = build_parameter_table(
        request.parsed,
        columns=prepared.data.items,
        ordered=prepared.categories.counts,
        standardized_latents=True,
        mean_structure=True,
        parameterization=parameterization,
    )
    samples = samples_of(prepared, chosen, table, unbiased=False)
    fits = fit_levels(
        table,
        _occasion_rows(table, common),
        wanted,
        prepared,
        samples,
        request,
        chosen,
        treatment,
        counts,
        partial,
    )
    n_occasions = len(next(iter(occasions.values())))
    units = [str(label) for label in labels] if labels else [str(k + 1) for k in range(n_occasions)]
    if len(units) != n_occasions:
        raise ModelError(f"{len(units)} labels were given for {n_occasions} occasions.")
    return gather(fits, prepared, "occasions", "occasion", units)


def _common_names(
    parsed: ParsedModel, occasions: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, str]]:
    """Return each variable's occasion, from 0, and its common name: an item's is its first one."""
    _refuse_other_occasions(occasions)
    lengths = {len(factors) for factors in occasions.values()}
    if len(lengths) != 1 or min(lengths, default=0) < 2:
        raise ModelError(
            "occasions maps every construct to its factors, two or more and as many for each; got"
            f" {dict(occasions)!r}."
        )
    indicators: dict[str, list[str]] = {}
    for row in parsed.parameters:
        if row.op == "=~":
            indicators.setdefault(row.lhs, []).append(row.rhs)
    common: dict[str, tuple[int, str]] = {}
    for construct, factors in occasions.items():
        for occasion, factor in enumerate(factors):
            if factor not in indicators:
                raise ModelError(
                    f"occasions names the factor '{factor}', which the model does not have; it has"
                    f" {', '.join(indicators)}."
                )
            first, items = indicators[factors[0]], indicators[factor]
            if len(items) != len(first):
                raise ModelError(
                    f"Factor '{factor}' has {len(items)} items, '{factors[0]}' {len(first)}: on"
                    " every occasion a construct is measured by the same items."
                )
            common[factor] = occasion, construct
            for item, name in zip(items, first, strict=True):
                common[item] = occasion, name
    return common


def _refuse_other_occasions(occasions: object) -> None:
    if not isinstance(occasions, Mapping):
        raise ModelError(
            "occasions maps every construct to its factors, as in {'trust': ['trust1', 'trust2']};"
            f" got {occasions!r}."
        )
    for construct, factors in occasions.items():
        require_list(f"occasions[{construct!r}]", factors, "factors")
    seen: dict[str, str] = {}
    for construct, factors in occasions.items():
        for factor in factors:
            if factor in seen:
                raise ModelError(
                    f"occasions names the factor '{factor}' twice, for '{seen[factor]}' and"
                    f" '{construct}': every occasion has a factor of its own."
                )
            seen[factor] = construct


def _residual_covariances(parsed: ParsedModel, common: Mapping[str, tuple[int, str]]) -> str:
    """Return formulas that let residuals of the same item correlate."""
    factors = {row.lhs for row in parsed.parameters if row.op == "=~"}
    known = {frozenset((row.lhs, row.rhs)) for row in parsed.parameters if row.op == "~~"}
    by_item: dict[str, list[str]] = {}
    for variable, (_, name) in common.items():
        if variable not in factors:
            by_item.setdefault(name, []).append(variable)
    lines = [
        f"{first} ~~ {second}"
        for same in by_item.values()
        for first, second in combinations(same, 2)
        if frozenset((first, second)) not in known
    ]
    return "\n" + "\n".join(lines) if lines else ""


def _occasion_rows(
    table: ParameterTable, common: Mapping[str, tuple[int, str]]
) -> tuple[UnitRow, ...]:
    rows = []
    for row in table.parameters:
        unit, lhs = common.get(row.lhs, (-1, row.lhs))
        other, rhs = common.get(row.rhs, (unit, row.rhs))
        rows.append(UnitRow(unit if unit == other else -1, lhs, row.op, rhs))
    return tuple(rows)


def _shared_categories(
    categories: Categories, common: Mapping[str, tuple[int, str]]
) -> dict[str, int]:
    """Return the number of thresholds of each ordinal item under its common name."""
    counts: dict[str, int] = {}
    for item, values in categories.values.items():
        name = common.get(item, (-1, item))[1]
        first = categories.values.get(name, values)
        if not np.array_equal(first, values):
            unlike = np.setxor1d(first, values)
            raise ModelError(
                f"Category {unlike[0]:g} was chosen of only one of '{name}' and '{item}', which are"
                " one item on two occasions. Thresholds that an occasion does not have cannot be"
                " compared: collapse the category with its neighbor on every occasion, or leave"
                " the item out."
            )
        counts[name] = len(values) - 1
    return counts
