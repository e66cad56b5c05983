import re
import sys

import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake import read_responses
from covalue_measures.responses import REASONS, ImportMap, MissingCell
from covalue_measures.schema import MissingReason

pyreadstat = pytest.importorskip("pyreadstat")


def write(path, frame, **described):
    pyreadstat.write_sav(frame, str(path), **described)
    return path


def answers(**columns):
    return pd.DataFrame({f"VIS{number}": [0.0, 0.0, 0.0] for number in (1, 2, 3, 4)} | columns)


def test_user_missing_values_stay_apart(tmp_path, visits):
    path = write(
        tmp_path / "a.sav",
        answers(VIS1=[-99.0, -98.0, np.nan]),
        missing_ranges={"VIS1": [{"lo": -99, "hi": -90}]},
        variable_value_labels={"VIS1": {0.0: "Never", -99.0: "Refused"}},
    )
    data = read_responses(path, visits)
    reasons = [REASONS[code - 1] for code in data.reasons[:, 0]]
    assert reasons == ["declined", "not_applicable", "skipped"]
    assert data.intake.layout == "spss"
    assert data.intake.applied_rules == (
        "Matched 4 columns to items in another letter case: 'VIS1', 'VIS2', 'VIS3', 'VIS4'.",
        "Read 1 cell without text as skipped.",
    )


def test_an_undeclared_user_missing_value_is_refused(tmp_path, visits):
    path = write(
        tmp_path / "a.sav",
        answers(VIS1=[-97.0, 0.0, 1.0]),
        missing_ranges={"VIS1": [{"lo": -99, "hi": -90}]},
    )
    with pytest.raises(IntakeError, match=r"^Item 'vis1' has response -97, .* If '-97' stands for"):
        read_responses(path, visits)


MARKED = (
    "Item 'vis4' has '9', which the file marks as user-missing, but response scale 'grade11' allows"
    " 0-10 (2 cells, the first in row 1, column 'VIS4' of a.sav). Say in the import map which kind"
    " of missing it is: missing: [{text: '9', reason: ...}]."
)


@pytest.fixture
def marked_nine(tmp_path):
    return write(tmp_path / "a.sav", answers(VIS4=[9.0, 9.0, 10.0]), missing_ranges={"VIS4": [9]})


def test_a_category_that_the_file_marks_as_missing_is_refused(visits, marked_nine):
    with pytest.raises(IntakeError, match=f"^{re.escape(MARKED)}$"):
        read_responses(marked_nine, visits)


def test_the_import_map_settles_what_the_file_marks(visits, marked_nine):
    said = ImportMap(missing=(MissingCell(text="9", reason=MissingReason.DECLINED),))
    data = read_responses(marked_nine, visits, import_map=said)
    assert data.values[:, 3].tolist() == [0, 0, 10]
    assert data.is_answered[:, 3].tolist() == [False, False, True]


def test_text_variables_have_marked_texts_too(tmp_path, visits):
    path = write(tmp_path / "a.sav", answers(VIS1=["3", "", "4"]), missing_ranges={"VIS1": ["4"]})
    with pytest.raises(
        IntakeError, match=r"^Item 'vis1' has '4', which the file marks as user-mis"
    ):
        read_responses(path, visits)


def test_another_file_is_refused(tmp_path, visits):
    path = tmp_path / "a.sav"
    path.write_bytes(b"vis1,vis2\n0,1\n")
    with pytest.raises(IntakeError, match=r"^a\.sav is not an SPSS file that can be read\.$"):
        read_responses(path, visits)


def test_without_pyreadstat_the_extra_is_named(tmp_path, visits, monkeypatch):
    path = write(tmp_path / "a.sav", answers())
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    message = "Reading a.sav needs pyreadstat: pip install 'covalue-measures[spss]'."
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits)


LABELS = {float(n): t for n, t in enumerate(["Never", "RARELY", "Ibland", "Mostly", "Always"])}


def test_value_labels_that_match_or_cannot_be_compared_pass(tmp_path, visits):
    path = write(tmp_path / "a.sav", answers(), variable_value_labels={"VIS1": LABELS})
    assert read_responses(path, visits).values[:, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_value_labels_that_contradict_the_scale_are_refused(tmp_path, visits, ending):
    path = tmp_path / f"a.{ending}"
    labels = {"vis1": {1: "Never", 2: "sällan", 5: "Always", -99: "Does not apply"}}
    frame = pd.DataFrame(1, index=range(2), columns=["vis1", "vis2", "vis3", "vis4"])
    writer = pyreadstat.write_sav if ending == "sav" else pyreadstat.write_dta
    writer(frame, str(path), variable_value_labels=labels)
    with pytest.raises(IntakeError, match=r"^The value labels of column 'vis1'") as caught:
        read_responses(path, visits)
    for pair in (
        "the file calls 1 'Never', the scale calls 0 so",
        "the file calls 2 'sällan', the scale calls 1 so",
        "the file calls -99 'Does not apply', the scale calls -98 so",
    ):
        assert pair in str(caught.value)
    codes = ["never", "rare", "some", "often", "alway"]
    options = tuple({"item": "vis1", "text": str(n), "code": c} for n, c in enumerate(codes, 1))
    said = ImportMap.model_validate(
        {
            "options": options,
            "missing": ({"text": "-99", "reason": MissingReason.NOT_APPLICABLE},),
        }
    )
    assert read_responses(path, visits, import_map=said).values[:, 0].tolist() == [0, 0]
