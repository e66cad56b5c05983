import re
import sys

import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap, MissingCell
from covalue_measures.schema import MissingReason

pyreadstat = pytest.importorskip("pyreadstat")

SAID = ImportMap(
    missing=(
        MissingCell(text=".a", reason=MissingReason.DECLINED),
        MissingCell(text=".b", reason=MissingReason.NOT_ASKED),
    ),
    groups=("site",),
)


@pytest.fixture(params=[8, 15])
def extended(tmp_path, request):
    frame = pd.DataFrame(
        {
            "vis1": pd.Series([1.0, "a", np.nan, "b"], dtype=object),
            "vis2": [0.0, 4.0, 1.0, 2.0],
            "vis3": [2.0, 2.0, 2.0, 2.0],
            "vis4": [10.0, 0.0, np.nan, 5.0],
            "site": ["a", "b", "", "a"],
        }
    )
    path = tmp_path / "a.dta"
    marked = {"vis1": ["a", "b"]}
    pyreadstat.write_dta(frame, str(path), missing_user_values=marked, version=request.param)
    return path


def test_extended_missing_values_stay_apart(visits, extended, cells_of):
    data = read_responses(extended, visits, import_map=SAID)
    assert data.intake.layout == "stata"
    assert cells_of(data) == [
        [1, 0, 2, 10],
        ["declined", 4, 2, 0],
        ["skipped", 1, 2, "not_asked"],
        ["not_asked", 2, 2, 5],
    ]
    # A text that is a letter is no missing value.
    assert data.groups[0].labels == ("a", "b", "", "a")


def test_each_extended_missing_value_needs_its_reason(visits, extended):
    message = (
        "Item 'vis1' has '.a', but response scale 'freq5' allows 0-4, or missing -98"
        " (not_applicable), -99 (declined) (row 2, column 'vis1' of a.dta). If '.a' stands for a"
        " missing answer, say in the import map which kind: missing: [{text: '.a', reason: ...}]."
    )
    with pytest.raises(IntakeError) as caught:
        read_responses(extended, visits, import_map=ImportMap(groups=("site",)))
    assert caught.value.problems[0] == message
    assert len(caught.value.problems) == 2


def test_another_file_is_refused(tmp_path, visits):
    path = tmp_path / "a.dta"
    path.write_bytes(b"vis1,vis2\n0,1\n")
    with pytest.raises(IntakeError, match=r"^a\.dta is not a Stata file that can be read\.$"):
        read_responses(path, visits)


def test_without_pyreadstat_the_extra_is_named(visits, extended, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    message = "Reading a.dta needs pyreadstat: pip install 'covalue-measures[spss]'."
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        read_responses(extended, visits)
