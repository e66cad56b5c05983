"""A result for each rater group and language, side by side and never pooled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import pandas as pd

from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.content_validity_round import (
    Aspect,
    ContentCriterion,
    ContentValidityRound,
)


class RaterResult(Protocol):
    """What a result of one set of raters has."""

    @property
    def item_statistics(self) -> pd.DataFrame:
        """One row an item."""

    @property
    def scale_statistics(self) -> Mapping[str, float]:
        """Numbers about the items together."""

    @property
    def rater_groups(self) -> tuple[str, ...]:
        """Rater groups behind the numbers."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages behind the numbers."""


Result = TypeVar("Result", bound=RaterResult)

_NAMES = ("group", "language")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RaterGroupResults(Readable, Generic[Result]):
    """Results of one round, by rater group and language.

    People whom a measure is for and experts judge by different knowledge, and two language
    versions are two texts: one number over all of them would be about no one.
    """

    #: (rater group, language) to the result of these raters.
    groups: Mapping[tuple[str, str], Result]
    #: Name and version of the bank rated.
    bank: str
    form: str | None
    #: Number of the round.
    round: int
    aspect: Aspect
    #: COSMIN question asked; None where it was the aspect at large.
    criterion: ContentCriterion | None

    @property
    def item_statistics(self) -> pd.DataFrame:
        """Item statistics of all groups, by group, language and item."""
        tables = {cell: result.item_statistics for cell, result in self.groups.items()}
        return pd.concat(tables, names=[*_NAMES, "item"])

    @property
    def scale_statistics(self) -> pd.DataFrame:
        """Numbers about the items together, by group and language."""
        cells = pd.MultiIndex.from_tuples(list(self.groups), names=_NAMES)
        rows = [dict(result.scale_statistics) for result in self.groups.values()]
        return pd.DataFrame(rows, index=cells)

    def _lines(self) -> list[str]:
        """Return what was rated, and the numbers of each group."""
        where = self.bank + (f"/{self.form}" if self.form else "")
        lines = [f"{where}, round {self.round}: {self.criterion or self.aspect}"]
        for (group, language), result in self.groups.items():
            numbers = ", ".join(f"{name} {x:.4g}" for name, x in result.scale_statistics.items())
            lines.append(f"{group} ({language}): {numbers}")
        return lines


def by_rater_group(
    rounds: tuple[ContentValidityRound, ...], results: list[Result]
) -> RaterGroupResults[Result]:
    """Return the results of one round, each of one rater group and language."""
    first = rounds[0]
    return RaterGroupResults(
        groups={(result.rater_groups[0], result.languages[0]): result for result in results},
        bank=first.bank,
        form=first.form,
        round=first.round,
        aspect=first.aspect,
        criterion=first.criterion,
    )
