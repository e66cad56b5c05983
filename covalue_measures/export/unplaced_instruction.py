"""The instruction of a bank, where a form has its own."""

from collections.abc import Iterator

from covalue_measures.export.exporter import LostField
from covalue_measures.schema import Instrument


def unplaced_instruction(instrument: Instrument) -> Iterator[LostField]:
    """Yield the bank's instruction, where respondents read that of the form instead."""
    bank, form = instrument.bank, instrument.form
    if bank.instruction and form and form.instruction:
        yield LostField(path="instruction", reason="The form has an instruction of its own.")
