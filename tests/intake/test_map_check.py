import re

import pytest

import covalue_measures as cm
from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.map_check import check_import_map
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, as_instrument


@pytest.fixture(scope="module")
def form(visits):
    return Instrument(bank=visits, form_id="2a")


@pytest.mark.parametrize("made_for", [None, "visits@1.0.0", "visits@1.0.0/2a"])
def test_a_map_for_the_instrument_passes(form, made_for):
    assert check_import_map(ImportMap(instrument=made_for), form) == ()


@pytest.mark.parametrize("made_for", ["visits@1.2.0", "visits@1.0.1/2a", "visits@1.0.0-rc.1"])
def test_another_minor_version_is_said(form, made_for):
    assert check_import_map(ImportMap(instrument=made_for), form) == (
        f"Read by 'visits@1.0.0/2a' what was collected with '{made_for}', as the import map says.",
    )


@pytest.mark.parametrize(
    ("made_for", "message"),
    [
        (
            "visits@2.0.0",
            "The import map is for 'visits@2.0.0', and 'visits@1.0.0/2a' is another major version:"
            " answers to the one are no answers to the other. Read them by the version they were"
            " collected with.",
        ),
        (
            "meals@1.0.0",
            "The import map is for 'meals@1.0.0', not for 'visits@1.0.0/2a'; its columns and texts"
            " belong to other items.",
        ),
        ("visits@1.0.0/4b", "The import map is for 'visits@1.0.0/4b', not for 'visits@1.0.0/2a'"),
    ],
)
def test_a_map_for_something_else_is_refused(form, made_for, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        check_import_map(ImportMap(instrument=made_for), form)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            {"scale": "agree5"},
            "The import map has option texts for the response scale 'agree5', which"
            " 'visits@1.0.0/2a' does not have; it has 'freq5', 'grade11'.",
        ),
        (
            {"item": "vis3"},
            "The import map has option texts for the item 'vis3', which 'visits@1.0.0/2a' does not"
            " have; it has 'vis1', 'vis2'.",
        ),
    ],
)
def test_option_texts_for_something_else_are_refused(form, where, message):
    said = ImportMap.model_validate({"options": ({"text": "1", "code": "never"} | where,)})
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}$"):
        check_import_map(said, form)


def test_another_minor_version_before_the_first_release_is_refused():
    instrument = as_instrument(cm.load_bank("communication_service_user@0.1.0"))
    said = ImportMap(instrument="communication_service_user@0.2.0")
    with pytest.raises(
        IntakeError, match=r"is another minor version, which before 1\.0\.0 may mean"
    ):
        check_import_map(said, instrument)
    assert check_import_map(ImportMap(instrument="communication_service_user@0.1.1"), instrument)
