"""Instruments to export, and what becomes of every field of a definition."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from reference_values import BFI, ROOT

import covalue_measures as cm
from covalue_measures.export.exporter import ExportedFile, Exporter, ExportRequest, Profile
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import Instrument, ItemBank, QuantityScale, as_instrument

PROFILES: tuple[Profile, ...] = ("administer", "score")
BANKS = ("bfi", *sorted(path.parent.name for path in ROOT.glob("item_banks/*/bank.yaml")))


@cache
def draft(name: str) -> ItemBank:
    return read_draft(BFI / "instrument" if name == "bfi" else ROOT / "item_banks" / name)


def instruments(bank: ItemBank) -> list[Instrument]:
    return [as_instrument(bank), *(Instrument(bank=bank, form_id=form.id) for form in bank.forms)]


def form(name: str, form_id: str) -> Instrument:
    return Instrument(bank=draft(name), form_id=form_id)


def changed(bank: ItemBank, **fields: Any) -> ItemBank:
    """Return a bank with other fields, read as files are read."""
    content = json.loads(bank.model_dump_json()) | fields
    return ItemBank.model_validate_json(json.dumps(content))


def reworded(bank: ItemBank, old: str, new: str) -> ItemBank:
    """Return a bank, without translations, in which one text says something else."""
    content = json.loads(without_translations(bank).model_dump_json())
    written, wanted = (json.dumps(text, ensure_ascii=False) for text in (old, new))
    text = json.dumps(content, ensure_ascii=False)
    assert written in text
    return ItemBank.model_validate_json(text.replace(written, wanted))


def without_translations(bank: ItemBank) -> ItemBank:
    def in_original(value: Any) -> Any:
        if isinstance(value, dict):
            if set(value) == set(bank.languages):
                return {bank.language: value[bank.language]}
            return {key: in_original(entry) for key, entry in value.items()}
        return [in_original(entry) for entry in value] if isinstance(value, list) else value

    content = in_original(json.loads(bank.model_dump_json())) | {"translations": []}
    return ItemBank.model_validate_json(json.dumps(content))


def export(
    exporter: Exporter,
    instrument: Instrument | ItemBank,
    *,
    language: str = "en",
    profile: Profile = "administer",
    currency: str | None = None,
) -> ExportedFile:
    return exporter.export(
        ExportRequest(
            instrument=as_instrument(instrument),
            language=language,
            profile=profile,
            currency=currency,
        )
    )


def unaccounted(
    instrument: Instrument,
    exported: ExportedFile,
    *,
    shows: Callable[[str], bool],
    placed: set[str],
    language: str,
) -> list[str]:
    """Return the fields that are neither in the file nor said to be lost.

    A text is in the file where ``shows`` says so. Other fields are where the test has looked for
    them, which ``placed`` names.
    """
    lost = [field.path for field in exported.lost]
    found = []
    for path, value in leaves(json.loads(instrument.bank.model_dump_json(by_alias=True))):
        if matches(path, lost) or matches(path, placed):
            continue
        head, _, last = path.rpartition(".")
        if last in instrument.bank.languages:
            is_held = last != language and f"translations.{last}" in lost
            if is_held or matches(head, lost) or (shows(value) and last == language):
                continue
            # The original of a file in another language is not lost: that is in the definition.
            if last == instrument.bank.language != language:
                continue
        elif isinstance(value, str) and shows(value):
            continue
        found.append(path)
    return found


def within(shown: Iterable[str]) -> Callable[[str], bool]:
    """Return whether what is asked for is one of the texts, or stands in one as whole words."""
    texts = set(shown)
    everything = "\n".join(texts)

    def shows(text: str) -> bool:
        if text in texts or text not in everything:
            return text in texts
        return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", everything) is not None

    return shows


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every value with its dotted path; entries of lists go by id, code or language."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            names = ("id", "code", "language", "item_id", "path")
            known = entry if isinstance(entry, dict) else {}
            key = next((known[name] for name in names if name in known), str(number))
            yield from leaves(entry, f"{path}.{key}")
    elif value not in (None, ""):
        yield path, value


def matches(path: str, patterns: Any) -> bool:
    """Return whether a path is one of the patterns, or lies below one."""
    parts = path.split(".")
    for pattern in patterns:
        wanted = pattern.split(".")
        pairs = zip(parts, wanted, strict=False)
        if len(parts) >= len(wanted) and all(fnmatchcase(a, b) for a, b in pairs):
            return True
    return False


def sample_answers(bank: ItemBank, n: int, seed: int = 20261125) -> list[dict[str, str]]:
    """Return answers of ``n`` people as values; some decline, and some leave a cell empty."""
    rng = np.random.default_rng(seed)
    records = []
    for _ in range(n):
        declining = rng.choice([0.0, 0.2, 0.9])
        record = {}
        for item in bank.items:
            scale = bank.response_scale(item)
            draw = rng.random()
            if draw < declining / 2:
                record[item.id] = ""
            elif draw < declining and scale.missing:
                record[item.id] = str(rng.choice([option.value for option in scale.missing]))
            elif isinstance(scale, QuantityScale):
                steps = int(rng.integers(0, 60 * scale.steps_per_unit))
                record[item.id] = f"{steps / scale.steps_per_unit:.{scale.decimals}f}"
            else:
                record[item.id] = str(rng.choice(scale.values))
        records.append(record)
    return records


def with_rules(name: str) -> list[ItemBank]:
    """Return a bank with its own rules, and one whose sums are filled up."""
    bank = draft(name)
    rules = json.loads(bank.model_dump_json())["scoring_rules"]
    for rule in rules:
        if rule["method"] == "mean":
            rule |= {"method": "sum", "minimum_answered": max(1, rule["minimum_answered"] - 1)}
    return [bank, changed(bank, scoring_rules=rules)]


def our_scores(bank: ItemBank, records: list[dict[str, str]]) -> pd.DataFrame:
    """Return the scores that the package makes of answers given as values."""
    has_money = any(scale.unit == "currency" for scale in bank.quantity_scales)
    basis: dict[str, Any] = {"currency": "SEK", "price_year": 2026} if has_money else {}
    data = cm.read_responses(pd.DataFrame(records), bank, import_map=cm.ImportMap(**basis))
    return cm.score_responses(data).scores


def qualtrics_csv(survey: dict[str, Any], records: list[dict[str, str]]) -> str:
    """Return answers as Qualtrics exports them, under three lines of headers."""
    columns = [("ResponseId", "Response ID", "_recordId"), ("Status", "Response Type", "status")]
    columns += [("Finished", "Finished", "finished"), ("UserLanguage", "Language", "userLanguage")]
    for element in survey["SurveyElements"]:
        payload = element["Payload"]
        if element["Element"] != "SQ" or payload["QuestionType"] == "DB":
            continue
        tag, qid, text = (payload[k] for k in ("DataExportTag", "QuestionID", "QuestionText"))
        if payload["QuestionType"] == "Matrix":
            for number, name in payload["ChoiceDataExportTags"].items():
                stem = payload["Choices"][number]["Display"]
                columns.append((name, f"{text} - {stem}", f"{qid}_{number}"))
        else:
            columns.append((tag, text, f"{qid}_TEXT" if payload["QuestionType"] == "TE" else qid))
    lines = [[column[0] for column in columns], [column[1] for column in columns]]
    lines.append([json.dumps({"ImportId": column[2]}) for column in columns])
    for number, record in enumerate(records, start=1):
        known = {"ResponseId": f"R_{number}", "Status": "0", "Finished": "1", "UserLanguage": "EN"}
        for item_id, value in record.items():
            has_why = f"{item_id}_why" in lines[0] and value.startswith("-")
            known[f"{item_id}_why" if has_why else item_id] = value
        lines.append([known.get(column[0], "") for column in columns])
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue()
