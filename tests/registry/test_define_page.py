"""The instrument that the page about definitions writes down."""

import re
from pathlib import Path

import pandas as pd
import pytest
from reference_values import ROOT

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry import load_draft
from covalue_measures.schema import Instrument

PAGE = (ROOT / "docs" / "how-to" / "define_an_instrument.md").read_text(encoding="utf-8")
FILES = {
    block.splitlines()[0].removeprefix("# "): block
    for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
}


def write(folder: Path, **changed: str) -> Path:
    for name, text in FILES.items():
        if name.endswith(".yaml"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder


def test_it_can_be_loaded_and_answered(tmp_path: Path) -> None:
    bank = load_draft(write(tmp_path / "waiting"))
    assert bank.structure is None
    assert bank.item("wa01").pair_id == "hours_waited"
    rows = pd.DataFrame({"wa01": ["2.5", "-97", "0"], "wa02": ["2", "0", "1"]})
    scores = cm.score_responses(cm.read_responses(rows, bank)).scores
    assert scores["hours_sum"].tolist()[::2] == [2.5, 0]
    assert scores["hours_sum"].isna().tolist() == [False, True, False]
    assert scores["forgone_count"].tolist() == [1, 0, 1]


def test_each_of_its_waivers_waives_something(tmp_path: Path) -> None:
    report = cm.lint_bank(load_draft(write(tmp_path / "waiting")))
    assert report.passes
    assert [finding.rule for finding in report.waived] == ["L08", "L02"]
    assert report.unused_waivers == ()


def test_its_form_says_why_it_took_the_item(tmp_path: Path) -> None:
    bank = load_draft(write(tmp_path / "waiting"))
    form = Instrument(bank=bank, form_id="1a").form
    assert form is not None
    assert [choice.item_id for choice in form.choices] == ["wa01"]


def test_it_may_be_retired_with_the_reason_of_the_page(tmp_path: Path) -> None:
    text = FILES["bank.yaml"] + FILES["retirement"]
    with pytest.raises(InstrumentError, match="gives a reason for retirement, but its status is"):
        load_draft(write(tmp_path / "draft", bank=text))
    retired = text.replace("status: draft", "status: retired")
    bank = load_draft(write(tmp_path / "retired", bank=retired))
    assert bank.retirement is not None
    assert bank.retirement.superseded_by == "waiting_2"


AMOUNT = "response_scale: hours\n    keying: "
REFUSED = [
    ("bank", "unit: hours\n", "unit: count\n", "'hours' counts, and so has no decimals"),
    ("bank", f"{AMOUNT}positive", f"{AMOUNT}negative", "but an amount cannot be mirrored"),
    ("scoring", "method: count", "method: mean", "with item 'wa02', whose options have no order"),
    ("scoring", "method: sum", "method: count", r"counts answers, but \['wa01'\] are amounts"),
    ("1a", "  - item_id: wa01", "  - item_id: wa02", "each item has one, in the same order"),
    ("bank", "    path: instruction\n", "", "waiver L08 of bank 'waiting' does not say its path"),
    (
        "bank",
        "language: en\n        r",
        "path: a\n        r",
        "has a path, which only a bank's has",
    ),
]


@pytest.mark.parametrize(("stem", "old", "new", "message"), REFUSED)
def test_what_the_page_says_must_not_be_is_refused(
    tmp_path: Path, stem: str, old: str, new: str, message: str
) -> None:
    name = {"1a": "forms/1a.yaml"}.get(stem, f"{stem}.yaml")
    assert FILES[name].count(old) == 1
    folder = write(tmp_path / "waiting", **{stem: FILES[name].replace(old, new)})
    with pytest.raises(InstrumentError, match=message):
        load_draft(folder)
