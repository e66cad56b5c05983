"""How often each item was tried in interviews, and what still stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from covalue_measures.psychometrics.content_validity.interview_table import (
    LEAST_SEVERITY,
    interview_table,
    removed_items,
    unresolved_problems,
)
from covalue_measures.psychometrics.options import require_count, require_list
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.cognitive_interview import InterviewLog

_PLACE = ["item", "language", "role"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class InterviewSummary(Readable):
    """Interviews about each item, by language and role."""

    #: One row an item, language and role. ``n_interviews``, ``n_problems``, ``n_unresolved``,
    #: ``highest_severity``; ``newest_revision`` tried, 0 for none, and ``n_interviews_newest``
    #: about it; ``is_removed``, whether the item was dropped or split; ``meets_gate``.
    table: pd.DataFrame
    #: Interviews that an item needs, over all its revisions.
    fewest_interviews: int
    #: Problems from this severity on must be resolved.
    least_severity: int

    @property
    def meets_gate(self) -> bool:
        """Whether every item that is left meets the gate in every language and role."""
        return bool(self.table.loc[~self.table["is_removed"], "meets_gate"].all())


def summarize_interviews(
    log: InterviewLog,
    *,
    item_ids: Sequence[str] | None = None,
    fewest_interviews: int = 5,
    least_severity: int = LEAST_SEVERITY,
) -> InterviewSummary:
    """Return the number of interviews and problems of each item, language and role.

    An item meets the gate in a language and role with ``fewest_interviews`` interviews in all and
    no unresolved problem of ``least_severity`` or more. A problem is resolved once its item left,
    or once a newer revision was tried in the same language and role.

    Parameters
    ----------
    log : InterviewLog
    item_ids : list of str, optional
        Items that need interviews, in the order wanted, such as those of a form: an item that
        nobody was asked about then shows with none. Unless given, the items of the log.
    fewest_interviews, least_severity : int

    Raises
    ------
    InsufficientDataError
        If the log is empty.

    Notes
    -----
    Every language and role that the log holds counts for every item. Five interviews are a
    working number, not a published one; COSMIN asks seven for its best rating (Terwee et al.
    2018, doi:10.1007/s11136-018-1829-0).
    """
    require_count("fewest_interviews", fewest_interviews)
    require_count("least_severity", least_severity)
    if item_ids is not None:
        require_list("item_ids", item_ids, "items")
    entries = interview_table(log)
    standing = frozenset(unresolved_problems(log, least_severity))
    removed = removed_items(log)
    newest = entries.groupby(_PLACE)["revision"].transform("max") == entries["revision"]
    entries = entries.assign(
        is_problem=entries["severity"] > 0,
        is_unresolved=[entry in standing for entry in log.entries],
        interview_newest=entries["interview"].where(newest),
    )
    table = entries.groupby(_PLACE).agg(
        n_interviews=("interview", "nunique"),
        n_problems=("is_problem", "sum"),
        n_unresolved=("is_unresolved", "sum"),
        highest_severity=("severity", "max"),
        newest_revision=("revision", "max"),
        n_interviews_newest=("interview_newest", "nunique"),
    )
    items = dict.fromkeys(entries["item"] if item_ids is None else item_ids)
    places = sorted({(entry.language, str(entry.role)) for entry in log.entries})
    rows = [(item, *place) for item in items for place in places]
    # No revision, 0, of an item that nobody was asked about.
    table = table.reindex(pd.MultiIndex.from_tuples(rows, names=_PLACE), fill_value=0)
    table["is_removed"] = [item in removed for item, _, _ in rows]
    is_tried = table["n_interviews"] >= fewest_interviews
    table["meets_gate"] = is_tried & (table["n_unresolved"] == 0)
    return InterviewSummary(
        table=table, fewest_interviews=fewest_interviews, least_severity=least_severity
    )
