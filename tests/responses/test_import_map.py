import re

import pytest
from pydantic import ValidationError

from covalue_measures.responses import ImportMap


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"groups": ("sex",), "ignore": ("sex",)}, "names the column 'sex' twice"),
        ({"groups": ("id",), "respondent_id": "id"}, "names the column 'id' twice"),
        (
            {"columns": ({"item": "vis1", "column": "Q"}, {"item": "vis2", "column": "Q"})},
            "names the column 'Q' twice",
        ),
        (
            {"columns": ({"item": "vis1", "column": "Q"},), "not_asked": ("vis1",)},
            "names the item 'vis1' twice",
        ),
        (
            {"coding": "labels"},
            "coding 'labels' needs the language of the labels",
        ),
        ({"separator": ":"}, "Input should be ',', ';', '\\t' or '|'"),
        ({"coding": "numbers"}, "Input should be 'values', 'codes' or 'labels'"),
        ({"encodings": "utf-8"}, "Extra inputs are not permitted"),
    ],
)
def test_contradictions_are_refused(said, message):
    with pytest.raises(ValidationError, match=re.escape(message)):
        ImportMap.model_validate(said)


def test_a_missing_text_stands_once():
    twice = '{"missing": [{"text": "9", "reason": "declined"}, {"text": "9", "reason": "skipped"}]}'
    with pytest.raises(ValidationError, match="names the missing text '9' twice"):
        ImportMap.model_validate_json(twice)


def test_an_import_map_survives_json():
    said = ImportMap(groups=("sex",), coding="labels", language="sv", separator="\t")
    assert ImportMap.model_validate_json(said.model_dump_json()) == said


def test_the_empty_import_map_reads_values():
    assert (ImportMap().coding, ImportMap().encoding) == ("values", "utf-8")
