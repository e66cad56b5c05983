"""Which answers grow with what care costs a person, instead of with good experience."""

from covalue_measures.schema import Instrument, Item, QuantityScale


def is_burden(instrument: Instrument, item: Item) -> bool:
    """Return whether more of what ``item`` is keyed for is worse for the respondent."""
    scale = instrument.response_scale(item)
    return (
        isinstance(scale, QuantityScale)
        or not scale.ordered
        or scale.kind == "difficulty"
        or instrument.bank.domain == "costs_of_care"
    )
