import re
import zipfile

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import archive
from covalue_measures.intake.archive import check_workbook

WORKBOOK = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


@pytest.fixture
def write(tmp_path):
    def write_members(members, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w", compression) as file:
            for name, content in members.items():
                file.writestr(name, content)
        return path

    return write_members


def test_a_workbook_passes(write):
    check_workbook(write(WORKBOOK))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../evil.txt", "'../evil.txt'"),
        ("xl/../../evil.txt", "'xl/../../evil.txt'"),
        ("/etc/passwd", "'/etc/passwd'"),
        ("xl\\..\\..\\evil.txt", r"'xl\\..\\..\\evil.txt'"),
        ("C:/evil.txt", "'C:/evil.txt'"),
    ],
)
def test_members_outside_of_the_archive_are_refused(write, name, shown):
    message = f"'a.xlsx' has the member {shown}, which lies outside of the archive; it is not read."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        check_workbook(write(WORKBOOK | {name: "x"}))


def test_what_unpacks_to_far_more_than_it_is_is_refused(write):
    path = write(WORKBOOK | {"xl/worksheets/sheet1.xml": bytes(30 << 20)})
    with pytest.raises(
        IntakeError, match=r"^'a\.xlsx' would unpack from [\d,]+ to 31,457,\d+ bytes in 3 members;"
    ):
        check_workbook(path)


def test_a_small_file_may_shrink_as_it_likes(write):
    check_workbook(write(WORKBOOK | {"xl/worksheets/sheet1.xml": bytes(5 << 20)}))


def test_too_many_members_are_refused(write, monkeypatch):
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 2)
    with pytest.raises(IntakeError, match=r"in 3 members; no file of answers does"):
        check_workbook(write(WORKBOOK | {"xl/more.xml": "x"}))


@pytest.mark.parametrize(
    "members", [{"visits.csv": "vis1\n0\n"}, {"[Content_Types].xml": "", "word/document.xml": ""}]
)
def test_another_archive_is_refused(write, members):
    message = "'a.xlsx' is a zip archive and no Excel workbook; unpack it, and name the file in it."
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        check_workbook(write(members))


def test_a_damaged_archive_is_refused(write):
    path = write(WORKBOOK)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(IntakeError, match=r"^'a\.xlsx' is a zip archive that is damaged\.$"):
        check_workbook(path)


def test_a_file_that_only_has_the_name_of_a_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_text("vis1,vis2\n0,1\n", encoding="utf-8")
    with pytest.raises(IntakeError, match=r"^'a\.xlsx' is no Excel workbook\.$"):
        check_workbook(path)
