from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap, MissingCell
from covalue_measures.schema import MissingReason

pyreadstat = pytest.importorskip("pyreadstat")

SAID = ImportMap(
    missing=(
        MissingCell(text=".a", reason=MissingReason.DECLINED),
        MissingCell(text="._", reason=MissingReason.TECHNICAL),
    ),
    ignore=("SITE",),
)
EXPECTED = [
    [1, 0, 2, 10],
    ["declined", 4, 2, 0],
    ["skipped", 1, 2, "not_asked"],
    ["technical", 2, 2, 5],
]
ORDINARY = b"." + bytes(7)


@pytest.fixture(params=[5, 8])
def transport(tmp_path, request):
    """Write a transport file, and by hand what pyreadstat cannot write: .A and ._ in VIS1."""
    frame = pd.DataFrame(
        {
            "SITE": ["A", "B", "", "A"],
            "VIS1": [1.0, np.nan, np.nan, np.nan],
            "VIS2": [0.0, 4.0, 1.0, 2.0],
            "VIS3": [2.0, 2.0, 2.0, 2.0],
            "VIS4": [10.0, 0.0, np.nan, 5.0],
        }
    )
    path = tmp_path / "a.xpt"
    pyreadstat.write_xport(
        frame, str(path), file_format_version=request.param, table_name="ANSWERS"
    )
    content = path.read_bytes()
    start = content.index(b"HEADER RECORD*******OBS")
    head, parts = content[:start], content[start:].split(ORDINARY)
    assert len(parts) == 5
    joints = [b"A" + bytes(7), ORDINARY, ORDINARY, b"_" + bytes(7)]
    body = parts[0] + b"".join(j + part for j, part in zip(joints, parts[1:], strict=True))
    path.write_bytes(head + body)
    return path


def test_special_missing_values_of_a_transport_file_stay_apart(visits, transport, cells_of):
    data = read_responses(transport, visits, import_map=SAID)
    assert data.intake.layout == "sas"
    assert cells_of(data) == EXPECTED


def test_each_special_missing_value_needs_its_reason(visits, transport):
    with pytest.raises(IntakeError) as caught:
        read_responses(transport, visits, import_map=ImportMap(ignore=("SITE",)))
    assert [problem.split(", but")[0] for problem in caught.value.problems] == [
        "Item 'vis1' has '.a'",
        "Item 'vis1' has '._'",
    ]
    assert "(row 4, column 'VIS1' of a.xpt)" in caught.value.problems[1]


def test_a_cut_transport_file_is_refused(visits, transport):
    content = transport.read_bytes()
    transport.write_bytes(content[: content.index(b"HEADER RECORD*******NAM") + 100])
    with pytest.raises(IntakeError, match=r"^a\.xpt is not a SAS file that can be read\.$"):
        read_responses(transport, visits, import_map=SAID)


def test_special_missing_values_of_a_data_set_stay_apart(tmp_path, visits, cells_of, monkeypatch):
    # No program here writes the format; what pyreadstat returns for it is documented.
    frame = pd.DataFrame(
        {
            "SITE": ["A", "B", "", "A"],
            "VIS1": pd.Series([1.0, "A", np.nan, "_"], dtype=object),
            "VIS2": [0.0, 4.0, 1.0, 2.0],
            "VIS3": [2.0, 2.0, 2.0, 2.0],
            "VIS4": [10.0, 0.0, np.nan, 5.0],
        }
    )
    asked = {}

    def read_sas7bdat(path, **options):
        asked.update(options)
        return frame, SimpleNamespace(missing_user_values={"VIS1": ["A", "_"]})

    monkeypatch.setattr(pyreadstat, "read_sas7bdat", read_sas7bdat)
    path = tmp_path / "a.sas7bdat"
    path.write_bytes(b"\x00" * 12 + b"\xc2\xea\x81\x60" + bytes(100))
    assert cells_of(read_responses(path, visits, import_map=SAID)) == EXPECTED
    assert asked == {"user_missing": True, "disable_datetime_conversion": True}


def test_another_file_is_refused(tmp_path, visits):
    path = tmp_path / "a.sas7bdat"
    path.write_bytes(b"vis1,vis2\n0,1\n")
    with pytest.raises(IntakeError, match=r"^a\.sas7bdat is not a SAS file that can be read\.$"):
        read_responses(path, visits)
