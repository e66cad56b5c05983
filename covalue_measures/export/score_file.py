"""Scores as CSV, each row pinned to the definition that made it."""

import json
from pathlib import Path

import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.responses import ResponseData
from covalue_measures.scoring import ScoreResult
from covalue_measures.spreadsheet_cell import neutral_cell


def write_scores(
    result: ScoreResult, path: str | Path, *, ids_from: ResponseData | None = None
) -> Path:
    """Write one row a respondent: row number, scores, items answered, instrument and digest.

    Sums of amounts have their unit beside them, and scores of synthetic answers say in every row
    that they are. What the scores pin stands beside the file, as ``<name>.record.json``.

    Parameters
    ----------
    result : ScoreResult
    path : path
        Of the CSV file to write; an existing file is replaced.
    ids_from : ResponseData, optional
        The data that were scored; given, their respondent ids become a column. Without it no id
        leaves the data, and rows are told apart by their order alone.

    Raises
    ------
    ResponseDataError
        If ids are asked for and the data have none, or are not the data that were scored.
    """
    table = pd.DataFrame({"row": range(1, len(result.scores) + 1)})
    if ids_from is not None:
        table["respondent_id"] = _ids(result, ids_from)
    for subscale in result.subscales:
        name = subscale.rule.id
        table[name] = result.scores[name]
        if subscale.unit:
            table[f"{name}_unit"] = subscale.unit
        table[f"{name}_n_answered"] = result.n_answered[name]
        table[f"{name}_n_items"] = len(subscale.item_ids)
        table[f"{name}_rule_version"] = str(subscale.rule.version)
    table["instrument"] = result.instrument
    table["instrument_digest"] = result.instrument_digest
    if result.record.synthetic:
        table["synthetic"] = True
    target = Path(path)
    table.to_csv(target, index=False, lineterminator="\n")
    record = json.dumps(result.record.model_dump(mode="json"), indent=1, ensure_ascii=False)
    target.with_name(f"{target.name}.record.json").write_text(f"{record}\n", encoding="utf-8")
    return target


def _ids(result: ScoreResult, data: ResponseData) -> list[str]:
    if data.fingerprint != result.data_fingerprint:
        raise ResponseDataError("The ids are of other data than those that were scored.")
    if data.respondent_ids is None:
        raise ResponseDataError(
            "The data were read without respondent ids; name their column (`--id`) to keep them."
        )
    return [neutral_cell(name) for name in data.respondent_ids]
