import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_import_map
from covalue_measures.responses import ColumnOfItem, ImportMap, MissingCell
from covalue_measures.responses.import_map import LongForm, OptionText, RecordStatus
from covalue_measures.schema import MissingReason

WRITTEN = """\
columns:
  - {item: vis1, column: Q1}
respondent_id: id
groups: [sex, 2026]
ignore: [note]
not_asked: [vis4]
coding: labels
language: sv
missing:
  - {text: -9, reason: declined}
  - {text: no, reason: dont_know}
  - {text: true, reason: technical}
encoding: cp1252
separator: ";"
instrument: visits@1.0.0
mode: interviewer_phone
sheet: 2026
event: 1
instance: 2
options:
  - {scale: freq5, text: 5, code: alway}
statuses:
  - {status: in-progress, use: leave_out}
duplicates: newest
questionnaire: ["http://a.org/q|1"]
"""


def test_every_field_is_read(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(WRITTEN)
    assert read_import_map(path) == ImportMap(
        columns=(ColumnOfItem(item="vis1", column="Q1"),),
        respondent_id="id",
        groups=("sex", "2026"),
        ignore=("note",),
        not_asked=("vis4",),
        coding="labels",
        language="sv",
        missing=(
            MissingCell(text="-9", reason=MissingReason.DECLINED),
            MissingCell(text="no", reason=MissingReason.DONT_KNOW),
            MissingCell(text="true", reason=MissingReason.TECHNICAL),
        ),
        encoding="cp1252",
        separator=";",
        instrument="visits@1.0.0",
        mode="interviewer_phone",
        sheet="2026",
        event="1",
        instance="2",
        options=(OptionText(scale="freq5", text="5", code="alway"),),
        statuses=(RecordStatus(status="in-progress", use="leave_out"),),
        duplicates="newest",
        questionnaire=("http://a.org/q|1",),
    )


def test_a_long_form_is_read(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("long: {respondent: who, item: question, value: answer, occasion: round}\n")
    long = LongForm(respondent="who", item="question", value="answer", occasion="round")
    assert read_import_map(path) == ImportMap(long=long)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(
            "group: [sex]\n",
            "Import map 'map.yaml', group: Extra inputs are not permitted",
            id="unknown_field",
        ),
        pytest.param(
            "missing:\n  - {text: NA, reason: lost}\n",
            "Import map 'map.yaml', missing.0.reason: Input should be 'not_applicable',"
            " 'dont_know', 'declined', 'skipped', 'not_asked' or 'technical' (found 'lost')",
            id="unknown_reason",
        ),
        pytest.param(
            "groups: [sex]\nignore: [sex]\n",
            "Import map 'map.yaml', document: the import map names the column 'sex' twice",
            id="column_twice",
        ),
        pytest.param(
            "coding: labels\n",
            "Import map 'map.yaml', document: coding 'labels' needs the language of the labels",
            id="labels_without_language",
        ),
        pytest.param("groups: [sex\n", "The import map 'map.yaml', line 2: ", id="not_yaml"),
        pytest.param(
            "groups: [a]\ngroups: [b]\n",
            "The import map 'map.yaml', line 2: the key 'groups' stands twice.",
            id="key_twice",
        ),
        pytest.param(
            "groups: !!python/object/apply:os.system [id]\n",
            "The import map 'map.yaml', line 1: tags (tag:yaml.org,2002:python/object/apply:"
            "os.system) are not allowed.",
            id="a_tag",
        ),
        pytest.param("- sex\n", "The import map 'map.yaml' must hold fields, such as", id="a_list"),
        pytest.param("# nothing\n", "The import map 'map.yaml' must hold fields", id="empty"),
        pytest.param(
            b"groups: [k\xf6n]\n",
            "The import map 'map.yaml' is not UTF-8 text: invalid start byte at byte 10.",
            id="not_utf_8",
        ),
    ],
)
def test_bad_import_maps_are_refused(tmp_path, written, message):
    path = tmp_path / "map.yaml"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_import_map(path)


def test_a_missing_import_map_is_refused(tmp_path):
    path = tmp_path / "map.yaml"
    message = "The import map 'map.yaml' cannot be read: No such file or directory."
    with pytest.raises(IntakeError, match=re.escape(message)):
        read_import_map(str(path))
