import pytest
from mirrored_banks import add_mirror

from covalue_measures.exceptions import RegistryError
from covalue_measures.records import COVALUE_THEMES
from covalue_measures.registry import (
    bank_names,
    load_bank,
    trace_item,
    trace_theme,
    write_release,
)


@pytest.fixture
def two(root, edit):
    """The banks ``demo`` of service users and ``mirror`` of family, their first items a pair."""
    add_mirror(root, edit)
    return root


def test_an_item_stands_on_its_facet_its_themes_and_its_pair(two):
    trace = trace_item("de01", root=two)
    assert trace.placed.item.stem.get("en") == "They listened."
    assert trace.placed.bank.reference == "demo@0.1.0"
    assert trace.placed.facet.definition.get("en") == "The first."
    assert [(theme.id, theme.title) for theme in trace.themes] == [("CV2-T-COM", "Communication")]
    assert [(other.item.id, other.bank.role) for other in trace.mirrored] == [("mi01", "family")]


def test_a_pair_is_seen_from_either_side(two):
    assert [other.item.id for other in trace_item("mi01", root=two).mirrored] == ["de01"]


def test_a_theme_of_another_study_is_named_and_not_lost(two):
    assert trace_item("de01", root=two).other_theme_ids == ("LOC1-D-TIME",)
    assert trace_item("de02", root=two).other_theme_ids == ()


def test_an_item_without_a_pair_is_mirrored_by_none(two):
    # Both have no pair id, which makes them no pair.
    assert trace_item("de02", root=two).mirrored == ()
    assert trace_item("mi02", root=two).mirrored == ()


def test_forms_say_why_they_took_the_item(two):
    ((form_id, choice),) = trace_item("de01", root=two).forms
    assert (form_id, choice.reason) == ("1a", "Everything else rests on it.")
    assert trace_item("de02", root=two).forms == ()


def test_a_form_without_reasons_gives_none(root):
    assert trace_item("de01", root=root).forms == (("1a", None),)


def test_the_newest_release_is_traced_not_the_draft(two, edit):
    write_release(two / "demo", two)
    edit("bank.yaml", "    pair_id: listening\n", "")
    edit("bank.yaml", 'version: "0.1.0"', 'version: "0.2.0"')
    trace = trace_item("de01", root=two)
    assert str(trace.placed.bank.version) == "0.1.0"
    assert [other.item.id for other in trace.mirrored] == ["mi01"]


def test_an_unknown_item_is_refused(two):
    with pytest.raises(RegistryError, match=r"No bank has an item 'de09'; 'covalue show BANK'"):
        trace_item("de09", root=two)


def test_an_id_in_two_banks_is_refused_not_guessed(two):
    path = two / "mirror" / "bank.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("mi01", "de01"), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"\['demo', 'mirror'\] have each an item 'de01'"):
        trace_item("de01", root=two)


def test_a_theme_lists_the_items_of_every_bank_that_name_it(two):
    trace = trace_theme("CV2-T-COM", root=two)
    assert trace.theme.kind == "value_domain"
    assert [placed.item.id for placed in trace.items] == ["de01", "mi01"]
    # What the bank itself stands on says nothing about an item.
    assert trace_theme("CV2-D-PEER", root=two).items == ()


def test_an_unknown_theme_is_refused_with_those_there_are(two):
    known = ", ".join(theme.id for theme in COVALUE_THEMES)
    with pytest.raises(RegistryError) as caught:
        trace_theme("CV2-T-XYZ", root=two)
    assert str(caught.value) == f"There is no theme 'CV2-T-XYZ'; there are {known}."


def test_items_and_themes_of_the_banks_that_come_along_lead_to_each_other():
    every = [item for name in bank_names() for item in load_bank(name).items]
    named = {(item.id, theme_id) for item in every for theme_id in item.provenance.theme_ids}
    found = {
        (placed.item.id, theme.id)
        for theme in COVALUE_THEMES
        for placed in trace_theme(theme.id).items
    }
    assert found == named
