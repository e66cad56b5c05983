"""A bank of four items, and a file of answers written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap, ResponseData
from covalue_measures.schema import ItemBank

Read = Callable[..., ResponseData]


@pytest.fixture(scope="session")
def visits() -> ItemBank:
    """Return a bank: vis1-vis3 answered 0-4 (vis3 negative), vis4 answered 0-10."""
    path = Path(__file__).with_name("visits_bank.json")
    return ItemBank.model_validate_json(path.read_text(encoding="utf-8"))


@pytest.fixture
def read(tmp_path: Path, visits: ItemBank) -> Read:
    """Return a function that writes a file and reads it; keywords make its import map."""

    def write_and_read(
        content: str | bytes, name: str = "visits.csv", **said: object
    ) -> ResponseData:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_responses(path, visits, import_map=ImportMap.model_validate(said))

    return write_and_read
