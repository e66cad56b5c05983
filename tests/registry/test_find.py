import re
from pathlib import Path

import pytest

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.registry import (
    bank_folder,
    load_bank,
    load_draft,
    load_form,
    load_instrument,
    released_versions,
    write_release,
)


@pytest.fixture
def releases(folder, root, edit):
    """Versions 0.1.0, 0.2.0 and 0.10.0 released, and a draft of 0.11.0."""
    for older, newer in (("0.1.0", "0.2.0"), ("0.2.0", "0.10.0"), ("0.10.0", "0.11.0")):
        write_release(folder, root)
        edit("bank.yaml", f'version: "{older}"', f'version: "{newer}"')
    return root


def test_a_name_means_the_newest_release_by_version_not_by_spelling(releases):
    assert load_bank("demo", root=releases).reference == "demo@0.10.0"
    assert [str(version) for version in released_versions(releases / "demo")] == [
        "0.1.0",
        "0.2.0",
        "0.10.0",
    ]


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "0.10.0", "0.11.0"])
def test_a_version_means_that_release_or_the_draft(releases, version):
    assert load_bank(f"demo@{version}", root=releases).reference == f"demo@{version}"


def test_the_root_may_be_a_text(releases):
    assert load_bank("demo", root=str(releases)).reference == "demo@0.10.0"


def test_a_name_means_the_draft_where_nothing_was_released(root):
    assert load_bank("demo", root=root).reference == "demo@0.1.0"


def test_a_released_version_is_not_read_from_the_draft(folder, root, edit):
    write_release(folder, root)
    edit("bank.yaml", "They left.", "They stayed away.")
    assert load_bank("demo@0.1.0", root=root).item("de02").stem.get("en") == "They left."
    assert load_bank(folder).item("de02").stem.get("en") == "They stayed away."


@pytest.mark.parametrize("name", ["demo", "demo/bank.yaml"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_or_its_bank_file_means_the_draft(releases, name, kind):
    assert load_bank(kind(releases / name)).reference == "demo@0.11.0"


def test_a_released_file_is_loaded_by_its_path(releases):
    path = releases / "demo" / "releases" / "0.2.0.json"
    assert load_bank(path).reference == "demo@0.2.0"
    assert load_bank(str(path)).reference == "demo@0.2.0"


def test_a_known_name_goes_before_a_folder_of_that_name(releases, monkeypatch):
    monkeypatch.chdir(releases)
    assert load_bank("demo", root=releases).reference == "demo@0.10.0"
    assert load_bank("./demo", root=releases).reference == "demo@0.11.0"
    assert load_bank(Path("demo"), root=releases).reference == "demo@0.11.0"


def test_a_relative_folder_is_found_where_no_bank_has_its_name(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").mkdir()
    assert load_bank("banks/demo", root=tmp_path / "other").reference == "demo@0.1.0"


def test_a_form_is_loaded_from_the_newest_or_the_named_version(releases):
    assert load_form("demo/1a", root=releases).reference == "demo@0.10.0/1a"
    form = load_form("demo@0.1.0/1a", root=releases)
    assert form.reference == "demo@0.1.0/1a"
    assert form.item_ids == ("de01",)


@pytest.mark.parametrize(
    ("reference", "loaded"),
    [("demo", "demo@0.10.0"), ("demo@0.2.0", "demo@0.2.0"), ("demo/1a", "demo@0.10.0/1a")],
)
def test_an_instrument_is_loaded_from_anything_that_names_one(releases, reference, loaded):
    assert load_instrument(reference, root=releases).reference == loaded
    assert load_instrument(releases / "demo").reference == "demo@0.11.0"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("demos", r"There is no bank 'demos' in '.*banks'; there are \['demo'\]"),
        (
            "demo@0.3.0",
            "Bank 'demo' has no version '0.3.0'; released are 0.1.0, 0.2.0, 0.10.0,"
            " the draft is 0.11.0",
        ),
        ("demo/1a", "'demo/1a' names a form; use load_form, or leave out '/1a'"),
        ("Demo", "'Demo' is neither the name of a bank, nor a bank's folder, nor a released"),
        ("gone/demo.json", "There is no file 'gone/demo.json'"),
        ("demo.yaml", "'demo.yaml' is neither the name of a bank"),
    ],
)
def test_an_unknown_bank_or_version_is_refused_with_what_there_is(releases, reference, message):
    with pytest.raises(RegistryError, match=message):
        load_bank(reference, root=releases)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("demo/9z", r"'demo@0.10.0' has no form '9z'; it has \['1a'\]"),
        ("demo@0.3.0/1a", "Bank 'demo' has no version '0.3.0'"),
        ("demos/1a", "There is no bank 'demos'"),
        ("demo", "'demo' does not name a form; write 'name@version/form'"),
        ("demo@0.1.0", "does not name a form"),
    ],
)
def test_an_unknown_form_is_refused_with_what_there_is(releases, reference, message):
    with pytest.raises(RegistryError, match=message):
        load_form(reference, root=releases)


def test_a_bank_without_forms_says_so(folder, root):
    (folder / "forms/1a.yaml").unlink()
    (folder / "i18n/sv.yaml").unlink()
    with pytest.raises(RegistryError, match="has no form '1a'; it has none"):
        load_form("demo/1a", root=root)


def test_an_empty_folder_of_banks_says_so(tmp_path):
    with pytest.raises(RegistryError, match="there are none"):
        load_bank("demo", root=tmp_path)


@pytest.mark.parametrize("by", ["name", "path"])
def test_a_file_among_the_releases_that_nobody_recorded_is_refused(releases, by):
    folder = releases / "demo" / "releases"
    (folder / "0.3.0.json").write_bytes((folder / "0.2.0.json").read_bytes())
    reference = folder / "0.3.0.json" if by == "path" else "demo@0.3.0"
    with pytest.raises(RegistryError, match=r"'demo@0.3.0' lies among the releases, but .*never"):
        load_bank(reference, root=releases)


def test_a_stray_file_among_the_releases_is_named(releases):
    (releases / "demo" / "releases" / "notes.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"releases' holds a stray file: 'notes' is not a"):
        load_bank("demo", root=releases)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_draft_is_what_is_edited_whatever_was_released(releases, edit, kind):
    assert load_draft("demo", root=releases).reference == "demo@0.11.0"
    assert load_draft(kind(releases / "demo")).reference == "demo@0.11.0"
    edit("bank.yaml", "They left.", "They stayed away.")
    assert load_draft("demo", root=releases).item("de02").stem.get("en") == "They stayed away."


def test_the_folder_of_a_bank_is_found_by_name_or_path(root):
    assert bank_folder("demo", root=root) == root / "demo"
    assert bank_folder(str(root / "demo")) == root / "demo"
    assert bank_folder(root / "demo") == root / "demo"


def test_a_known_name_goes_before_a_folder_of_that_name_in_drafts_too(root, tmp_path, monkeypatch):
    own = tmp_path / "own"
    (own / "demo").mkdir(parents=True)
    (own / "demo" / "bank.yaml").write_bytes((root / "demo" / "bank.yaml").read_bytes())
    monkeypatch.chdir(own)
    assert bank_folder("demo", root=root) == root / "demo"
    assert bank_folder("./demo", root=root) == Path("demo")
    assert bank_folder(Path("demo"), root=root) == Path("demo")


@pytest.mark.parametrize("reference", ["gone", "demo@0.11.0", "demo/1a", "demo/bank.yaml", ""])
def test_what_is_no_bank_to_edit_is_refused_with_what_there_is(releases, reference, monkeypatch):
    monkeypatch.chdir(releases.parent)
    message = (
        f"'{reference}' is neither the name of a bank nor the folder of one; there are ['demo']."
    )
    for find in (bank_folder, load_draft):
        with pytest.raises(RegistryError, match=f"^{re.escape(message)}$"):
            find(reference, root=releases)


def test_a_draft_that_contradicts_itself_is_refused(root, edit):
    edit("bank.yaml", "item_ids: [de01, de02]", "item_ids: [de01, de03]")
    with pytest.raises(InstrumentError, match=r"names unknown items \['de03'\]"):
        load_draft("demo", root=root)
