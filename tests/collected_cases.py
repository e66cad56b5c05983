"""Answers as they stand in the data files of the programs that we export instruments to."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

import covalue_measures as cm
from covalue_measures.export.exporter import Exporter, ExportRequest
from covalue_measures.export.identity import mark_of
from covalue_measures.intake import ImportedResponses, import_responses
from covalue_measures.responses import REASONS, ResponseData
from covalue_measures.schema import MissingOption, QuantityScale, ResponseOption

PRICES = {"currency": "SEK", "price_year": 2026}
COSTS = pd.DataFrame(
    {
        "co01": [0.5, 12.5, -98],
        "co02": [0.25, 0, 3],
        "co03": [1.5, -97, None],
        "co04": [0.5, 0, 2],
        "co05": [0, 2, 1],
        "co06": [1, -97, 0],
    }
)
COMMUNICATION = pd.DataFrame(
    {
        "comsu01": [4, -98, 0],
        "comsu04": [3, 1, None],
        "comsu08": [-99, 2, 0],
        "comsu13": [2, 0, 1],
    }
)


def export(exporter: Exporter, data: ResponseData) -> bytes:
    """Return the file that an exporter makes of the instrument, with its scores."""
    return exporter.export(
        ExportRequest(instrument=data.instrument, language="en", profile="score", currency="SEK")
    ).content


def records(
    data: ResponseData,
    names: Sequence[str],
    rule_of: Mapping[str, str],
    *,
    why: str = "_why",
    definition: str = "cvm_definition",
    codes: bool = False,
) -> Iterator[dict[str, str]]:
    """Return what stands in each field of a form, by name, for each respondent."""
    scores = cm.score_responses(data).scores
    for row in range(data.n_respondents):
        known = dict.fromkeys(names, "1") | {definition: mark_of(data.instrument)}
        for name, rule in rule_of.items():
            score = scores[rule][row]
            known[name] = "" if pd.isna(score) else repr(float(score))
        for column, item in enumerate(data.items):
            option = option_of(data, row, column)
            text = "" if option is None else option.code if codes else str(option.value)
            if isinstance(data.response_scales[column], QuantityScale):
                known[f"{item.id}{why}"] = text
                steps = data.response_scales[column].steps_per_unit
                is_answered = data.is_answered[row, column]
                text = f"{data.values[row, column] / steps:g}" if is_answered else ""
            known[item.id] = text
        yield {name: known[name] for name in names}


def option_of(data: ResponseData, row: int, column: int) -> ResponseOption | MissingOption | None:
    """Return the category or the missing option of a cell; None for an amount or an empty cell."""
    scale, code = data.response_scales[column], data.reasons[row, column]
    if code:
        return next((m for m in scale.missing if m.reason is REASONS[code - 1]), None)
    options = () if isinstance(scale, QuantityScale) else scale.options
    return next((o for o in options if o.value == data.values[row, column]), None)


def as_csv(
    rows: Iterable[Mapping[str, str]],
    *,
    separator: str = ",",
    header: Sequence[str] | None = None,
    more: Sequence[Sequence[str]] = (),
) -> str:
    """Return records as text, under ``header`` and the further lines ``more``."""
    file, rows = io.StringIO(), list(rows)
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerows([header or list(rows[0]), *more, *(row.values() for row in rows)])
    return file.getvalue()


def check(path: Path, data: ResponseData, **said: object) -> ImportedResponses:
    """Read ``path`` and compare every cell, and every score that the form computed."""
    prices = PRICES if data.price_basis else {}
    import_map = cm.ImportMap.model_validate(prices | said)
    imported = import_responses(path, data.instrument, import_map=import_map)
    assert imported.data.values.tolist() == data.values.tolist()
    assert imported.data.reasons.tolist() == data.reasons.tolist()
    scores = cm.score_responses(data).scores
    for name, texts in imported.embedded_scores.items():
        expected = ["" if pd.isna(score) else repr(float(score)) for score in scores[name]]
        assert texts.tolist() == expected
    return imported
