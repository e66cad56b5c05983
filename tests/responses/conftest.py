"""Answers of three respondents to the bank of the intake tests, put together by hand."""

from pathlib import Path

import numpy as np
import pytest

from covalue_measures.responses import (
    REASONS,
    Group,
    ImportMap,
    IntakeRecord,
    ItemColumn,
    ResponseData,
)
from covalue_measures.schema import Instrument, ItemBank, MissingReason

SKIPPED = 1 + REASONS.index(MissingReason.SKIPPED)
DECLINED = 1 + REASONS.index(MissingReason.DECLINED)


@pytest.fixture(scope="session")
def instrument() -> Instrument:
    path = Path(__file__).parent.parent / "intake" / "visits_bank.json"
    return Instrument(bank=ItemBank.model_validate_json(path.read_text(encoding="utf-8")))


@pytest.fixture
def answers(instrument: Instrument) -> ResponseData:
    """Return answers to vis1-vis3 (0-4, vis3 negative) and vis4 (0-10), two of them missing."""
    record = IntakeRecord(
        source="visits.csv",
        layout="csv",
        n_rows=3,
        columns=tuple(ItemColumn(item=name, column=name) for name in instrument.item_ids),
        ignored_columns=(),
        applied_rules=(),
        import_map=ImportMap(),
    )
    return ResponseData(
        instrument=instrument,
        items=instrument.items,
        values=np.array([[0, 1, 2, 3], [4, 0, 1, 10], [2, 2, 0, 0]]),
        reasons=np.array([[0, 0, 0, 0], [0, SKIPPED, 0, 0], [0, 0, DECLINED, 0]]),
        intake=record,
        groups=(Group(name="sex", labels=("f", "m", "")),),
        respondent_ids=("P-0017", "P-0018", "P-0019"),
    )
