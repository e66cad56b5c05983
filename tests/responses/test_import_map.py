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
        (
            {"long": {"respondent": "id", "item": "item", "value": "value"}, "groups": ("id",)},
            "names the column 'id' twice",
        ),
        (
            {"long": {"respondent": "a", "item": "b", "value": "c"}, "respondent_id": "id"},
            "a long form names its respondents itself; take out respondent_id",
        ),
        (
            {"options": ({"text": "Oft", "code": "oft"},)},
            "the option text 'Oft' is for one scale or for one item",
        ),
        (
            {"options": ({"text": "Oft", "code": "oft", "scale": "a", "item": "vis1"},)},
            "the option text 'Oft' is for one scale or for one item",
        ),
        (
            {"options": ({"text": "Oft", "code": "oft", "scale": "a"},) * 2},
            "names the option text 'Oft' twice",
        ),
        (
            {"statuses": ({"status": "stopped", "use": "keep"},) * 2},
            "names the status 'stopped' twice",
        ),
        ({"instrument": "visits"}, "String should match pattern"),
        ({"mode": "telephone"}, "Input should be 'paper', 'web', 'app', 'interviewer_phone'"),
        ({"duplicates": "oldest"}, "Input should be 'refuse' or 'newest'"),
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


LATER = {
    "instrument": "visits@1.0.0/2a",
    "mode": "web",
    "sheet": "answers",
    "event": "first",
    "instance": "1",
    "long": {"respondent": "who", "item": "question", "value": "answer"},
    "options": ({"text": "Oft", "code": "oft", "item": "vis1"},),
    "statuses": ({"status": "stopped", "use": "leave_out"},),
    "duplicates": "newest",
    "questionnaire": ("http://a.org/q|1",),
}


def test_a_map_that_says_nothing_new_has_the_digest_it_had():
    said = ImportMap(groups=("sex",))
    assert not LATER.keys() & said.model_dump().keys()
    assert said.digest == "3082f6ea400d067b53b29d58312d6030efb8f8e19aa7b0ea867da6acec9815fa"


@pytest.mark.parametrize("name", sorted(LATER))
def test_every_later_field_is_part_of_the_digest(name):
    said = ImportMap.model_validate({name: LATER[name]})
    assert said.digest != ImportMap().digest
    assert ImportMap.model_validate_json(said.model_dump_json()) == said


def test_the_same_option_text_may_stand_for_two_scales():
    texts = [{"text": "1", "code": "yes", "scale": name} for name in ("a", "b")]
    assert len(ImportMap.model_validate({"options": tuple(texts)}).options) == 2


def test_respondents_of_a_long_form_are_the_ids():
    assert ImportMap(respondent_id="id").id_column == "id"
    long = ImportMap.model_validate({"long": LATER["long"], "groups": ("sex",)})
    assert long.id_column == "who"
    assert long.declared_columns == {"who", "question", "answer", "sex"}


def test_lists_are_taken_as_tuples():
    said = ImportMap(groups=["a", "b"], columns=[{"item": "vis1", "column": "Q"}])
    assert said.groups == ("a", "b")
    assert said == ImportMap.model_validate_json(said.model_dump_json())
    assert hash(said) == hash(ImportMap.model_validate_json(said.model_dump_json()))
