"""Find, read and release item banks."""

from covalue_measures.registry.comparators import (
    list_comparators,
    load_comparator,
    load_comparators,
)
from covalue_measures.registry.coverage import facet_coverage
from covalue_measures.registry.find import (
    bank_folder,
    load_bank,
    load_draft,
    load_form,
    load_instrument,
)
from covalue_measures.registry.hypotheses import load_hypotheses
from covalue_measures.registry.known_releases import released_versions
from covalue_measures.registry.listing import BankEntry, bank_entries, list_banks
from covalue_measures.registry.location import bank_names
from covalue_measures.registry.release import read_release, write_release
from covalue_measures.registry.trace import (
    ItemTrace,
    PlacedItem,
    ThemeTrace,
    trace_item,
    trace_theme,
)

__all__ = [
    "BankEntry",
    "ItemTrace",
    "PlacedItem",
    "ThemeTrace",
    "bank_entries",
    "bank_folder",
    "bank_names",
    "facet_coverage",
    "list_banks",
    "list_comparators",
    "load_bank",
    "load_comparator",
    "load_comparators",
    "load_draft",
    "load_form",
    "load_hypotheses",
    "load_instrument",
    "read_release",
    "released_versions",
    "trace_item",
    "trace_theme",
    "write_release",
]
