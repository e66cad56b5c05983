import math

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.proportion_intervals import wilson_interval
from covalue_measures.psychometrics.feasibility import estimate_feasibility
from covalue_measures.records.tool_use import ToolUse

ITEMS = ("a", "b", "c", "d")


def use(
    n_shown: int,
    answered: str,
    *,
    tool: str = "passport",
    completed: bool = False,
    seconds: float | None = None,
) -> ToolUse:
    shown = ITEMS[:n_shown]
    return ToolUse(
        tool=tool,
        started=True,
        completed=completed,
        seconds=seconds,
        items_shown=shown,
        items_answered=tuple(answered),
        last_item=shown[-1] if shown else None,
    )


NOT_STARTED = ToolUse(tool="passport", started=False, completed=False)
TRACES = [
    use(4, "abcd", completed=True, seconds=40.0),
    use(4, "acd", completed=True, seconds=60.0),
    use(4, "abc", completed=True, seconds=100.0),
    use(4, "ab", completed=True),
    use(2, "a"),
    use(2, "ab", seconds=5.0),
    use(3, ""),
    use(0, ""),
    NOT_STARTED,
]


def literal_items(traces: list[ToolUse]) -> dict[str, dict[str, int]]:
    """Count item by item and use by use."""
    counts = {}
    for position, item in enumerate(ITEMS):
        row = {"n_shown": 0, "n_missing": 0, "n_reached": 0, "n_left": 0}
        for trace in traces:
            if not trace.started:
                continue
            last = -1 if trace.last_item is None else ITEMS.index(trace.last_item)
            left_here = not trace.completed and last == position
            row["n_reached"] += trace.completed or last >= position
            row["n_left"] += left_here
            is_answered = item in trace.items_answered
            if item in trace.items_shown and (is_answered or not left_here):
                row["n_shown"] += 1
                row["n_missing"] += not is_answered
        counts[item] = row
    return counts


def test_a_tool_in_numbers() -> None:
    tools = estimate_feasibility(TRACES, item_ids=ITEMS).tools.loc["passport"]

    assert tools[["n_offered", "n_started", "n_completed", "n_timed"]].tolist() == [9, 8, 4, 3]
    assert tools["completion_rate"] == 0.5
    assert_allclose(tools[["lower", "upper"]].tolist(), wilson_interval(4, 8), rtol=1e-14)
    # Only completed uses are timed.
    assert tools["median_seconds"] == 60
    assert tools["median_seconds_per_item"] == 15
    assert tools["n_left_before_first"] == 1


def test_items_agree_with_counting_them_one_by_one() -> None:
    items = estimate_feasibility(TRACES, item_ids=ITEMS).items.loc["passport"]
    expected = pd.DataFrame(literal_items(TRACES)).T

    pd.testing.assert_frame_equal(
        items[list(expected)], expected, check_names=False, check_dtype=False
    )
    assert items["n_reached"].tolist() == [7, 7, 5, 4]
    assert items["n_left"].tolist() == [0, 2, 1, 0]
    assert items["n_missing"].tolist() == [1, 2, 1, 2]
    assert_allclose(items["share_missing"], items["n_missing"] / items["n_shown"], rtol=1e-14)
    assert_allclose(items["share_leaving"], items["n_left"] / items["n_reached"], rtol=1e-14)


def test_random_traces_agree_with_counting_them_one_by_one() -> None:
    rng = np.random.default_rng(11)
    traces = []
    for _ in range(150):
        n_shown = int(rng.integers(0, 5))
        answered = "".join(item for item in ITEMS[:n_shown] if rng.random() < 0.7)
        traces.append(use(n_shown, answered, completed=n_shown == 4 and rng.random() < 0.8))
    items = estimate_feasibility(traces, item_ids=ITEMS).items.loc["passport"]
    expected = pd.DataFrame(literal_items(traces)).T

    pd.testing.assert_frame_equal(
        items[list(expected)], expected, check_names=False, check_dtype=False
    )
    # What remains is the product of what each item kept, and of the start.
    n_kept = 150 - sum(trace.last_item is None for trace in traces)
    kept = np.cumprod(1 - items["share_leaving"]) * n_kept / 150
    assert_allclose(items["share_remaining"], kept, rtol=1e-12)
    n_completed = sum(trace.completed for trace in traces)
    assert_allclose(items["share_remaining"].iloc[-1], n_completed / 150, rtol=1e-12)


def test_intervals_are_wilsons_at_the_level() -> None:
    items = estimate_feasibility(TRACES, item_ids=ITEMS, confidence_level=0.9).items

    for name, part, whole in (
        ("missing", "n_missing", "n_shown"),
        ("leaving", "n_left", "n_reached"),
    ):
        assert_allclose(
            items[[f"{name}_lower", f"{name}_upper"]].T,
            wilson_interval(items[part], items[whole], 0.9),
            rtol=1e-14,
        )


# Newcombe (1998), table II: 56 of 70 against 48 of 80, method 10.
def test_two_tools_are_compared_as_in_the_paper() -> None:
    def traces_of(tool: str, n_completed: int, n: int) -> list[ToolUse]:
        done = [use(2, "ab", tool=tool, completed=True)] * n_completed
        return done + [use(1, "", tool=tool)] * (n - n_completed)

    traces = traces_of("guide", 48, 80) + traces_of("passport", 56, 70)
    found = estimate_feasibility(traces, item_ids={"passport": ["a", "b"], "guide": ["a", "b"]})

    assert found.comparison is not None
    assert (found.comparison.first, found.comparison.second) == ("passport", "guide")
    assert_allclose(found.comparison.difference, 0.2, rtol=1e-14)
    assert_allclose(found.comparison.interval, (0.0524, 0.3339), atol=0.5e-4)
    assert found.items.index.names == ["tool", "item"]
    # Without a mapping the order is that of the traces.
    turned = estimate_feasibility(traces, item_ids=["a", "b"]).comparison
    assert turned is not None
    assert turned.first == "guide"


def test_one_tool_or_three_are_not_compared() -> None:
    three = [use(1, "a", tool=name, completed=True) for name in ("x", "y", "z")]

    assert estimate_feasibility(TRACES, item_ids=ITEMS).comparison is None
    assert estimate_feasibility(three, item_ids=["a"]).comparison is None


def test_items_that_some_are_not_shown_are_not_missing() -> None:
    skipped = ToolUse(
        tool="passport",
        started=True,
        completed=True,
        items_shown=("a", "c"),
        items_answered=("a", "c"),
        last_item="c",
    )

    items = estimate_feasibility([skipped], item_ids=["a", "b", "c"]).items.loc["passport"]

    assert items["n_shown"].tolist() == [1, 0, 1]
    assert items["n_reached"].tolist() == [1, 1, 1]
    assert math.isnan(items["share_missing"]["b"])


def test_a_tool_that_nobody_started_has_no_rates() -> None:
    found = estimate_feasibility([NOT_STARTED], item_ids=ITEMS)
    tool = found.tools.loc["passport"]

    assert (tool["n_offered"], tool["n_started"]) == (1, 0)
    assert (
        found.tools[["completion_rate", "lower", "median_seconds", "share_missing"]]
        .isna()
        .all(axis=None)
    )
    assert found.items["n_reached"].tolist() == [0] * 4
    assert found.items["share_remaining"].isna().all()


@pytest.mark.parametrize(
    ("traces", "item_ids", "error", "message"),
    [
        ([], ITEMS, InsufficientDataError, "There is no trace"),
        (
            TRACES,
            {"guide": ITEMS},
            ResponseDataError,
            r"Trace 1 is of tool 'passport', but .*guide",
        ),
        (TRACES, ["a", "b"], ResponseDataError, "Trace 1 shows item 'c', which is not among"),
        (TRACES, ["a", *ITEMS], ResponseDataError, r"hold \['a'\] more than once"),
        (
            TRACES,
            {"passport": ITEMS, "guide": ITEMS},
            InsufficientDataError,
            "There is no trace of tool 'guide'",
        ),
    ],
)
def test_traces_that_do_not_fit_are_refused(
    traces: list[ToolUse], item_ids: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        estimate_feasibility(traces, item_ids=item_ids)


def test_bad_options_are_refused() -> None:
    with pytest.raises(ValueError, match="confidence_level"):
        estimate_feasibility(TRACES, item_ids=ITEMS, confidence_level=95)
