"""Scores from a released file alone, in another language, are the package's scores."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI, ROOT

import covalue_measures as cm
from covalue_measures.registry import write_release
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, Item, QuantityScale

SCRIPTS = ROOT / "tests" / "clients" / "js"
PAGE = ROOT / "docs" / "tutorials" / "depend_on_a_definition.md"
BANKS = ROOT / "item_banks"
RELEASES = sorted(BANKS.glob("*/releases/*.json"))
N = 60

Answer = float | int | None


def run_node(folder: Path, reference: str, form: str | None, answers: list[Any]) -> Any:
    request = {"folder": str(folder), "reference": reference, "form": form, "answers": answers}
    done = subprocess.run(
        ["node", SCRIPTS / "score_answers.mjs"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def draw(instrument: Instrument, item: Item, rng: np.random.Generator) -> Answer:
    """Return an answer, a declared missing option, or none at all."""
    scale = instrument.response_scale(item)
    if rng.random() < 0.15:
        without: list[Answer] = [None, *(option.value for option in scale.missing)]
        return without[rng.integers(len(without))]
    if isinstance(scale, QuantityScale):
        per_unit = scale.steps_per_unit
        steps = rng.integers(scale.minimum * per_unit, scale.maximum * per_unit, endpoint=True)
        return int(steps) / per_unit if scale.decimals else int(steps)
    return int(rng.choice(scale.values))


def our_scores(instrument: Instrument, answers: list[dict[str, Answer]]) -> pd.DataFrame:
    cells = [{name: "" if a is None else str(a) for name, a in row.items()} for row in answers]
    money = {"currency": "SEK", "price_year": 2026}
    scales = [instrument.response_scale(item) for item in instrument.items]
    has_money = any(isinstance(s, QuantityScale) and s.unit == "currency" for s in scales)
    data = cm.read_responses(
        pd.DataFrame(cells), instrument, import_map=ImportMap(**(money if has_money else {}))
    )
    return cm.score_responses(data).scores


def compare(instrument: Instrument, folder: Path) -> int:
    """Compare every score of random answers; return how many there were."""
    rng = np.random.default_rng(20261125)
    answers = [
        {item.id: draw(instrument, item, rng) for item in instrument.items} for _ in range(N)
    ]
    theirs = run_node(folder, instrument.bank.reference, instrument.form_id, answers)
    ours = our_scores(instrument, answers)
    assert [list(row) for row in theirs] == [list(ours.columns)] * N
    table = pd.DataFrame(theirs, columns=ours.columns).astype(float)
    assert_allclose(table.to_numpy(), ours.to_numpy(), rtol=1e-12, atol=1e-12)
    return int(ours.notna().to_numpy().sum())


@pytest.mark.clients
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: f"{path.parts[-3]}@{path.stem}")
def test_javascript_scores_a_release_and_its_forms_as_the_package_does(path: Path) -> None:
    bank = cm.load_bank(f"{path.parts[-3]}@{path.stem}")
    for form_id in (None, *(form.id for form in bank.forms)):
        assert compare(Instrument(bank=bank, form_id=form_id), BANKS) > 0


@pytest.fixture
def bfi_root(tmp_path: Path) -> Path:
    """A folder of banks in which the example, with mirrored items, was released."""
    shutil.copytree(BFI / "instrument", tmp_path / "bfi25")
    write_release(tmp_path / "bfi25", tmp_path)
    return tmp_path


@pytest.mark.clients
def test_mirrored_items_are_mirrored(bfi_root: Path, bfi_bank: cm.ItemBank) -> None:
    assert any(item.is_reversed for item in bfi_bank.items)
    assert compare(Instrument(bank=bfi_bank), bfi_root) > 0


@pytest.mark.clients
def test_a_changed_byte_is_noticed(bfi_root: Path) -> None:
    path = bfi_root / "bfi25" / "releases" / "1.0.0.json"
    path.write_bytes(path.read_bytes().replace(b'"negative"', b'"positive"', 1))
    result = run_node(bfi_root, "bfi25@1.0.0", None, [{}])
    assert result == {"error": "bfi25@1.0.0 is not what was released"}


@pytest.mark.clients
@pytest.mark.parametrize("answer", [5, -1, 2.5, "3"])
def test_what_is_no_answer_is_refused(answer: object) -> None:
    result = run_node(BANKS, "communication_service_user@0.1.0", None, [{"comsu01": answer}])
    assert result == {"error": f"{answer} is no answer to comsu01"}


def test_the_page_shows_the_module_that_is_tested() -> None:
    shown = re.search(
        r"^```js\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert shown is not None
    assert shown[1] == (SCRIPTS / "score.mjs").read_text(encoding="utf-8")
