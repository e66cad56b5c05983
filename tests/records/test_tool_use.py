import math
from typing import Any

import pytest
from pydantic import ValidationError

from covalue_measures.records.tool_use import ToolUse

WHOLE: dict[str, Any] = {
    "tool": "passport",
    "started": True,
    "completed": True,
    "seconds": 90.0,
    "items_shown": ("a", "b"),
    "items_answered": ("a",),
    "last_item": "b",
}


def test_a_trace_comes_back_from_its_json() -> None:
    use = ToolUse(**WHOLE)

    assert ToolUse.model_validate_json(use.model_dump_json()) == use


def test_an_offer_that_was_not_taken_up_says_nothing_more() -> None:
    assert ToolUse(tool="passport", started=False, completed=False).items_shown == ()
    assert ToolUse(tool="passport", started=True, completed=False).last_item is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items_answered": ("c",)}, r"items \['c'\] were answered, but not shown"),
        ({"items_shown": ("a", "a", "b")}, r"items_shown holds \['a'\] more than once"),
        ({"last_item": "c"}, "the last item 'c' was not shown"),
        ({"last_item": None}, "say last_item"),
        ({"started": False}, "what was not started is not completed"),
        (
            {"items_shown": (), "items_answered": (), "last_item": None},
            "what was completed had items",
        ),
        ({"seconds": -1.0}, "seconds"),
        ({"seconds": math.inf}, "seconds"),
        ({"respondent": "p1"}, "respondent"),
    ],
)
def test_a_trace_that_contradicts_itself_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ToolUse(**WHOLE | changes)
