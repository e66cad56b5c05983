"""Every bank that is shipped, and the example of a user's own."""

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from covalue_measures.intake import read_import_map
from covalue_measures.records import COVALUE_THEMES
from covalue_measures.registry import (
    bank_entries,
    load_bank,
    load_form,
    read_release,
    released_versions,
)
from covalue_measures.registry.draft import read_draft as read_draft_anew
from covalue_measures.registry.release_record import ReleaseRecord
from covalue_measures.registry.released_digests import read_released_digests
from covalue_measures.schema import COVALUE_DOMAINS, ItemBank, Role, canonical_json
from covalue_measures.schema.canonical import digest_of_bytes
from covalue_measures.schema.measure_digest import measure_digest
from covalue_measures.schema.version_lines import version_lines
from covalue_measures.stages import assess_stage
from covalue_measures.wording import lint_bank

ROOT = Path(__file__).resolve().parent.parent
BANKS = ROOT / "item_banks"
FOLDERS = sorted(path.parent for path in BANKS.glob("*/bank.yaml"))
RELEASES = sorted(BANKS.glob("*/releases/*"))
BFI = ROOT / "examples" / "bfi"
DOMAINS = {domain.id: domain for domain in COVALUE_DOMAINS}

THEMES = {theme.id for theme in COVALUE_THEMES}

#: Items of each facet, in the order of the blueprint's table; strain and avoidable work, one facet
#: each there, are divided here.
BLUEPRINT = {
    "access_family": [2, 2, 2, 2, 1],
    "access_professional": [2, 2, 3, 3],
    "access_service_user": [3, 3, 3, 3, 2],
    "communication_family": [2, 2, 2, 2, 2],
    "communication_professional": [2, 2, 2, 2, 2],
    "communication_service_user": [3, 3, 3, 3, 3],
    "cost_strain_family": [1, 1, 1, 1],
    "cost_strain_service_user": [2, 1, 2, 1],
    "costs_inventory_family": [2, 2, 3],
    "costs_inventory_professional": [1, 1, 1, 1],
    "costs_inventory_service_user": [3, 3, 2, 1],
    "health_professional_experience": [4, 4, 4, 4, 4],
    "interconnectedness_family": [2, 2, 3, 2, 2],
    "interconnectedness_professional": [3, 3, 3, 3, 3],
    "interconnectedness_service_user": [3, 3, 3, 3, 3],
    "self_efficacy_family": [2, 2, 2, 2],
    "self_efficacy_professional": [3, 3, 3],
    "self_efficacy_service_user": [3, 3, 3, 3, 2],
    "tool_evaluation": [4, 4, 4],
}

#: Reading YAML takes a while, and every test wants every draft.
read_draft = cache(read_draft_anew)

each_bank = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
each_release = pytest.mark.parametrize(
    "path", RELEASES, ids=lambda path: f"{path.parent.parent.name}@{path.stem}"
)


def test_there_are_banks_and_releases():
    assert FOLDERS
    assert RELEASES


@each_bank
def test_a_bank_lies_in_the_folder_of_its_name_with_its_pages(folder):
    assert read_draft(folder).id == folder.name
    for page in ("README.md", "CHANGELOG.md"):
        assert folder.name in (folder / page).read_text(encoding="utf-8")
    assert folder.name in (BANKS / "README.md").read_text(encoding="utf-8")


@each_bank
def test_the_changelog_names_every_version(folder):
    changes = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = {str(read_draft(folder).version)}
    versions |= {path.stem for path in folder.glob("releases/*.json")}
    assert versions <= set(re.findall(r"^## (\S+)$", changes, flags=re.MULTILINE))


@each_bank
def test_items_stand_on_the_theme_of_their_domain_and_are_nobody_elses(folder):
    bank = read_draft(folder)
    assert bank.provenance.source
    for item in bank.items:
        assert item.provenance.kind == "deductive"
        assert set(item.provenance.theme_ids) <= THEMES
        if bank.domain in DOMAINS:
            assert bank.role in DOMAINS[bank.domain].roles
            assert DOMAINS[bank.domain].theme_id in item.provenance.theme_ids
    assert bank.domain in DOMAINS or folder.name == "tool_evaluation"


@each_bank
def test_every_facet_is_covered(folder):
    bank = read_draft(folder)
    assert {item.facet for item in bank.items} == {facet.id for facet in bank.facets}
    assert all(facet.definition for facet in bank.facets)


@each_bank
def test_at_most_one_item_in_five_is_negatively_keyed(folder):
    items = read_draft(folder).items
    assert sum(item.is_reversed for item in items) <= len(items) / 5


@each_bank
def test_every_item_can_be_left_out_in_each_way(folder):
    bank = read_draft(folder)
    for item in bank.items:
        reasons = {option.reason for option in bank.response_scale(item).missing}
        assert reasons == {"not_applicable", "dont_know", "declined"}


@each_bank
def test_the_wording_passes_and_no_waiver_is_without_a_finding(folder):
    others = [read_draft(other) for other in FOLDERS if other != folder]
    report = lint_bank(read_draft(folder), other_banks=others)
    assert [(finding.item_id, finding.rule) for finding in report.open_errors] == []
    assert [(finding.item_id, finding.rule) for finding in report.open_warnings] == []
    assert report.unused_waivers == ()
    assert report.languages_not_read == ()


@each_bank
def test_the_status_is_earned(folder):
    assert assess_stage(read_draft(folder)).is_earned


@each_bank
def test_english_and_swedish_are_complete_and_no_translation_is_stale(folder):
    bank = read_draft(folder)
    assert set(bank.languages) == {"en", "sv"}
    for language in bank.languages[1:]:
        assert bank.stale_texts(language) == ()


@each_bank
def test_a_draft_translation_says_what_it_has_not_had(folder):
    for translation in read_draft(folder).translations:
        assert translation.state != "draft" or "no back translation" in translation.method


@each_bank
def test_a_short_form_takes_four_items_from_three_facets_and_says_why(folder):
    bank = read_draft(folder)
    assert [form.id for form in bank.forms] == ["4a"]
    for form in bank.forms:
        assert len(form.item_ids) == 4
        assert len({bank.item(item_id).facet for item_id in form.item_ids}) >= 3
        assert [choice.item_id for choice in form.choices] == list(form.item_ids)
        assert len({choice.reason for choice in form.choices}) == 4
        assert form.scoring_rules


def test_item_ids_are_used_in_one_bank_only():
    ids = [item.id for folder in FOLDERS for item in read_draft(folder).items]
    assert len(set(ids)) == len(ids)


def test_mirrored_items_stand_in_banks_of_different_roles():
    pairs = defaultdict(list)
    for folder in FOLDERS:
        bank = read_draft(folder)
        for item in bank.items:
            if item.pair_id is not None:
                pairs[item.pair_id].append((bank.domain, bank.role))
    assert pairs
    for members in pairs.values():
        assert len({domain for domain, _ in members}) == 1
        assert len({role for _, role in members}) == len(members) >= 2


def test_every_facet_has_as_many_items_as_the_blueprint_says():
    found = {
        (bank.id, facet.id): sum(item.facet == facet.id for item in bank.items)
        for bank in map(read_draft, FOLDERS)
        for facet in bank.facets
    }
    per_bank = {bank: [n for (name, _), n in found.items() if name == bank] for bank in BLUEPRINT}
    assert per_bank == BLUEPRINT
    assert {folder.name for folder in FOLDERS} == set(BLUEPRINT)


@each_bank
def test_no_two_items_ask_the_same(folder):
    for language in ("en", "sv"):
        stems = [item.stem.get(language) for item in read_draft(folder).items]
        assert len(set(stems)) == len(stems)


@each_release
def test_a_release_comes_back_byte_for_byte(path):
    content = path.read_bytes()
    bank = ItemBank.model_validate_json(content)
    assert canonical_json(bank) == content
    assert bank.reference == f"{path.parent.parent.name}@{path.stem}"


@each_release
def test_a_release_is_what_was_recorded(path):
    reference = f"{path.parent.parent.name}@{path.stem}"
    recorded = read_released_digests(BANKS)[reference]
    assert digest_of_bytes(path.read_bytes()) == recorded
    assert read_release(path, recorded).digest == recorded
    assert load_bank(reference).digest == recorded


@each_release
def test_a_release_says_what_it_pins_and_why_it_was_made(path):
    record_path = path.parent.parent / "release_records" / path.name
    record = ReleaseRecord.model_validate_json(record_path.read_bytes())
    bank = ItemBank.model_validate_json(path.read_bytes())
    assert (record.reference, record.digest) == (bank.reference, bank.digest)
    assert record.measure_digest == measure_digest(bank)
    assert record.lines == version_lines(bank)
    assert record.rationale
    earlier = [v for v in released_versions(path.parent.parent) if v < bank.version]
    assert record.previous == (f"{bank.id}@{earlier[-1]}" if earlier else None)


def test_every_recorded_release_is_there():
    found = [f"{path.parent.parent.name}@{path.stem}" for path in RELEASES]
    assert sorted(read_released_digests(BANKS)) == sorted(found)


@each_bank
def test_a_draft_with_the_version_of_a_release_is_that_release(folder):
    draft = read_draft(folder)
    release = folder / "releases" / f"{draft.version}.json"
    if release.is_file():
        assert canonical_json(draft) == release.read_bytes()
    else:
        assert all(draft.version > released for released in released_versions(folder))


def test_the_list_shows_every_bank():
    assert [entry.bank for entry in bank_entries()] == [folder.name for folder in FOLDERS]


def test_communication_of_service_users_is_what_the_blueprint_asks_for():
    bank = load_bank("communication_service_user@0.1.0")
    assert bank.role is Role.SERVICE_USER
    assert [item.id for item in bank.items] == [f"comsu{number:02}" for number in range(1, 16)]
    per_facet = [sum(item.facet == facet.id for item in bank.items) for facet in bank.facets]
    assert per_facet == [3, 3, 3, 3, 3]
    assert bank.response_scales[0].values == (0, 1, 2, 3, 4)
    assert [item.id for item in bank.items if item.is_reversed] == ["comsu03", "comsu09"]
    form = load_form("communication_service_user@0.1.0/4a")
    assert form.item_ids == ("comsu01", "comsu04", "comsu08", "comsu13")
    assert not any(item.is_reversed for item in form.items)


def test_the_bfi_example_is_keyed_as_its_source_keys_it():
    # psychTools 2.2.9, bfi.keys: -A1 ... -C4 -C5, -E1 -E2, -O2 -O5, no N.
    bank = load_bank(BFI / "instrument")
    assert [item.id for item in bank.items if item.is_reversed] == [
        *("a1", "c4", "c5", "e1", "e2", "o2", "o5")
    ]
    assert [subscale.item_ids for subscale in bank.subscales] == [
        tuple(f"{letter}{number}" for number in range(1, 6)) for letter in "aceno"
    ]
    assert bank.response_scales[0].values == (1, 2, 3, 4, 5, 6)
    assert bank.structure is not None
    assert bank.structure.n_factors == 5
    assert {rule.minimum_answered for rule in bank.scoring_rules} == {4}
    assert ItemBank.model_validate_json(canonical_json(bank)) == bank


def test_the_bfi_columns_are_items_groups_or_declared_as_not_read():
    header = (BFI / "bfi.csv").read_text(encoding="utf-8").partition("\n")[0]
    columns = json.loads(f"[{header}]")
    import_map = read_import_map(BFI / "import_map.yaml")
    items = [item.id for item in load_bank(BFI / "instrument").items]
    assert [column.lower() for column in columns[:25]] == items
    assert columns[25:] == [*import_map.groups, *import_map.ignore]
