"""A folder of banks with one small bank in it, as people edit it."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from covalue_measures.registry.release_bank import release_bank
from covalue_measures.registry.release_record import ReleaseRecord
from covalue_measures.schema import source_digest

# The bank that has one of everything, and its edits, lie beside the tests of changes.
sys.path.insert(0, str(Path(__file__).resolve().parent / "changes"))

BANK = """\
id: demo
version: "0.1.0"
status: draft
title: Demo
language: en
role: service_user
domain: communication
construct_definition: What a demo measures.
license: CC-BY-4.0
provenance: {kind: deductive, theme_ids: [CV2-T-COM]}
facets:
  - {id: a, title: A, definition: The first.}
response_scales:
  - id: freq2
    options:
      - {code: no, value: 0, label: no}
      - {code: yes, value: 1, label: yes}
    missing:
      - {code: na, value: -9, reason: not_applicable, label: Does not apply}
items:
  - id: de01
    stem: They listened.
    facet: a
    role: service_user
    response_scale: freq2
    keying: positive
    recall: In the past week
    provenance: {kind: deductive}
  - id: de02
    stem: They left.
    facet: a
    role: service_user
    response_scale: freq2
    keying: negative
    provenance: {kind: deductive}
subscales:
  - {id: total, title: Total, measurement_model: reflective, item_ids: [de01, de02]}
structure: {kind: one_factor, subscale_ids: [total]}
"""

SCORING = """\
scoring_rules:
  - id: total_sum
    version: "0.1.0"
    title: Sum
    subscale_id: total
    method: sum
    minimum_answered: 2
"""

FORM = """\
id: 1a
version: "0.1.0"
title: Form 1a
item_ids: [de01]
subscales:
  - {id: total, title: Total, measurement_model: reflective, item_ids: [de01]}
rationale: One is quicker.
"""

SWEDISH = f"""\
language: sv
version: "0.1.0"
state: draft
method: One forward translation.
texts:
  items.de01.stem:
    source: "{source_digest("They listened.")}"
    text: De lyssnade.
  items.de01.recall:
    source: "{source_digest("In the past week")}"
    text: Under den senaste veckan
  response_scales.freq2.missing.na.label:
    source: "{source_digest("Does not apply")}"
    text: Inte aktuellt
  forms.1a.title:
    source: "{source_digest("Form 1a")}"
    text: Formulär 1a
"""

FILES = {
    "bank.yaml": BANK,
    "scoring.yaml": SCORING,
    "forms/1a.yaml": FORM,
    "i18n/sv.yaml": SWEDISH,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of banks that holds the bank ``demo``."""
    banks = tmp_path / "banks"
    for name, text in FILES.items():
        path = banks / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return banks


@pytest.fixture
def folder(root: Path) -> Path:
    """The folder of the bank ``demo``."""
    return root / "demo"


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replace a piece of text that stands once in a file of the bank."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def log(folder: Path) -> Callable[..., None]:
    """Write the changelog, with an entry for each of some versions."""

    def write(*versions: str) -> None:
        entries = "".join(f"\n## {version}\n\n- Something.\n" for version in versions)
        (folder / "CHANGELOG.md").write_text(f"# Changes of `demo`\n{entries}", encoding="utf-8")

    return write


@pytest.fixture
def release(
    folder: Path, root: Path, edit: Callable[[str, str, str], None], log: Callable[..., None]
) -> Callable[..., ReleaseRecord]:
    """Release the draft, under another version where one is given."""
    held = ["0.1.0"]

    def run(version: str = "0.1.0", **options: Any) -> ReleaseRecord:
        edit("bank.yaml", f'version: "{held[-1]}"', f'version: "{version}"')
        held.append(version)
        log(version)
        usual = {"rationale": "A test.", "today": date(2026, 11, 25)}
        return release_bank(folder, root, **(usual | options))

    return run
