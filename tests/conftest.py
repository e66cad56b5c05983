"""Options and fixtures that every test may use."""

import sys
from pathlib import Path

import pytest

# Helpers shared by test modules lie beside them, not in the package.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from reference_values import BFI

from covalue_measures.intake import read_import_map, read_responses
from covalue_measures.registry import load_bank
from covalue_measures.responses import ResponseData
from covalue_measures.schema import ItemBank


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run all simulations, not a sample")
    parser.addoption("--clients", action="store_true", help="run other people's programs, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--clients"):
        return
    skip = pytest.mark.skip(reason="needs the clients: make test-clients")
    for item in items:
        if item.get_closest_marker("clients"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def n_simulations(request: pytest.FixtureRequest) -> int:
    """Replications of a simulation: all with --slow, a sample without."""
    return 1000 if request.config.getoption("--slow") else 100


@pytest.fixture(scope="session")
def bfi_bank() -> ItemBank:
    return load_bank(BFI / "instrument")


@pytest.fixture(scope="session")
def bfi_data(bfi_bank: ItemBank) -> ResponseData:
    return read_responses(
        BFI / "bfi.csv", bfi_bank, import_map=read_import_map(BFI / "import_map.yaml")
    )
