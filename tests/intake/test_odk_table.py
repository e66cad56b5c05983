import re
import sys

import pytest

from covalue_measures.exceptions import IntakeError, MissingExtraError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap

pytest.importorskip("defusedxml")

TEMPLATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a device -->
<data xmlns:orx="http://openrosa.org/xforms" id="visits" version="{version}">
  <start>2026-01-02T09:50:00.000+01:00</start>
  <contact><vis1>{vis1}</vis1><vis2>4</vis2><vis3>-99</vis3></contact>
  <vis4>{vis4}</vis4>
  <contact_mean>2.5</contact_mean>
  <orx:meta><orx:instanceID>uuid:{number}</orx:instanceID></orx:meta>
</data>
"""


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a submission to the folder ``visits``."""
    folder = tmp_path / "visits"
    folder.mkdir()

    def write_submission(name="a.xml", *, vis1="0", vis4="10", version="1.0.0", number=1):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        content = TEMPLATE.format(vis1=vis1, vis4=vis4, version=version, number=number)
        path.write_text(content, encoding="utf-8")
        return path

    return write_submission


def test_one_submission(visits, write, cells_of):
    data = read_responses(write(), visits)
    assert cells_of(data) == [[0, 4, "declined", 10]]
    assert (data.intake.layout, data.intake.source) == ("odk", "a.xml")
    assert data.intake.applied_rules == (
        "Set aside 1 score that the form computed: 'contact_mean'.",
        "Set aside 2 columns that the form adds: 'start', 'instanceID'.",
    )


def test_a_folder_of_submissions(visits, write, cells_of):
    write("one/submission.xml", vis1="3", number=1)
    write("two/submission.xml", vis1="", number=2)
    folder = write("three.xml", vis4="", number=3).parent
    data = read_responses(folder, visits, layout="odk")
    assert cells_of(data) == [
        [3, 4, "declined", 10],
        [0, 4, "declined", "not_asked"],
        ["skipped", 4, "declined", 10],
    ]


def test_a_folder_is_read_only_when_said(visits, write):
    folder = write().parent
    with pytest.raises(IntakeError, match="or say layout='odk' if it holds submissions of ODK"):
        read_responses(folder, visits)


def test_a_folder_without_submissions_is_refused(visits, tmp_path):
    with pytest.raises(IntakeError, match=r"holds no submission: no file ends in \.xml\.$"):
        read_responses(tmp_path, visits, layout="odk")


def test_a_refused_answer_is_named_by_file_and_field(visits, write):
    write("a.xml")
    folder = write("b.xml", vis1="0 3", number=2).parent
    message = (
        "Item 'vis1' has a text of 3 characters, but response scale 'freq5' allows 0-4, or missing"
        " -98 (not_applicable), -99 (declined) (file 2, field 'vis1' of visits). That is 2 answers,"
        " and an item takes one."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(folder, visits, layout="odk")


def test_a_repeated_group_gives_no_answer(visits, write):
    path = write()
    path.write_text(path.read_text().replace("<vis4>", "<vis4>9</vis4><vis4>"))
    with pytest.raises(IntakeError, match=r"^Item 'vis4' has '9, 10', but .* 2 answers"):
        read_responses(path, visits)


def test_a_submission_that_was_copied_counts_once(visits, write):
    write("a.xml")
    folder = write("b.xml").parent
    data = read_responses(folder, visits, layout="odk")
    assert data.n_respondents == 1
    assert data.intake.applied_rules[0] == "Left out 1 record equal to one with the same record id."


def test_one_submission_with_two_contents_is_refused(visits, write):
    write("a.xml")
    folder = write("b.xml", vis1="2").parent
    message = (
        "The same record stands on files 1, 2 of visits with different answers or another status."
        " Take out of the file what is not to be read."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(folder, visits, layout="odk")
    said = ImportMap(duplicates="newest")
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(folder, visits, layout="odk", import_map=said)


def test_another_version_of_the_form_is_refused(visits, write):
    path = write(version="2026010201")
    with pytest.raises(IntakeError, match=r"the questionnaire 'visits\|2026010201', not to"):
        read_responses(path, visits)
    said = ImportMap(questionnaire=("visits|2026010201",))
    assert read_responses(path, visits, import_map=said).n_respondents == 1


BOMB = '<!DOCTYPE data [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<data id="visits">'
ELSEWHERE = '<!DOCTYPE data [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<data id="visits">'


@pytest.mark.parametrize("start", [BOMB, ELSEWHERE, "<!DOCTYPE data>\n<data>"])
def test_a_document_type_is_refused(visits, write, start):
    path = write()
    path.write_text(start + "<vis1>&b;</vis1></data>")
    message = (
        "a.xml holds a document type or entities, which no submission needs and which can make a"
        " small file endless; it is not read."
    )
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        read_responses(path, visits)


@pytest.mark.parametrize("content", ["<data><vis1>0</data>", "vis1,vis2", "<data>&b;</data>"])
def test_what_is_no_xml_is_refused(visits, write, content):
    path = write()
    path.write_text("\n" + content)
    with pytest.raises(IntakeError, match=r"^a\.xml is not XML that can be read on line 2\.$"):
        read_responses(path, visits)


def test_without_defusedxml_the_extra_is_named(visits, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    message = "Reading a.xml needs defusedxml: pip install 'covalue-measures[interchange]'."
    with pytest.raises(MissingExtraError, match=f"^{re.escape(message)}$"):
        read_responses(write(), visits)
