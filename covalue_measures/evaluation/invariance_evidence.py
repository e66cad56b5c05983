"""The claimed structure in every group of a grouping."""

from collections import Counter

import numpy as np
import pandas as pd

from covalue_measures.evaluation.evidence import (
    EmptyCategoryRecord,
    EvaluationSettings,
    IndexVersion,
    InvarianceComparisonRecord,
    InvarianceCutOffs,
    InvarianceGroup,
    InvarianceLevelRecord,
    InvarianceRecord,
    ReleaseRecord,
)
from covalue_measures.evaluation.fit_record import number, record_fit
from covalue_measures.psychometrics.invariance import InvarianceResult, fit_invariance
from covalue_measures.responses import Group, ResponseData

#: A group with fewer respondents is not compared.
SMALLEST_GROUP = 50
_N_RELEASES = 10
_EMPTY = (
    "Thresholds that a group does not have cannot be compared. Collapse the category with its"
    " neighbor in every group, or leave the item out."
)
_FEW = f"Fewer than two groups have at least {SMALLEST_GROUP} respondents."
_IDENTIFICATION = {
    True: "Wu and Estabrook (2016), doi:10.1007/s11336-016-9506-0: factor variances of 1",
    False: "factor variances of 1 and means of 0 in the first group",
}
_PARAMETERS = {"=~": "loading", "~1": "intercept", "~~": "residual variance"}


def comparable_groups(group: Group) -> dict[str, int]:
    """Return the groups that are large enough, with their respondents, in order of appearance."""
    counts = Counter(label for label in group.labels if label)
    return {label: n for label, n in counts.items() if n >= SMALLEST_GROUP}


def empty_categories(data: ResponseData, group: Group) -> tuple[EmptyCategoryRecord, ...]:
    """Return the answers that some group gave and another did not."""
    values, answered = data.to_array(), data.is_answered
    labels = np.array(group.labels)
    found = []
    for label in comparable_groups(group):
        own = labels == label
        kept = np.isin(labels, list(comparable_groups(group)))
        for column, item_id in enumerate(data.item_ids):
            known = np.unique(values[answered[:, column] & kept, column])
            used = np.unique(values[answered[:, column] & own, column])
            found += [
                EmptyCategoryRecord(item_id=item_id, category=int(value), group=label)
                for value in np.setdiff1d(known, used)
            ]
    return tuple(found)


def fit_groups(data: ResponseData, group: Group, settings: EvaluationSettings) -> InvarianceResult:
    """Return the claimed structure at every level of invariance."""
    ordinal = settings.correlation == "polychoric"
    kept = comparable_groups(group)
    labels = pd.Series(
        [label if label in kept else None for label in group.labels], name=group.name
    )
    return fit_invariance(
        data,
        group=labels,
        estimator="WLSMV" if ordinal else "MLR",
        missing="pairwise" if ordinal else "fiml",
    )


def record_invariance(result: InvarianceResult, group: Group) -> InvarianceRecord:
    """Return the levels side by side."""
    ordinal = bool(result.settings.ordered)
    return InvarianceRecord(
        group_name=group.name,
        subject="instrument",
        groups=tuple(
            InvarianceGroup(label=label, n=n)
            for label, n in zip(result.units, result.n_used, strict=True)
        ),
        estimator=result.settings.estimator,
        parameterization=result.settings.parameterization if ordinal else None,
        identification=_IDENTIFICATION[ordinal],
        missing=result.settings.missing,
        n_used=sum(result.n_used),
        levels=tuple(_level(result, name) for name in result.settings.levels),
        comparisons=_comparisons(result),
        rule=result.settings.rule,
        source=result.settings.rule_source,
        highest_level=result.highest_level,
        empty_categories=(),
        releases=_releases(result),
        problems=(*_left_out(result), *result.problems),
    )


def _left_out(result: InvarianceResult) -> tuple[str, ...]:
    if not result.n_without_group:
        return ()
    return (
        f"{result.n_without_group} of {result.n_respondents} respondents are in no group of at"
        f" least {SMALLEST_GROUP}, and take no part.",
    )


def record_incomparable(
    group: Group, empty: tuple[EmptyCategoryRecord, ...], settings: EvaluationSettings
) -> InvarianceRecord:
    """Return a record of groups that are too few, or did not use the same categories."""
    ordinal = settings.correlation == "polychoric"
    counts = comparable_groups(group)
    return InvarianceRecord(
        group_name=group.name,
        subject="instrument",
        groups=tuple(InvarianceGroup(label=label, n=n) for label, n in counts.items()),
        estimator="WLSMV" if ordinal else "MLR",
        parameterization="theta" if ordinal else None,
        identification=_IDENTIFICATION[ordinal],
        missing="pairwise" if ordinal else "fiml",
        n_used=sum(counts.values()),
        levels=(),
        comparisons=(),
        rule="",
        source="",
        highest_level=None,
        empty_categories=empty,
        releases=(),
        problems=(_EMPTY if empty else _FEW,),
    )


def _level(result: InvarianceResult, name: str) -> InvarianceLevelRecord:
    row = result.levels.loc[name]
    converged = bool(row["converged"])
    first: IndexVersion = "scaled" if result.settings.ordered else "robust"
    return InvarianceLevelRecord(
        name=name,
        constrained=str(row["constrained"]),
        fit=record_fit(result.fits[name].fit_indices, first) if converged else None,
        converged=converged,
    )


def _comparisons(result: InvarianceResult) -> tuple[InvarianceComparisonRecord, ...]:
    records = []
    for name, row in result.comparisons.iterrows():
        version = "" if row["basis"] == "uncorrected" else f"_{row['basis']}"
        exceeded = tuple(index for index in ("cfi", "rmsea", "srmr") if index in row["exceeded"])
        usable = row["method"] != "not converged"
        records.append(
            InvarianceComparisonRecord.model_validate(
                {
                    "from_level": str(row["compared_with"]),
                    "to_level": str(name),
                    "chi_square_difference": number(row["chisq_diff"]),
                    "df_difference": int(row["df_diff"]) if usable else None,
                    "p": number(row["pvalue"]),
                    "method": str(row["method"]),
                    "delta_cfi": number(row[f"delta_cfi{version}"]) if usable else None,
                    "delta_rmsea": number(row[f"delta_rmsea{version}"]) if usable else None,
                    "delta_srmr": number(row["delta_srmr"]) if usable else None,
                    "cut_offs": InvarianceCutOffs(
                        cfi_fall=float(row["cfi_fall"]),
                        rmsea_rise=float(row["rmsea_rise"]),
                        srmr_rise=float(row["srmr_rise"]),
                    ),
                    "exceeded": exceeded if usable else (),
                    "holds": bool(row["holds"]) if usable else None,
                }
            )
        )
    return tuple(records)


def _releases(result: InvarianceResult) -> tuple[ReleaseRecord, ...]:
    """Return the largest score tests of the first level that does not hold."""
    failed = [str(name) for name, holds in result.comparisons["holds"].items() if not holds]
    if not failed:
        return ()
    table = result.releases[result.releases["level"] == failed[0]].head(_N_RELEASES)
    return tuple(
        ReleaseRecord(
            level=failed[0],
            item_id=str(row["rhs"] if row["op"] == "=~" else row["lhs"]),
            parameter=_PARAMETERS.get(row["op"], f"threshold {str(row['rhs']).removeprefix('t')}"),
            chi_square=float(row["statistic"]),
            df=int(row["df"]),
            p=float(row["pvalue"]),
        )
        for _, row in table.iterrows()
    )
