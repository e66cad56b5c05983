"""Which hypotheses hold, and how many of those that could be tested."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import pandas as pd

from covalue_measures.psychometrics.readable import Readable

#: ``+``: enough hold; ``-``: too few; ``?``: none could be tested.
Rating: TypeAlias = Literal["+", "-", "?"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HypothesesResult(Readable):
    """What was found of each hypothesis, and what was expected."""

    #: One row a hypothesis, named by ``id``: ``statement first second statistic n estimate
    #: ci_lower ci_upper expected_lower expected_upper``, ``absolute`` (the band is of the size),
    #: ``is_reversed`` (the estimate is turned, since one of the two counts the other way),
    #: ``below`` (the hypothesis whose estimate must be higher; empty for none), ``holds`` (True,
    #: False, or None where it was not tested), ``counts`` (whether towards the share) and ``note``
    #: (why it was not tested; empty where it was).
    table: pd.DataFrame
    #: Of those that count: how many were tested, and how many hold.
    n_tested: int
    n_confirmed: int
    rating: Rating
    #: Share of the tested that must hold for a ``+``.
    share_needed: float
    confidence_level: float
    #: ``id@version``, digest and day of the plan; None without one.
    plan: str | None
    plan_digest: str | None
    registered: date | None
    #: The first day of the data, where it was said.
    data_collected: date | None

    @property
    def share_confirmed(self) -> float:
        """Share of the tested hypotheses that hold; NaN where none was tested."""
        return self.n_confirmed / self.n_tested if self.n_tested else float("nan")

    @property
    def not_tested(self) -> dict[str, str]:
        """Hypotheses that were not tested, and why."""
        return {str(name): str(note) for name, note in self.table["note"].items() if note}

    def to_frame(self) -> pd.DataFrame:
        """Return the table."""
        return self.table.copy()

    def by_first(self) -> pd.DataFrame:
        """Return counts, share and rating of each score that stands first in a hypothesis."""
        rows = {}
        for name, own in self.table.groupby("first", sort=False):
            n_tested, n_confirmed = count_confirmed(own)
            rows[name] = {
                "n_hypotheses": len(own),
                "n_tested": n_tested,
                "n_confirmed": n_confirmed,
                "share_confirmed": n_confirmed / n_tested if n_tested else float("nan"),
                "rating": rate_share(n_confirmed, n_tested, self.share_needed),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("first")


def count_confirmed(table: pd.DataFrame) -> tuple[int, int]:
    """Return how many hypotheses that count were tested, and how many of them hold."""
    holds = table.loc[table["counts"].astype(bool), "holds"]
    return int(holds.notna().sum()), sum(value is True for value in holds)


def rate_share(n_confirmed: int, n_tested: int, share_needed: float) -> Rating:
    """Return ``+`` where the share that holds reaches the share needed, else ``-``.

    ``?`` where nothing was tested.
    """
    if not n_tested:
        return "?"
    return "+" if n_confirmed / n_tested >= share_needed else "-"
