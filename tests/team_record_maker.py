"""A small passport record and a series of them, to be varied."""

import json
from typing import Any

from covalue_measures.records.improvement_passport import ImprovementPassport
from covalue_measures.records.record_series import RecordSeries
from covalue_measures.records.self_assessment_guide import SelfAssessmentGuide

RATING: dict[str, Any] = {
    "id": "plans",
    "name": "Shared plans",
    "definition": "Visits of ten that end with a shared plan.",
    "lowest": 0,
    "highest": 10,
    "direction": "higher_is_better",
    "value": 4,
}
PASSPORT: dict[str, Any] = {
    "id": "p01",
    "tool": "improvement_passport",
    "team": "t07",
    "date": "2026-01-31",
    "occasion": 1,
    "language": "en",
    "narratives": [{"section": "Tried", "text": "A plan on paper."}],
}
GUIDE: dict[str, Any] = PASSPORT | {
    "id": "g01",
    "tool": "self_assessment_guide",
    "narratives": [{"section": "preparation", "text": "We met twice."}],
}


def passport(**changes: Any) -> ImprovementPassport:
    """Return the record with some of its fields changed."""
    return ImprovementPassport.model_validate_json(json.dumps(PASSPORT | changes))


def guide(**changes: Any) -> SelfAssessmentGuide:
    """Return the guide's record with some of its fields changed."""
    return SelfAssessmentGuide.model_validate_json(json.dumps(GUIDE | changes))


def series_of(*values: float | None) -> RecordSeries:
    """Return one record a month, with the value of one rating or without."""
    return RecordSeries(
        records=tuple(
            passport(
                id=f"p{month:02d}",
                date=f"{2025 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}-15",
                occasion=month,
                ratings=[] if value is None else [RATING | {"value": value}],
            )
            for month, value in enumerate(values, start=1)
        )
    )
