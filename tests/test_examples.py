"""Every example runs in an empty folder, and prints what it promises."""

import runpy

import pytest
from reference_values import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("[0-9]*.py"))
#: A line of output that shows the example did its work.
EXPECTED = {
    "01_evaluate_bfi.py": "verified: True",
    "02_estimators_on_a_table.py": "alpha 0.814 [0.803, 0.825]",
    "03_define_and_score.py": "Item 'cw1' has response 7",
    # As lavaan 0.6-14 has it: reference/values/cfa_bfi_wlsmv_listwise.json.
    "04_from_exploration_to_invariance.py": (
        "five traits: chi-square 6049.3, df 265, CFI 0.824 scaled 0.751 robust"
    ),
    "05_from_draft_to_stage.py": "the report says that its data are synthetic: True",
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example(path, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(path), run_name="__main__")
    assert EXPECTED[path.name] in capsys.readouterr().out


def test_every_example_is_expected() -> None:
    assert {path.name for path in EXAMPLES} == set(EXPECTED)
