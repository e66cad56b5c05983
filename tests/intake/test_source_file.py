import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.intake.source_file import reader_for


@pytest.mark.parametrize(
    ("name", "layout", "expected"),
    [
        ("a.csv", "auto", "csv"),
        ("a.TSV", "auto", "csv"),
        ("a.txt", "auto", "csv"),
        ("a.dat", "csv", "csv"),
        ("a.parquet", "auto", "parquet"),
        ("a.sav", "auto", "spss"),
        ("a.csv", "spss", "spss"),
        ("a.csv", "redcap", "redcap"),
        ("a.csv", "long", "csv"),
        ("a.xlsx", "auto", "excel"),
        ("a.json", "auto", "fhir"),
        ("a.NDJSON", "auto", "fhir"),
        ("a.xml", "auto", "odk"),
        ("a.dta", "auto", "stata"),
        ("a.xpt", "auto", "sas"),
        ("a.sas7bdat", "auto", "sas"),
    ],
)
def test_the_reader_goes_by_suffix_unless_told(tmp_path, name, layout, expected):
    path = tmp_path / name
    path.write_bytes(b"x")
    assert reader_for(path, layout).layout == expected


@pytest.mark.parametrize(
    ("name", "content", "layout", "message"),
    [
        pytest.param("a.csv", b"", "auto", "'a.csv' is empty: it has 0 bytes.", id="empty"),
        pytest.param(
            "a.dat",
            b"x",
            "auto",
            "The suffix '.dat' of 'a.dat' does not say how to read it; known are .csv, .tsv, .txt,"
            " .xlsx, .xlsm, .json, .ndjson, .jsonl, .xml, .parquet, .pq, .sas7bdat, .xpt, .sav,"
            " .zsav, .dta. Rename the file, or say its layout, such as layout='csv'.",
            id="unknown_suffix",
        ),
        pytest.param(
            "a.csv",
            b"x",
            "jpeg",
            "There is no layout 'jpeg'; there are ['auto', 'csv', 'excel', 'fhir', 'limesurvey',"
            " 'long', 'odk', 'parquet', 'qualtrics', 'redcap', 'sas', 'spss', 'stata'].",
            id="unknown_layout",
        ),
        pytest.param(
            "a.csv",
            b"PK\x03\x04rest",
            "auto",
            "'a.csv' is a zip archive that is damaged.",
            id="damaged_archive_named_csv",
        ),
        pytest.param(
            "a.csv",
            b"\xd0\xcf\x11\xe0rest",
            "auto",
            "'a.csv' looks like an old or locked Excel workbook; save it as .xlsx without a"
            " password.",
            id="xls_named_csv",
        ),
        pytest.param(
            "a.csv",
            b"\x1f\x8b\x08",
            "auto",
            "'a.csv' is compressed with gzip; unpack it first.",
            id="gzip",
        ),
        pytest.param(
            "a.csv",
            b"PAR1rest",
            "auto",
            "'a.csv' is read as csv, but starts like a parquet file; say layout='parquet'.",
            id="parquet_named_csv",
        ),
        pytest.param(
            "a.parquet",
            b"$FL2rest",
            "auto",
            "'a.parquet' is read as parquet, but starts like a spss file; say layout='spss'.",
            id="spss_named_parquet",
        ),
    ],
)
def test_what_cannot_be_a_source_is_refused(tmp_path, name, content, layout, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        reader_for(path, layout)


def test_a_missing_file_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    with pytest.raises(IntakeError, match=re.escape(f"There is no file '{path}'.")):
        reader_for(path, "auto")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(IntakeError, match="is a folder; name the file in it"):
        reader_for(tmp_path, "auto")


def test_content_in_place_of_a_path_is_refused_unshown(visits):
    with pytest.raises(IntakeError, match=r"^The source must be the path of a file") as caught:
        read_responses("id,vis1\nP-001,3\n", visits)
    assert "P-001" not in str(caught.value)
