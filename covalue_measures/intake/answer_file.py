"""Answers as one table that reads back as they are."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.intake.import_responses import ImportedResponses
from covalue_measures.responses import REASONS, ImportMap, MissingCell, ResponseData
from covalue_measures.schema import AnswerScale, QuantityScale
from covalue_measures.spreadsheet_cell import neutral_cell
from covalue_measures.typing import IntArray

#: Column of respondent ids, where they are written.
_ID_COLUMN = "respondent_id"
_FORMATS = (".csv", ".parquet")


def write_answers(
    imported: ImportedResponses, path: str | Path, *, with_ids: bool = False
) -> tuple[Path, Path, Path]:
    """Write answers, the import map that reads them back, and how they were taken in.

    A cell holds a category value or an amount in its unit, or the reason why there is none, such
    as ``declined``. Read with its import map, the table has the same fingerprint. In CSV, ids and
    group labels that a spreadsheet would compute get an apostrophe before them, which then belongs
    to the label.

    Parameters
    ----------
    imported : ImportedResponses
    path : str or Path
        Ends in ``.csv`` or ``.parquet``; existing files are replaced.
    with_ids : bool
        Write the respondent ids as a column. Without it no id leaves the data.

    Returns
    -------
    The paths of the table, of the import map (``.import_map.yaml``) and of the record with the
    report (``.intake.json``).

    Raises
    ------
    ResponseDataError
        If the path ends otherwise, ids are asked for and the data have none, or a group is named
        as an item or as the column of ids.
    """
    data, path = imported.data, Path(path)
    if path.suffix.lower() not in _FORMATS:
        raise ResponseDataError(
            f"Answers are written as .csv or .parquet, and '{path.name}' ends in neither."
        )
    is_csv = path.suffix.lower() == ".csv"
    table = _table(data, neutral_cell if is_csv else str, with_ids=with_ids)
    if is_csv:
        table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    else:
        # Attributes of a frame become metadata of the file.
        table.attrs = {f"covalue.{name}": pin for name, pin in _pins(data).items()}
        table.to_parquet(path, engine="pyarrow", index=False)
    import_map = path.with_name(f"{path.stem}.import_map.yaml")
    import_map.write_text(_import_map(data, with_ids=with_ids), encoding="utf-8")
    record = path.with_name(f"{path.stem}.intake.json")
    record.write_text(_record(imported), encoding="utf-8")
    return path, import_map, record


def _table(data: ResponseData, written: Callable[[str], str], *, with_ids: bool) -> pd.DataFrame:
    """Return the columns, ids and group labels as ``written`` makes them."""
    columns: dict[str, object] = {}
    if with_ids:
        if data.respondent_ids is None:
            raise ResponseDataError("The answers were read without respondent ids; name --id.")
        columns[_ID_COLUMN] = [written(name) for name in data.respondent_ids]
    for group in data.groups:
        if group.name in {*columns, *data.item_ids}:
            raise ResponseDataError(f"The group '{group.name}' has the name of another column.")
        columns[group.name] = [written(label) for label in group.labels]
    for column, (item, scale) in enumerate(zip(data.items, data.response_scales, strict=True)):
        columns[item.id] = _cells(scale, data.values[:, column], data.reasons[:, column])
    return pd.DataFrame(columns, dtype=str)


def _cells(scale: AnswerScale, values: IntArray, reasons: IntArray) -> list[str]:
    """Return the texts of a column, one distinct answer at a time."""
    distinct, positions = np.unique(np.column_stack([values, reasons]), axis=0, return_inverse=True)
    texts = [
        str(REASONS[code - 1]) if code else _answer_text(scale, value)
        for value, code in distinct.tolist()
    ]
    return [texts[position] for position in positions.ravel().tolist()]


def _answer_text(scale: AnswerScale, value: int) -> str:
    if isinstance(scale, QuantityScale):
        return f"{value / scale.steps_per_unit:.{scale.decimals}f}"
    return str(value)


def _pins(data: ResponseData) -> dict[str, str]:
    return {
        "instrument": data.instrument.reference,
        "instrument_digest": data.instrument.digest,
        "import_map_digest": data.intake.import_map.digest,
        "fingerprint": data.fingerprint,
    }


def _import_map(data: ResponseData, *, with_ids: bool) -> str:
    said = data.intake.import_map
    import_map = ImportMap(
        respondent_id=_ID_COLUMN if with_ids else None,
        groups=tuple(group.name for group in data.groups),
        missing=tuple(MissingCell(text=str(reason), reason=reason) for reason in REASONS),
        separator=",",
        currency=said.currency,
        price_year=said.price_year,
        synthetic=said.synthetic,
        instrument=data.instrument.reference,
        mode=said.mode,
    )
    content = import_map.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _record(imported: ImportedResponses) -> str:
    data = imported.data
    content = {
        **_pins(data),
        "intake": data.intake.model_dump(mode="json"),
        "report": imported.report.model_dump(mode="json"),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
