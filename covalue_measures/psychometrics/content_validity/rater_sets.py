"""The raters of recorded rounds, by rater group and language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.content_validity.ratings import RatingTable
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.schema.repeated import repeated

#: One round, or the rounds that differ in language only.
Rounds: TypeAlias = ContentValidityRound | Sequence[ContentValidityRound]

#: Ratings of one rater by item.
_Given: TypeAlias = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class RaterSet:
    """Ratings of the raters who count as one set."""

    table: RatingTable
    #: Empty where a table does not say.
    rater_groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Who rated, to stand after a noun; empty where a table does not say."""
        if not self.rater_groups:
            return ""
        return f" of {' and '.join(self.rater_groups)} ({', '.join(self.languages)})"


@dataclass(frozen=True, slots=True, eq=False)
class CollectedRatings:
    """Sets of raters on one rating scale."""

    sets: tuple[RaterSet, ...]
    lowest: int
    highest: int
    #: Records that the ratings come from; none for a table.
    rounds: tuple[ContentValidityRound, ...]
    #: Whether the sets stand for themselves, so that there is one result for each.
    is_grouped: bool


def collect_ratings(
    ratings: RatingTable | Rounds,
    lowest: int | None,
    highest: int | None,
    *,
    ends: tuple[int, int],
    pool: bool,
) -> CollectedRatings:
    """Return the raters of a table or of records, and the scale that they used.

    Parameters
    ----------
    ratings : DataFrame, 2-D array, ContentValidityRound or several
    lowest, highest : int or None
        Ends of the rating scale, where they are said.
    ends : tuple of int
        Ends of the scale of a table where they are not said.
    pool : bool
        Take the raters of all groups and languages for one set.

    Raises
    ------
    ResponseDataError
        If records do not belong together, hold no rating, or have another scale than was said; or
        if a rater who rated an item in two languages would count twice.
    ValueError
        If a table is to be pooled, or ``lowest`` is not below ``highest``.
    """
    if isinstance(ratings, pd.DataFrame | np.ndarray):
        if pool:
            raise ValueError("A table is one set of raters; pool is for records of rounds.")
        least = ends[0] if lowest is None else lowest
        most = ends[1] if highest is None else highest
        if least >= most:
            raise ValueError(f"lowest must be below highest, got {least} and {most}.")
        return CollectedRatings((RaterSet(ratings),), least, most, (), is_grouped=False)
    rounds = _as_rounds(ratings)
    least, most = rounds[0].lowest, rounds[0].highest
    if lowest not in (None, least) or highest not in (None, most):
        raise ResponseDataError(
            f"The ratings are recorded on a scale from {least} to {most}, not from"
            f" {least if lowest is None else lowest} to {most if highest is None else highest}."
        )
    sets = _rater_sets(rounds, pool=pool)
    return CollectedRatings(sets, least, most, rounds, is_grouped=not pool)


def _as_rounds(rounds: Rounds) -> tuple[ContentValidityRound, ...]:
    listed = (rounds,) if isinstance(rounds, ContentValidityRound) else rounds
    entries = tuple(listed) if isinstance(listed, list | tuple) else ()
    if not entries or not all(isinstance(entry, ContentValidityRound) for entry in entries):
        raise ResponseDataError(
            "Ratings must be a DataFrame, a two-dimensional array, a ContentValidityRound or a list"
            f" of them; this {type(rounds).__name__} is none of these."
        )
    first = entries[0]
    for entry in entries[1:]:
        for field in ("bank", "form", "round", "aspect", "criterion", "lowest", "highest"):
            one, other = getattr(first, field), getattr(entry, field)
            if one != other:
                raise ResponseDataError(
                    "Rounds that are estimated together differ in language only; these have"
                    f" {field} {one!r} and {other!r}."
                )
    if twice := repeated(entry.language for entry in entries):
        raise ResponseDataError(
            f"Two rounds are in the language '{twice[0]}'; the ratings of one round in one"
            " language stand in one record."
        )
    return entries


def _rater_sets(rounds: tuple[ContentValidityRound, ...], *, pool: bool) -> tuple[RaterSet, ...]:
    """Return the raters of each rater group and language, or all as one set.

    Groups stand in the order in which their raters first appear. An item that a group gave no
    rating has no column in its table.
    """
    cells: dict[tuple[str, str], dict[str, _Given]] = {}
    for entry in rounds:
        for review in entry.reviews:
            given = {r.item_id: float(r.rating) for r in review.ratings if r.rating is not None}
            if given:
                cells.setdefault((review.group, entry.language), {})[review.rater] = given
    if not cells:
        raise ResponseDataError(f"Round {rounds[0].round} of {rounds[0].bank} holds no rating.")
    if not pool:
        return tuple(
            RaterSet(_table(raters, rounds), (group,), (language,))
            for (group, language), raters in cells.items()
        )
    groups = dict.fromkeys(group for group, _ in cells)
    languages = dict.fromkeys(language for _, language in cells)
    return (RaterSet(_table(_pooled(cells), rounds), tuple(groups), tuple(languages)),)


def _pooled(cells: dict[tuple[str, str], dict[str, _Given]]) -> dict[str, _Given]:
    pooled: dict[str, _Given] = {}
    for raters in cells.values():
        for rater, given in raters.items():
            known = pooled.setdefault(rater, {})
            if twice := sorted(known.keys() & given.keys()):
                raise ResponseDataError(
                    f"Rater '{rater}' rates item '{twice[0]}' in two languages; pooled, they would"
                    " count as two raters."
                )
            known.update(given)
    return pooled


def _table(raters: dict[str, _Given], rounds: tuple[ContentValidityRound, ...]) -> pd.DataFrame:
    """Return the ratings, with the items in the order in which the records name them."""
    named = dict.fromkeys(
        rating.item_id for entry in rounds for review in entry.reviews for rating in review.ratings
    )
    rated = {item_id for given in raters.values() for item_id in given}
    columns = [item_id for item_id in named if item_id in rated]
    return pd.DataFrame.from_dict(raters, orient="index").reindex(columns=columns)
