"""Answers to one instrument: category values, kinds of missing, groups."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.responses.intake_record import IntakeRecord
from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.item import Item
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.typing import BoolArray, FloatArray, IntArray

#: Kinds of missing in the order of their codes; code 0 is an answer.
REASONS: tuple[MissingReason, ...] = tuple(MissingReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A grouping of the respondents, such as site or sex."""

    name: str
    #: One label per respondent; an empty text where it is unknown.
    labels: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class ResponseData:
    """Answers of ``n_respondents`` people to ``n_items`` items of an instrument.

    Made by ``read_responses``. Two matrices say for each cell what was answered, or why nothing
    was: no value stands for missing. Respondent ids are kept out of ``repr``, of the fingerprint
    and of everything downstream.
    """

    instrument: Instrument
    #: Items of the columns, in order; a selection of the instrument's.
    items: tuple[Item, ...] = field(repr=False)
    #: (n_respondents, n_items) category values as declared, or amounts in steps of their quantity
    #: scale; 0 where ``reasons`` is not 0.
    values: IntArray = field(repr=False)
    #: (n_respondents, n_items) 0 for an answer, else 1 + position in ``REASONS``.
    reasons: IntArray = field(repr=False)
    intake: IntakeRecord = field(repr=False)
    groups: tuple[Group, ...] = ()
    respondent_ids: tuple[str, ...] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        shape = (self.values.shape[0], len(self.items))
        if self.values.shape != shape or self.reasons.shape != shape:
            raise ResponseDataError(
                f"Values {self.values.shape} and reasons {self.reasons.shape} must both be"
                f" (n_respondents, {len(self.items)})."
            )
        for group in self.groups:
            if len(group.labels) != shape[0]:
                raise ResponseDataError(
                    f"Group '{group.name}' has {len(group.labels)} labels for {shape[0]}"
                    " respondents."
                )
        self.values.setflags(write=False)
        self.reasons.setflags(write=False)

    def __repr__(self) -> str:
        return (
            f"ResponseData({self.instrument.reference!r}, {self.n_respondents} respondents,"
            f" {self.n_items} items, {self.n_missing} missing answers)"
        )

    @property
    def n_missing(self) -> int:
        """Number of cells without an answer."""
        return int((self.reasons != 0).sum())

    @property
    def n_respondents(self) -> int:
        """Number of rows."""
        return int(self.values.shape[0])

    @property
    def n_items(self) -> int:
        """Number of columns."""
        return len(self.items)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in the order of the columns."""
        return tuple(item.id for item in self.items)

    @property
    def response_scales(self) -> tuple[AnswerScale, ...]:
        """Response scale or quantity scale of each item."""
        return tuple(self.instrument.response_scale(item) for item in self.items)

    @property
    def reversed_items(self) -> tuple[str, ...]:
        """Ids of the negatively keyed items."""
        return tuple(item.id for item in self.items if item.is_reversed)

    @property
    def unordered_items(self) -> tuple[str, ...]:
        """Ids of the items whose options have no order: their values are names, not numbers."""
        return tuple(
            item.id
            for item, scale in zip(self.items, self.response_scales, strict=True)
            if not isinstance(scale, QuantityScale) and not scale.ordered
        )

    @property
    def is_answered(self) -> BoolArray:
        """(n_respondents, n_items) whether there is an answer."""
        answered: BoolArray = self.reasons == 0
        return answered

    @property
    def price_basis(self) -> str:
        """Currency and price year of amounts of money, such as ``SEK 2026``; empty without any."""
        if not any(
            isinstance(scale, QuantityScale) and scale.unit == "currency"
            for scale in self.response_scales
        ):
            return ""
        import_map = self.intake.import_map
        return f"{import_map.currency} {import_map.price_year}"

    def unit_of(self, scale: AnswerScale) -> str:
        """Return the unit of amounts: ``count``, ``hours``, or the price basis; else empty."""
        if not isinstance(scale, QuantityScale):
            return ""
        return self.price_basis if scale.unit == "currency" else scale.unit

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of items, values, missing kinds, groups and price basis, in row order.

        Two sources with the same answers have the same fingerprint, whatever the file format;
        ids are not part of it.
        """
        content = hashlib.sha256(b"covalue_measures response data 1\n")
        content.update("\n".join(self.item_ids).encode())
        for matrix in (self.values, self.reasons):
            content.update(repr(matrix.shape).encode())
            content.update(np.ascontiguousarray(matrix, dtype="<i8").tobytes())
        for group in self.groups:
            content.update(repr((group.name, group.labels)).encode())
        if self.price_basis:
            content.update(self.price_basis.encode())
        return content.hexdigest()

    def to_array(self, *, keyed: bool = True) -> FloatArray:
        """Return answers as numbers, amounts in their units; NaN where there is none.

        Parameters
        ----------
        keyed : bool
            Mirror negatively keyed items within their response scale, as the instrument
            declares; False returns what was answered.

        Returns
        -------
        (n_respondents, n_items)
        """
        numbers = np.where(self.is_answered, self.values, np.nan).astype(np.float64)
        for column, scale in enumerate(self.response_scales):
            if isinstance(scale, QuantityScale):
                numbers[:, column] /= scale.steps_per_unit
        if keyed:
            for column, (item, scale) in enumerate(
                zip(self.items, self.response_scales, strict=True)
            ):
                if item.is_reversed:
                    numbers[:, column] = scale.lowest + scale.highest - numbers[:, column]
        return numbers

    def to_frame(self, *, keyed: bool = True) -> pd.DataFrame:
        """Return ``to_array`` with item ids as columns and row numbers from 0 as index."""
        return pd.DataFrame(self.to_array(keyed=keyed), columns=list(self.item_ids))

    def select_items(self, item_ids: Sequence[str]) -> "ResponseData":
        """Return the same respondents' answers to the named items, in that order.

        Raises
        ------
        ResponseDataError
            If an item is not among the columns.
        """
        position = {item_id: column for column, item_id in enumerate(self.item_ids)}
        if unknown := [item_id for item_id in item_ids if item_id not in position]:
            raise ResponseDataError(
                f"There is no item '{unknown[0]}' in these answers to"
                f" '{self.instrument.reference}'; there are {list(self.item_ids)}."
            )
        columns = [position[item_id] for item_id in item_ids]
        return replace(
            self,
            items=tuple(self.items[column] for column in columns),
            values=self.values[:, columns],
            reasons=self.reasons[:, columns],
        )

    def select_subscale(self, subscale_id: str) -> "ResponseData":
        """Return the answers to the items of one subscale.

        Raises
        ------
        KeyError
            If the instrument has no such subscale.
        """
        return self.select_items(self.instrument.subscale(subscale_id).item_ids)
