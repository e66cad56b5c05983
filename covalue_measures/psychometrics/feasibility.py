"""Whether a tool can be used: what the traces of its use say, without asking anyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.numerics.proportion_intervals import newcombe_interval, wilson_interval
from covalue_measures.psychometrics.options import require_list, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.tool_use import ToolUse
from covalue_measures.schema.repeated import repeated
from covalue_measures.typing import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionDifference:
    """How much more often one of two tools was completed than the other."""

    first: str
    second: str
    #: Completion rate of the first less that of the second.
    difference: float
    #: Newcombe's interval of the difference.
    interval: tuple[float, float]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FeasibilityResult(Readable):
    """Completion, time, missing answers and break-off of one tool or several."""

    #: One row a tool: ``n_offered``, ``n_started``, ``n_completed``, ``completion_rate`` with its
    #: interval (``lower``, ``upper``), ``n_timed``, ``median_seconds``,
    #: ``median_seconds_per_item``, ``share_missing``, ``n_left_before_first``.
    tools: pd.DataFrame
    #: One row a tool and item: ``n_shown`` (without those that left there), ``n_missing``,
    #: ``share_missing`` with its interval (``missing_lower``, ``missing_upper``), ``n_reached``,
    #: ``n_left``, ``share_leaving`` with its interval (``leaving_lower``, ``leaving_upper``),
    #: ``share_remaining``.
    items: pd.DataFrame
    #: Between two tools; None with one or with more.
    comparison: CompletionDifference | None
    confidence_level: float


def estimate_feasibility(
    traces: Sequence[ToolUse],
    *,
    item_ids: Sequence[str] | Mapping[str, Sequence[str]],
    confidence_level: float = 0.95,
) -> FeasibilityResult:
    """Return how often a tool is completed, how long it takes, and where people leave it.

    Parameters
    ----------
    traces : sequence of ToolUse
        One a time that the tool was offered.
    item_ids : sequence of str, or mapping from tool to sequence of str
        The items in the order in which they are shown; a mapping where tools differ. Tools are
        reported in the mapping's order, else in that of the traces.
    confidence_level : float

    Raises
    ------
    ResponseDataError
        If a trace names a tool or an item that ``item_ids`` does not.
    InsufficientDataError
        If there is no trace, or none of a tool.

    Notes
    -----
    The completion rate is the share of uses that reached the end among those that were started.
    Times are of completed uses; time per item is each use's seconds by the number of items that
    it was shown. An answer is missing where an item was shown and passed over; the item at which
    a use broke off is counted there instead. ``n_reached`` are the uses that came as far as the
    item, whether or not it was shown to them, and ``share_leaving`` those of them that broke off
    there; ``share_remaining`` is what is left, of those that started, after the item. All
    intervals are Wilson's, the one of the difference is Newcombe's.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I,
    method 10.

    Examples
    --------
    >>> from covalue_measures.psychometrics.feasibility import estimate_feasibility
    >>> from covalue_measures.records.tool_use import ToolUse
    >>> whole = ToolUse(
    ...     tool="short", started=True, completed=True, seconds=40.0,
    ...     items_shown=("a", "b"), items_answered=("a", "b"), last_item="b",
    ... )
    >>> left = ToolUse(
    ...     tool="short", started=True, completed=False, items_shown=("a",), last_item="a"
    ... )
    >>> used = estimate_feasibility([whole, whole, left], item_ids=["a", "b"])
    >>> used.tools[["completion_rate", "median_seconds_per_item"]].round(2).values.tolist()
    [[0.67, 20.0]]
    >>> used.items["n_left"].to_dict()
    {('short', 'a'): 1, ('short', 'b'): 0}
    """
    require_share("confidence_level", confidence_level)
    by_tool = _by_tool(traces, item_ids)
    items = {tool: _items_of(uses, ids, confidence_level) for tool, (uses, ids) in by_tool.items()}
    rows = [_tool_row(uses, items[tool], confidence_level) for tool, (uses, _) in by_tool.items()]
    tools = pd.DataFrame(rows, index=pd.Index(by_tool, name="tool"))
    return FeasibilityResult(
        tools=tools,
        items=pd.concat(items, names=["tool", "item"]),
        comparison=_compare(tools, confidence_level),
        confidence_level=confidence_level,
    )


def _by_tool(
    traces: Sequence[ToolUse], item_ids: Sequence[str] | Mapping[str, Sequence[str]]
) -> dict[str, tuple[list[ToolUse], list[str]]]:
    """Return the uses and the items of each tool, checked against each other."""
    if not traces:
        raise InsufficientDataError("There is no trace to estimate feasibility from.")
    if isinstance(item_ids, Mapping):
        items_of = dict(item_ids)
    else:
        items_of = dict.fromkeys((use.tool for use in traces), item_ids)
    by_tool: dict[str, tuple[list[ToolUse], list[str]]] = {}
    for tool, ids in items_of.items():
        require_list("item_ids", ids, "item ids")
        if twice := repeated(ids):
            raise ResponseDataError(f"item_ids of tool '{tool}' hold {list(twice)} more than once.")
        by_tool[tool] = ([], list(ids))
    for position, use in enumerate(traces, start=1):
        if use.tool not in by_tool:
            raise ResponseDataError(
                f"Trace {position} is of tool '{use.tool}', but item_ids names {list(by_tool)}."
            )
        uses, ids = by_tool[use.tool]
        if unknown := [item for item in use.items_shown if item not in ids]:
            raise ResponseDataError(
                f"Trace {position} shows item '{unknown[0]}', which is not among the item_ids of"
                f" tool '{use.tool}'."
            )
        uses.append(use)
    if without := [tool for tool, (uses, _) in by_tool.items() if not uses]:
        raise InsufficientDataError(f"There is no trace of tool '{without[0]}'.")
    return by_tool


def _items_of(uses: list[ToolUse], ids: list[str], confidence_level: float) -> pd.DataFrame:
    started = [use for use in uses if use.started]
    shown = _membership([use.items_shown for use in started], ids)
    answered = _membership([use.items_answered for use in started], ids)
    positions = {item: position for position, item in enumerate(ids)}
    last = np.array(
        [-1 if use.last_item is None else positions[use.last_item] for use in started],
        dtype=np.int64,
    )
    completed = np.array([use.completed for use in started], dtype=np.bool_)
    columns = np.arange(len(ids))
    has_left = ~completed[:, None] & (last[:, None] == columns)
    has_reached = completed[:, None] | (last[:, None] >= columns)
    # Where a use breaks off without an answer, the item is left, not passed over.
    is_met = shown & (answered | ~has_left)
    n_met, n_missing = is_met.sum(axis=0), (is_met & ~answered).sum(axis=0)
    n_reached, n_left = has_reached.sum(axis=0), has_left.sum(axis=0)
    missing = wilson_interval(n_missing, n_met, confidence_level)
    leaving = wilson_interval(n_left, n_reached, confidence_level)
    return pd.DataFrame(
        {
            "n_shown": n_met,
            "n_missing": n_missing,
            "share_missing": _share(n_missing, n_met),
            "missing_lower": missing[0],
            "missing_upper": missing[1],
            "n_reached": n_reached,
            "n_left": n_left,
            "share_leaving": _share(n_left, n_reached),
            "leaving_lower": leaving[0],
            "leaving_upper": leaving[1],
            "share_remaining": _share(n_reached - n_left, np.array(len(started))),
        },
        index=pd.Index(ids, name="item"),
    )


def _membership(held: list[tuple[str, ...]], ids: list[str]) -> BoolArray:
    """Return which uses hold which items, (n_uses, n_items)."""
    sets = [frozenset(items) for items in held]
    return np.array([[item in items for item in ids] for items in sets], dtype=np.bool_).reshape(
        len(held), len(ids)
    )


def _share(counts: IntArray, totals: IntArray) -> FloatArray:
    """Return counts by totals; NaN out of 0."""
    shares: FloatArray = counts / np.where(totals > 0, totals, np.nan)
    return shares


def _tool_row(
    uses: list[ToolUse], items: pd.DataFrame, confidence_level: float
) -> dict[str, float]:
    started = [use for use in uses if use.started]
    completed = [use for use in started if use.completed]
    timed = [(use.seconds, len(use.items_shown)) for use in completed if use.seconds is not None]
    seconds = np.array(timed, dtype=np.float64).reshape(-1, 2)
    lower, upper = wilson_interval(len(completed), len(started), confidence_level)
    n_shown, n_missing = int(items["n_shown"].sum()), int(items["n_missing"].sum())
    return {
        "n_offered": len(uses),
        "n_started": len(started),
        "n_completed": len(completed),
        "completion_rate": len(completed) / len(started) if started else np.nan,
        "lower": float(lower),
        "upper": float(upper),
        "n_timed": len(timed),
        "median_seconds": float(np.median(seconds[:, 0])) if timed else np.nan,
        "median_seconds_per_item": (
            float(np.median(seconds[:, 0] / seconds[:, 1])) if timed else np.nan
        ),
        "share_missing": n_missing / n_shown if n_shown else np.nan,
        "n_left_before_first": sum(use.last_item is None for use in started),
    }


def _compare(tools: pd.DataFrame, confidence_level: float) -> CompletionDifference | None:
    if len(tools) != 2:
        return None
    first, second = tools.index
    done, started = tools["n_completed"].to_numpy(), tools["n_started"].to_numpy()
    rates = tools["completion_rate"].to_numpy(dtype=np.float64)
    lower, upper = newcombe_interval(done[0], started[0], done[1], started[1], confidence_level)
    return CompletionDifference(
        first=first,
        second=second,
        difference=float(rates[0] - rates[1]),
        interval=(float(lower), float(upper)),
    )
