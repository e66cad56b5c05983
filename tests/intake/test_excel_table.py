import datetime
import re
import sys
import zipfile

import pytest

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap

openpyxl = pytest.importorskip("openpyxl")

HEADER = ["id", "vis1", "vis2", "vis3", "vis4"]
SAID = ImportMap(respondent_id="id")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes sheets of rows to a workbook."""

    def write_sheets(name="a.xlsx", **sheets):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        workbook.save(path)
        return path

    return write_sheets


def test_cells_are_text_as_shown(visits, write, cells_of):
    path = write(answers=[HEADER, ["p1", 0, 4.0, -99, "10"], ["p2", "3 ", None, "", 7], [None] * 5])
    data = read_responses(path, visits, import_map=SAID)
    assert data.intake.layout == "excel"
    assert cells_of(data) == [[0, 4, "declined", 10], [3, "skipped", "skipped", 7]]
    assert data.respondent_ids == ("p1", "p2")
    assert data.intake.applied_rules[0] == "Read the sheet 'answers'."


def test_rows_are_those_of_the_sheet(visits, write):
    path = write(answers=[[None], HEADER, ["p1", 0, 0, 0, 0], [None], ["p2", 8, 0, 0, 0]])
    with pytest.raises(IntakeError, match=r"\(row 5, column 'vis1' of a\.xlsx\)"):
        read_responses(path, visits, import_map=SAID)


def test_a_date_in_place_of_an_answer_is_refused(visits, write):
    path = write(answers=[HEADER, ["p1", datetime.datetime(2026, 2, 1), 0, 0, 0]])
    message = (
        "Item 'vis1' has a text of 10 characters, but response scale 'freq5' allows 0-4, or missing"
        " -98 (not_applicable), -99 (declined) (row 2, column 'vis1' of a.xlsx). Did a"
        " spreadsheet turn the answer into a date?"
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits, import_map=SAID)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.5, "response 3.5"),
        (True, "'TRUE'"),
        (datetime.datetime(2026, 2, 1, 10, 30), "a text of 19 characters"),
        (datetime.time(1, 2), "a text of 8 characters"),
        ("#N/A", "'#N/A'"),
        ("=1+1", "'=1+1'"),
    ],
)
def test_other_cells_are_refused(visits, write, value, shown):
    path = write(answers=[HEADER, ["p1", value, 0, 0, 0]])
    with pytest.raises(IntakeError, match=f"^Item 'vis1' has {re.escape(shown)}, but"):
        read_responses(path, visits, import_map=SAID)


def test_a_formula_is_read_as_the_value_that_it_showed(visits, write):
    path = write(answers=[HEADER, ["p1", "=1+2", 0, 0, 0]])
    # openpyxl writes no values for formulas; Excel does.
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    content[sheet] = content[sheet].replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>")
    content[sheet] = content[sheet].replace(b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>")
    assert b"<v>3</v>" in content[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    data = read_responses(path, visits, import_map=SAID)
    assert data.values[0, 0] == 3
    assert "Read 1 formula as the value shown." in data.intake.applied_rules


def test_one_of_several_sheets_must_be_named(visits, write):
    path = write(first=[HEADER, ["p1", 0, 0, 0, 0]], second=[HEADER, ["p1", 4, 4, 4, 4]], empty=[])
    message = (
        "a.xlsx has 2 sheets with content: 'first', 'second'. Say in the import map which to read,"
        " such as sheet: first."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits, import_map=SAID)
    named = SAID.model_copy(update={"sheet": "second"})
    assert read_responses(path, visits, import_map=named).values.tolist() == [[4, 4, 4, 4]]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("third", "The import map names the sheet 'third', which a.xlsx does not have; it has"),
        ("empty", "The sheet 'empty' of a.xlsx is empty."),
    ],
)
def test_a_sheet_without_answers_is_refused(visits, write, sheet, message):
    path = write(first=[HEADER, ["p1", 0, 0, 0, 0]], empty=[])
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_responses(path, visits, import_map=ImportMap(sheet=sheet))


def test_a_row_longer_than_the_header_is_no_hidden_answer(visits, write):
    path = write(answers=[HEADER, ["p1", 0, 0, 0, 0, "note"]])
    with pytest.raises(IntakeError, match=r"what to do with the column '' of a\.xlsx"):
        read_responses(path, visits, import_map=SAID)


def test_a_workbook_named_csv_is_told(visits, write):
    path = write("a.csv", answers=[HEADER, ["p1", 0, 0, 0, 0]])
    message = "'a.csv' is read as csv, but is an Excel workbook; say layout='excel'."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits, import_map=SAID)
    assert read_responses(path, visits, import_map=SAID, layout="excel").n_respondents == 1


def test_entities_are_not_read(visits, write):
    path = write(answers=[HEADER, ["p1", 0, 0, 0, 0]])
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    bomb = b'<!DOCTYPE a [<!ENTITY b "3">]>'
    start = content[sheet].index(b"<worksheet")
    content[sheet] = content[sheet][:start] + bomb + content[sheet][start:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    with pytest.raises(IntakeError, match=r"^a\.xlsx is not an Excel workbook that can be read\."):
        read_responses(path, visits, import_map=SAID)


@pytest.mark.parametrize("module", ["openpyxl", "defusedxml"])
def test_without_its_packages_the_extra_is_named(visits, write, monkeypatch, module):
    path = write(answers=[HEADER, ["p1", 0, 0, 0, 0]])
    monkeypatch.setitem(sys.modules, module, None)
    message = (
        "Reading a.xlsx needs openpyxl and defusedxml: pip install 'covalue-measures[interchange]'."
    )
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits, import_map=SAID)
