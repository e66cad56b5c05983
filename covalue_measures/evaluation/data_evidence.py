"""Records of what is missing and of what each item was answered."""

import math

from covalue_measures.evaluation.evidence import (
    CategoryCount,
    ItemRecord,
    McarRecord,
    MissingCount,
    MissingPattern,
    MissingRecord,
)
from covalue_measures.psychometrics.descriptives import describe_items
from covalue_measures.psychometrics.screening import McarTest, MissingResult
from covalue_measures.responses import REASONS, ResponseData

#: Patterns kept in the record; rare ones tell more about persons than about items.
_N_PATTERNS = 10


def record_missing(data: ResponseData, screened: MissingResult) -> MissingRecord:
    """Return how much is missing, why, and in which patterns."""
    return MissingRecord(
        n_cells=data.values.size,
        n_missing=int(screened.items["missing"].sum()),
        by_reason=tuple(
            MissingCount(reason=reason, count=count)
            for reason in REASONS
            if (count := int(screened.items[reason.value].sum()))
        ),
        n_patterns=len(screened.patterns),
        patterns=tuple(
            MissingPattern(missing_items=items, n_respondents=int(count))
            for items, count in zip(
                screened.patterns["missing_items"][:_N_PATTERNS],
                screened.patterns["n_respondents"][:_N_PATTERNS],
                strict=True,
            )
        ),
        mcar=None if screened.little_mcar is None else _record_mcar(screened.little_mcar),
        mcar_note=screened.mcar_note,
    )


def _record_mcar(test: McarTest) -> McarRecord:
    return McarRecord(
        statistic=test.statistic,
        df=test.df,
        p=test.pvalue,
        n_patterns=test.n_patterns,
        n=test.n_respondents,
    )


def record_items(data: ResponseData, screened: MissingResult) -> tuple[ItemRecord, ...]:
    """Return each item's counts and moments."""
    described = describe_items(data)
    rows = described.items.to_dict("index")
    missing = screened.items.to_dict("index")
    records = []
    for item, scale in zip(data.items, data.response_scales, strict=True):
        unit = data.unit_of(scale)
        row = rows[item.id]
        counts = described.category_counts[item.id]
        records.append(
            ItemRecord(
                item_id=item.id,
                n=int(row["n"]),
                missing=tuple(
                    MissingCount(reason=reason, count=count)
                    for reason in REASONS
                    if (count := int(missing[item.id][reason.value]))
                ),
                categories=()
                if unit
                else tuple(
                    CategoryCount(value=value, count=count)
                    for value, count in zip(counts.index.astype(int), counts, strict=True)
                ),
                mean=finite(row["mean"]),
                standard_deviation=finite(row["standard_deviation"]),
                skew=finite(row["skew"]),
                kurtosis=finite(row["kurtosis"]),
                floor=finite(row["floor"]),
                ceiling=finite(row["ceiling"]),
                reversed=item.is_reversed,
                unit=unit,
                lower_quartile=finite(row["lower_quartile"]) if unit else None,
                median=finite(row["median"]) if unit else None,
                upper_quartile=finite(row["upper_quartile"]) if unit else None,
            )
        )
    return tuple(records)


def finite(number: float) -> float | None:
    """Return ``number``, or None where there is none."""
    return float(number) if math.isfinite(number) else None
