"""Interview entries as a table, and which of their problems still stand."""

import pandas as pd

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.psychometrics.options import require_kind
from covalue_measures.records.cognitive_interview import CognitiveInterview, InterviewLog

#: Problems from this severity on must be resolved: they can make an answer wrong.
LEAST_SEVERITY = 2


def interview_table(log: InterviewLog) -> pd.DataFrame:
    """Return one row an entry: where it is from, what it is about, what was found.

    Parameters
    ----------
    log : InterviewLog

    Raises
    ------
    InsufficientDataError
        If the log is empty.
    """
    require_kind("log", log, InterviewLog, "read_record(path, InterviewLog) reads one")
    if not log.entries:
        raise InsufficientDataError(f"The interview log of bank '{log.bank}' holds no entry.")
    return pd.DataFrame(
        {
            "interview": [entry.interview_id for entry in log.entries],
            "round": [entry.round for entry in log.entries],
            "language": [entry.language for entry in log.entries],
            "role": [str(entry.role) for entry in log.entries],
            "item": [entry.item_id for entry in log.entries],
            "revision": [entry.item_revision for entry in log.entries],
            "code": [entry.code or "" for entry in log.entries],
            "severity": [entry.severity for entry in log.entries],
        }
    )


def removed_items(log: InterviewLog) -> frozenset[str]:
    """Return ids of the items that left by a decision: dropped, or split into others."""
    return frozenset(entry.item_id for entry in log.entries if entry.removes_item)


def unresolved_problems(
    log: InterviewLog, least_severity: int = LEAST_SEVERITY
) -> tuple[CognitiveInterview, ...]:
    """Return the entries whose problem still stands.

    A problem is resolved once its item left, or once a newer revision of the item was tried in the
    same language and role: at least the one that a decision named. Should the newer wording have
    the problem too, it has an entry of its own. To decide is not enough, nor is to keep the item.

    Parameters
    ----------
    log : InterviewLog
    least_severity : int
    """
    removed = removed_items(log)
    newest: dict[tuple[str, str, str], int] = {}
    for entry in log.entries:
        place = (entry.item_id, entry.language, entry.role)
        newest[place] = max(newest.get(place, 0), entry.item_revision)
    return tuple(
        entry
        for entry in log.entries
        if entry.severity >= least_severity
        and entry.item_id not in removed
        and newest[(entry.item_id, entry.language, entry.role)]
        < (entry.new_item_revision or entry.item_revision + 1)
    )
