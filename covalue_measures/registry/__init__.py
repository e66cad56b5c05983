"""Find, read and release item banks."""

from covalue_measures.registry.find import load_bank, load_form, load_instrument, released_versions
from covalue_measures.registry.listing import BankEntry, bank_entries, list_banks
from covalue_measures.registry.release import read_release, write_release

__all__ = [
    "BankEntry",
    "bank_entries",
    "list_banks",
    "load_bank",
    "load_form",
    "load_instrument",
    "read_release",
    "released_versions",
    "write_release",
]
