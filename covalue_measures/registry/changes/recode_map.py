"""How answers to one version are written as answers to the next, where they are identical."""

from collections.abc import Sequence
from typing import Literal

from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.scope import is_about_item
from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.identifiers import CleanText, Digest, ItemId, OptionCode
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.item import Item
from covalue_measures.schema.model import Definition
from covalue_measures.schema.quantity_scale import QuantityScale


class OptionRecode(Definition):
    """An option, or a missing option, on both sides."""

    old_code: OptionCode
    new_code: OptionCode
    old_value: int
    new_value: int


class ItemRecode(Definition):
    """An item on both sides, and its answers."""

    old: ItemId
    new: ItemId
    #: Every option; none for amounts.
    options: tuple[OptionRecode, ...] = ()
    missing: tuple[OptionRecode, ...] = ()
    #: How many new steps make an old one, for amounts.
    steps: Literal[1, 10, 100, 1000] = 1


class LeftOut(Definition):
    """An item whose answers are not taken over, and why."""

    item_id: ItemId
    reason: CleanText


class RecodeMap(Definition):
    """From the codes, values and ids of one version to those of another.

    It holds only items whose answers are identical once recoded; an answer to another question,
    or to a question among others, stays an answer to the version it was given to.
    """

    #: References as ``load_instrument`` takes them, and digests of the two banks.
    old: CleanText
    old_digest: Digest
    new: CleanText
    new_digest: Digest
    items: tuple[ItemRecode, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether answers are written the same way on both sides."""
        return all(
            item.old == item.new
            and item.steps == 1
            and all(
                (option.old_code, option.old_value) == (option.new_code, option.new_value)
                for option in (*item.options, *item.missing)
            )
            for item in self.items
        )


def derive_recode_map(old: Instrument, new: Instrument, changes: Sequence[Change]) -> RecodeMap:
    """Return the map between two instruments with these changes between them.

    Raises
    ------
    InstrumentError
        If no item is left whose answers are identical; the message says why.
    """
    names = {change.path: change.old for change in changes if change.kind == "renamed"}
    recodes: list[ItemRecode] = []
    left_out: list[LeftOut] = []
    taken = set()
    for item in new.items:
        old_id = names.get(f"items.{item.id}") or item.id
        if old_id not in old.item_ids:
            continue
        taken.add(old_id)
        blocking = [
            change
            for change in changes
            if change.raw != "A" and is_about_item(change, item, new.form_id)
        ]
        if blocking:
            reason = f"{blocking[0].path} (rule {blocking[0].rule}): {blocking[0].reason}"
            left_out.append(LeftOut(item_id=old_id, reason=reason))
        else:
            recodes.append(_recode(old, old.bank.item(old_id), new, item, names))
    left_out += [
        LeftOut(item_id=name, reason=f"'{new.reference}' does not ask it.")
        for name in old.item_ids
        if name not in taken
    ]
    if not recodes:
        raise InstrumentError(
            f"No answers to '{old.reference}' are answers to '{new.reference}': item"
            f" '{left_out[0].item_id}': {left_out[0].reason}"
        )
    return RecodeMap(
        old=old.reference,
        old_digest=old.digest,
        new=new.reference,
        new_digest=new.digest,
        items=tuple(recodes),
        left_out=tuple(left_out),
    )


def _recode(
    old: Instrument, old_item: Item, new: Instrument, new_item: Item, names: dict[str, str | None]
) -> ItemRecode:
    before, after = old.response_scale(old_item), new.response_scale(new_item)
    kind = "quantity_scales" if isinstance(after, QuantityScale) else "response_scales"
    place = f"{kind}.{after.id}"
    steps: Literal[1, 10, 100, 1000] = 1
    if isinstance(before, QuantityScale) and isinstance(after, QuantityScale):
        more = after.decimals - before.decimals
        steps = (1, 10, 100, 1000)[more]
    return ItemRecode(
        old=old_item.id,
        new=new_item.id,
        options=_pairs(_options(before), _options(after), f"{place}.options", names),
        missing=_pairs(_missing(before), _missing(after), f"{place}.missing", names),
        steps=steps,
    )


def _options(scale: AnswerScale) -> dict[str, int]:
    if isinstance(scale, QuantityScale):
        return {}
    return {option.code: option.value for option in scale.options}


def _missing(scale: AnswerScale) -> dict[str, int]:
    return {option.code: option.value for option in scale.missing}


def _pairs(
    old: dict[str, int], new: dict[str, int], place: str, names: dict[str, str | None]
) -> tuple[OptionRecode, ...]:
    pairs = []
    for code, value in new.items():
        old_code = names.get(f"{place}.{code}") or code
        pairs.append(
            OptionRecode(old_code=old_code, new_code=code, old_value=old[old_code], new_value=value)
        )
    return tuple(pairs)
