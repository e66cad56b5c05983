"""How an exported file says which definition it holds."""

from covalue_measures.schema import Instrument

#: Where canonical references start; identifiers, not addresses that must answer.
BASE_URL = "https://covalue-measures.org/instruments"
#: Digits of a digest that are enough to tell versions apart by eye.
SHORT_DIGEST = 12


def name_of(instrument: Instrument) -> str:
    """Return the name of a bank, or of a bank and its form: ``bank`` or ``bank_4a``."""
    return instrument.bank.id + (f"_{instrument.form_id}" if instrument.form_id else "")


def canonical_url(instrument: Instrument) -> str:
    """Return the canonical address without the version."""
    return f"{BASE_URL}/{name_of(instrument).replace('_', '-')}"


def canonical_reference(instrument: Instrument) -> str:
    """Return ``address|version``, as FHIR writes it."""
    return f"{canonical_url(instrument)}|{instrument.bank.version}"


def mark_of(instrument: Instrument) -> str:
    """Return ``cvm=name@version#digest``, for fields that have no better place."""
    return f"cvm={instrument.reference}#{instrument.digest[:SHORT_DIGEST]}"
