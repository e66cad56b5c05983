"""Which items measure which construct, by a model or an instrument."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.structural.grouped_data import column_names
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.psychometrics.structural.variables import nearest
from covalue_measures.responses import ResponseData
from covalue_measures.schema import InstrumentLike, as_instrument
from covalue_measures.typing import IntArray


@dataclass(frozen=True, slots=True)
class ConstructItems:
    """Constructs with items of their own."""

    #: Names in the order of the model, and the items of each.
    items: dict[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the constructs."""
        return tuple(self.items)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """All items, construct after construct."""
        return tuple(item for items in self.items.values() for item in items)

    @property
    def membership(self) -> IntArray:
        """(n_items,) number of each item's construct."""
        sizes = [len(items) for items in self.items.values()]
        return np.repeat(np.arange(len(sizes)), sizes).astype(np.int64)


def construct_items(data: Responses, model: str | InstrumentLike | None) -> ConstructItems:
    """Return the constructs of a model in lavaan's syntax, or the subscales of an instrument.

    Only the ``=~`` formulas of the syntax count. Of an instrument these are the subscales that its
    claimed structure names.

    Raises
    ------
    ModelError
        If there are fewer than two constructs, one has fewer than two items, an item belongs to
        two, or is not in the data.
    """
    if isinstance(model, str):
        items: dict[str, tuple[str, ...]] = {}
        for row in parse_model(model).parameters:
            if row.op == "=~":
                items[row.lhs] = (*items.get(row.lhs, ()), row.rhs)
    else:
        items = _claimed(data, model)
    _check(items, column_names(data))
    return ConstructItems(items)


def _claimed(data: Responses, model: InstrumentLike | None) -> dict[str, tuple[str, ...]]:
    if model is None:
        if not isinstance(data, ResponseData):
            raise ModelError(
                "A table of numbers names no constructs: give a model, such as"
                " 'f =~ x1 + x2\\ng =~ x3 + x4'."
            )
        model = data.instrument
    instrument = as_instrument(model)
    structure = instrument.structure
    if structure is None:
        raise ModelError(
            f"'{instrument.reference}' claims no factor structure: it has no reflective subscale."
        )
    return {name: instrument.subscale(name).item_ids for name in structure.subscale_ids}


def _check(items: dict[str, tuple[str, ...]], columns: Sequence[str]) -> None:
    if len(items) < 2:
        raise ModelError(
            f"Constructs are compared with one another: two are needed, the model has"
            f" {len(items)} ({', '.join(items) or 'no =~ formula'})."
        )
    owners: dict[str, str] = {}
    for name, own in items.items():
        if len(own) < 2:
            raise ModelError(
                f"'{name}' has one item, '{own[0]}': two are needed for a correlation within it."
            )
        for item in own:
            if item in items:
                raise ModelError(
                    f"'{item}' is an indicator of '{name}' and a construct itself; leave the"
                    " general one out."
                )
            if item not in columns:
                raise ModelError(
                    f"Item '{item}' of '{name}' is not a column of the data."
                    f"{nearest(item, columns)}"
                )
            if item in owners:
                raise ModelError(
                    f"Item '{item}' is of '{owners[item]}' and of '{name}'; the ratio needs items"
                    " of one construct each."
                )
            owners[item] = name
