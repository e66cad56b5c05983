"""A bank of four items, and a file of answers written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from collected_cases import COMMUNICATION, COSTS, PRICES
from costs_case import costs_bank
from fhir_cases import Json, bundle

import covalue_measures as cm
from covalue_measures.intake import Layout, read_responses
from covalue_measures.responses import REASONS, ImportMap, ResponseData
from covalue_measures.schema import ItemBank

Read = Callable[..., ResponseData]
CellsOf = Callable[[ResponseData], list[list[int | str]]]


@pytest.fixture(scope="session")
def visits() -> ItemBank:
    """Return a bank: vis1-vis3 answered 0-4 (vis3 negative), vis4 answered 0-10."""
    path = Path(__file__).with_name("visits_bank.json")
    return ItemBank.model_validate_json(path.read_text(encoding="utf-8"))


@pytest.fixture
def read(tmp_path: Path, visits: ItemBank) -> Read:
    """Return a function that writes a file and reads it; keywords make its import map."""

    def write_and_read(
        content: str | bytes, name: str = "visits.csv", layout: Layout = "auto", **said: object
    ) -> ResponseData:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        import_map = ImportMap.model_validate(said)
        return read_responses(path, visits, layout=layout, import_map=import_map)

    return write_and_read


@pytest.fixture(scope="session")
def cells_of() -> CellsOf:
    """Return a function that shows each cell as its value or its reason."""

    def shown(data: ResponseData) -> list[list[int | str]]:
        reasons = ["", *map(str, REASONS)]
        return [
            [reasons[code] or value for value, code in zip(*row, strict=True)]
            for row in zip(data.values.tolist(), data.reasons.tolist(), strict=True)
        ]

    return shown


@pytest.fixture
def read_bundle(read: Read) -> Read:
    """Return a function that reads resources as a Bundle; keywords make its import map."""

    def read_it(*resources: Json, **said: object) -> ResponseData:
        return read(bundle(*resources), "a.json", **said)

    return read_it


@pytest.fixture(params=["costs", "communication"])
def collected(request: pytest.FixtureRequest) -> ResponseData:
    """Return answers as they are read from a plain table."""
    if request.param == "costs":
        return cm.read_responses(COSTS, costs_bank(), import_map=cm.ImportMap(**PRICES))
    return cm.read_responses(COMMUNICATION, cm.load_form("communication_service_user@0.2.0/4a"))
