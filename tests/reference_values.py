"""Values computed by R, and the data sets that they were computed from."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests" / "reference"
BFI = ROOT / "examples" / "bfi"
BFI_ITEMS = [f"{scale}{number}" for scale in "ACENO" for number in range(1, 6)]
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
HS_ITEMS = [f"x{number}" for number in range(1, 10)]


def reference(name: str) -> dict[str, Any]:
    """Return the values of tests/reference/values/<name>.json."""
    return json.loads((REFERENCE / "values" / f"{name}.json").read_text())["values"]


def matrix_of(table: dict[str, Any], names: list[str] | None = None) -> np.ndarray:
    """Return a reference table, its rows and columns in the order of ``names``."""
    data = np.array(table["data"], dtype=float)
    if names is None:
        return data
    columns = [table["cols"].index(name) for name in names]
    rows = [table["rows"].index(name) for name in names]
    return data[np.ix_(rows, columns)]


def read_data(name: str) -> pd.DataFrame:
    """Return a data set of tests/reference/data, or bfi of the example."""
    return pd.read_csv(BFI / "bfi.csv" if name == "bfi" else REFERENCE / "data" / f"{name}.csv")


def keyed_bfi() -> pd.DataFrame:
    """Return the 25 bfi items with the negatively keyed ones mirrored."""
    frame = read_data("bfi")[BFI_ITEMS]
    return frame.assign(**{name: 7 - frame[name] for name in REVERSED})


def data_of(name: str) -> pd.DataFrame:
    """Return the columns that the R scripts call by this name, keyed as there."""
    if name.startswith("bfi_"):
        return keyed_bfi()[[f"{name[-1]}{number}" for number in range(1, 6)]]
    tests = read_data("holzinger1939")
    columns = {
        "hs9": HS_ITEMS,
        "hs_visual": HS_ITEMS[:3],
        "hs_textual": HS_ITEMS[3:6],
        "hs_speed": HS_ITEMS[6:],
    }
    if name in columns:
        return tests[columns[name]]
    return {"ability16": read_data("ability"), "attitude": read_data("attitude")}[name]
