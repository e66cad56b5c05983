"""Write answers to one version as answers to the next."""

from dataclasses import replace
from typing import TYPE_CHECKING

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.registry.changes.recode_map import ItemRecode, RecodeMap
from covalue_measures.schema.instrument import InstrumentLike, as_instrument

if TYPE_CHECKING:
    from covalue_measures.responses.response_data import ResponseData
    from covalue_measures.typing import BoolArray, IntArray


def recode(
    data: "ResponseData", recode_map: RecodeMap, new_instrument: InstrumentLike
) -> "ResponseData":
    """Return the same answers, written as answers to ``new_instrument``.

    Respondents, kinds of missing, groups and the record of the intake stay as they are; the
    record says that answers were recoded. Items that only the new instrument has get no column:
    nobody was asked.

    Parameters
    ----------
    data : ResponseData
        Answers to the instrument that the map starts from.
    recode_map : RecodeMap
        From ``comparison.recode_map()``.
    new_instrument : ItemBank or Instrument
        The instrument that the map leads to.

    Raises
    ------
    ResponseDataError
        If the map is another's, or something would be lost: an answer to an item that the map
        leaves out, or a value that it does not hold.
    """
    target = as_instrument(new_instrument)
    _refuse_another_map(data, recode_map, target.reference, target.digest)
    by_old = {item.old: item for item in recode_map.items}
    left_out = {entry.item_id: entry.reason for entry in recode_map.left_out}
    if lost := [name for name in data.item_ids if name not in by_old]:
        raise ResponseDataError(
            f"Answers to item '{lost[0]}' of '{recode_map.old}' cannot be taken over to"
            f" '{recode_map.new}': {left_out.get(lost[0], 'the map does not hold it.')} Leave it"
            " out with select_items."
        )
    values = data.values.copy()
    for column, name in enumerate(data.item_ids):
        _recode_column(values[:, column], data.reasons[:, column] == 0, by_old[name])
    intake = data.intake.model_copy(
        update={
            "applied_rules": (
                *data.intake.applied_rules,
                f"Answers to {recode_map.old} were recoded as answers to {recode_map.new}.",
            )
        }
    )
    items = tuple(target.bank.item(by_old[name].new) for name in data.item_ids)
    return replace(data, instrument=target, items=items, values=values, intake=intake)


def _refuse_another_map(
    data: "ResponseData", recode_map: RecodeMap, reference: str, digest: str
) -> None:
    for side, given, found, known, wanted in (
        ("from", data.instrument.reference, data.instrument.digest, recode_map.old,
         recode_map.old_digest),
        ("to", reference, digest, recode_map.new, recode_map.new_digest),
    ):  # fmt: skip
        if (given, found) != (known, wanted):
            raise ResponseDataError(
                f"The map leads {side} '{known}' with digest {wanted[:12]}, not '{given}' with"
                f" digest {found[:12]}."
            )


def _recode_column(values: "IntArray", is_answered: "BoolArray", item: ItemRecode) -> None:
    """Recode the answers of one item in place."""
    if not item.options:
        values[is_answered] *= item.steps
        return
    before = values.copy()
    is_known = ~is_answered
    for option in item.options:
        is_option = is_answered & (before == option.old_value)
        values[is_option] = option.new_value
        is_known |= is_option
    if not is_known.all():
        raise ResponseDataError(
            f"Item '{item.old}' has the answer {before[~is_known][0]}; the map holds"
            f" {[option.old_value for option in item.options]}."
        )
