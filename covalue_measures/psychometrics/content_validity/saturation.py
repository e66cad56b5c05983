"""Whether new rounds of interviews still find new problems."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from covalue_measures.psychometrics.content_validity.interview_table import interview_table
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.cognitive_interview import InterviewLog


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SaturationResult(Readable):
    """New problems by round of interviews."""

    #: One row a language, role and round. ``n_interviews``; ``n_problems``, entries; ``n_kinds``,
    #: distinct pairs of item and problem code among them; ``n_new``, pairs that no earlier round of
    #: this language and role found; ``n_cumulative``, pairs found so far; ``share_seen_before``,
    #: NaN in a round without a problem.
    table: pd.DataFrame
    #: (language, role) to whether its last round found no new pair.
    is_saturated: Mapping[tuple[str, str], bool]
    #: Whether all languages and roles were taken for one, as was asked for.
    is_pooled: bool

    @property
    def all_saturated(self) -> bool:
        """Whether the last round of every language and role found no new problem."""
        return all(self.is_saturated.values())


def estimate_saturation(log: InterviewLog, *, pool: bool = False) -> SaturationResult:
    """Return how many new problems each round of interviews found, by language and role.

    A problem is a pair of item and problem code, of any severity: the same code on a newer
    revision of an item is not new.

    Parameters
    ----------
    log : InterviewLog
    pool : bool
        Take all languages and roles for one; they are then called ``all``.

    Raises
    ------
    InsufficientDataError
        If the log is empty.

    Notes
    -----
    A last round without a new problem says something only if it tried the items with enough
    people: see ``n_interviews``.

    References
    ----------
    Guest, Namey and Chen (2020), doi:10.1371/journal.pone.0232076, for new information by run of
    interviews; their runs are rounds here.
    """
    entries = interview_table(log)
    if pool:
        entries = entries.assign(language="all", role="all")
    rows, is_saturated = [], {}
    for (language, role), group in entries.groupby(["language", "role"]):
        seen: set[tuple[str, str]] = set()
        new: set[tuple[str, str]] = set()
        for number, found in group.groupby("round"):
            problems = found[found["severity"] > 0]
            kinds = set(zip(problems["item"], problems["code"], strict=True))
            new = kinds - seen
            seen |= kinds
            rows.append(
                {
                    "language": str(language),
                    "role": str(role),
                    "round": number,
                    "n_interviews": found["interview"].nunique(),
                    "n_problems": len(problems),
                    "n_kinds": len(kinds),
                    "n_new": len(new),
                    "n_cumulative": len(seen),
                    "share_seen_before": 1 - len(new) / len(kinds) if kinds else float("nan"),
                }
            )
        is_saturated[(str(language), str(role))] = not new
    return SaturationResult(
        table=pd.DataFrame(rows).set_index(["language", "role", "round"]),
        is_saturated=is_saturated,
        is_pooled=pool,
    )
