"""Synthetic answers as files that say so."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.responses import REASONS, ResponseData
from covalue_measures.responses.synthetic import SYNTHETIC_LAYOUT
from covalue_measures.schema import AnswerScale, MissingReason, QuantityScale
from covalue_measures.simulation.generator import generator_version
from covalue_measures.simulation.simulated_sample import SimulatedSample
from covalue_measures.typing import IntArray


def write_synthetic_responses(answers: SimulatedSample | ResponseData, folder: str | Path) -> Path:
    """Write synthetic answers, how they are read, and how they were made.

    Three files with one name, which starts with ``synthetic_``: ``.csv``, one row a respondent;
    ``.yaml``, the import map with which ``read_responses`` gives the same answers; ``.json``,
    instrument, seed and population. Files of the same name are replaced.

    Parameters
    ----------
    answers : SimulatedSample or ResponseData
        From ``simulate_sample`` or ``simulate_responses``. Of a sample, the truth is left out.
    folder : str or Path
        Made where there is none.

    Returns
    -------
    Path
        Of the CSV file; the others lie beside it.

    Raises
    ------
    ResponseDataError
        If the answers do not come straight from a simulation, or items are left out.
    """
    data = answers.responses if isinstance(answers, SimulatedSample) else answers
    if data.intake.layout != SYNTHETIC_LAYOUT:
        raise ResponseDataError(
            f"The answers from '{data.intake.source}' do not come straight from a simulation; only"
            " those are written as synthetic."
        )
    if data.item_ids != data.instrument.item_ids:
        raise ResponseDataError(
            f"The answers hold {data.n_items} of {len(data.instrument.items)} items of"
            f" '{data.instrument.reference}'; write all of them."
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # Not with_suffix, which takes the end of a version for a suffix.
    path = folder / f"{data.intake.source}.csv"
    _table(data).to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    (folder / f"{data.intake.source}.yaml").write_text(_import_map(data), encoding="utf-8")
    (folder / f"{data.intake.source}.json").write_text(_metadata(answers, data), encoding="utf-8")
    return path


def _table(data: ResponseData) -> pd.DataFrame:
    columns: dict[str, object] = {}
    if data.respondent_ids is not None:
        columns[str(data.intake.import_map.respondent_id)] = data.respondent_ids
    columns |= {group.name: group.labels for group in data.groups}
    for column, (item, scale) in enumerate(zip(data.items, data.response_scales, strict=True)):
        columns[item.id] = _cells(scale, data.values[:, column], data.reasons[:, column])
    return pd.DataFrame(columns)


def _cells(scale: AnswerScale, values: IntArray, reasons: IntArray) -> list[str]:
    """Return the texts of a column, one distinct answer at a time."""
    distinct, positions = np.unique(np.column_stack([values, reasons]), axis=0, return_inverse=True)
    texts = [_text(scale, value, code) for value, code in distinct.tolist()]
    return [texts[position] for position in positions.ravel().tolist()]


def _text(scale: AnswerScale, value: int, code: int) -> str:
    if code:
        return _missing_text(scale, REASONS[code - 1])
    if isinstance(scale, QuantityScale):
        return f"{value / scale.steps_per_unit:.{scale.decimals}f}"
    return str(value)


def _missing_text(scale: AnswerScale, reason: MissingReason) -> str:
    if reason is scale.empty_cell:
        return ""
    return next(str(option.value) for option in scale.missing if option.reason is reason)


def _import_map(data: ResponseData) -> str:
    content = data.intake.import_map.model_dump(mode="json", exclude_defaults=True)
    return "# How the file of the same name is read. No person gave these answers.\n" + (
        yaml.safe_dump(content | {"separator": ","}, sort_keys=False)
    )


def _metadata(answers: SimulatedSample | ResponseData, data: ResponseData) -> str:
    content: dict[str, object] = {
        "synthetic": True,
        "rules": list(data.intake.applied_rules),
        "generator": {"name": "covalue_measures", "version": generator_version()},
        "instrument": data.instrument.reference,
        "instrument_digest": data.instrument.digest,
        "n_respondents": data.n_respondents,
        "fingerprint": data.fingerprint,
    }
    if isinstance(answers, SimulatedSample):
        content["seed"] = answers.truth.seed
        content["population"] = answers.truth.population.model_dump(mode="json")
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
