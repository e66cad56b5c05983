"""Banks of every kind: claimed structures, amounts, nominal options, one role or another."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# The maker of banks lies beside the tests, not in the package.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from synthetic_bank_maker import make_bank, make_item, make_subscale

import covalue_measures as cm
from covalue_measures.schema import Instrument, ItemBank


@pytest.fixture(scope="session")
def structured() -> Callable[..., ItemBank]:
    """Make a bank of ``n_subscales`` times ``n_items``, the last of each negatively keyed."""

    def make(
        kind: str = "one_factor",
        n_subscales: int = 1,
        n_items: int = 4,
        *,
        scale: str = "freq5",
        **options: str,
    ) -> ItemBank:
        role = options.get("role", "service_user")
        items, subscales = [], []
        for number in range(n_subscales):
            ids = [f"i{number}x{position}" for position in range(n_items)]
            items += [make_item(item_id, scale, role) for item_id in ids[:-1]]
            items.append(make_item(ids[-1], scale, role, "negative"))
            subscales.append(make_subscale(f"s{number}", ids))
        structure = {"kind": kind, "subscale_ids": [subscale["id"] for subscale in subscales]}
        return make_bank(items, subscales, structure, **options)

    return make


@pytest.fixture(scope="session")
def costs() -> ItemBank:
    """Return a formative bank: money, hours, two counts, reasons, and an ordered scale."""
    scales = ("money", "hours", "times", "visits", "yn_reason", "freq5")
    items = [make_item(f"c{number}", scale, "family") for number, scale in enumerate(scales)]
    ids = [item["id"] for item in items]
    return make_bank(
        items,
        [make_subscale("spent", ids, "formative")],
        None,
        role="family",
        domain="costs_of_care",
    )


@pytest.fixture(scope="session")
def mixed() -> ItemBank:
    """Return a bank with a factor, a formative subscale, and an item of no subscale."""
    items = [make_item(f"r{number}", "freq5", "service_user") for number in range(4)]
    items += [
        make_item("f1", "yn_reason", "service_user"),
        make_item("f2", "times", "service_user"),
        make_item("alone", "freq5", "service_user"),
    ]
    return make_bank(
        items,
        [
            make_subscale("factor", ["r0", "r1", "r2", "r3"]),
            make_subscale("forgone", ["f1", "f2"], "formative"),
        ],
        {"kind": "one_factor", "subscale_ids": ["factor"]},
    )


@pytest.fixture(scope="session")
def communication() -> ItemBank:
    return cm.load_bank("communication_service_user@0.1.0")


@pytest.fixture(scope="session")
def form() -> Instrument:
    return cm.load_form("communication_service_user@0.1.0/4a")
