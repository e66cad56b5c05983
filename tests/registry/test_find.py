import re
import shutil
from pathlib import Path

import pytest

from covalue_measures.exceptions import InstrumentError, RegistryError, TamperedReleaseError
from covalue_measures.registry import (
    bank_folder,
    load_bank,
    load_draft,
    load_form,
    load_instrument,
    released_versions,
    write_release,
)
from covalue_measures.registry.by_name import locate_release
from covalue_measures.registry.yanked import yank_release


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


@pytest.mark.parametrize(
    ("find", "reference"),
    [
        (load_bank, "demo"),
        (load_bank, "demo@0.10.0"),
        (load_bank, "demo@~0.10"),
        (load_form, "demo/1a"),
        (load_form, "demo@0.10.0/1a"),
        (load_instrument, "demo@0.10.0"),
        (locate_release, "demo"),
        (locate_release, "demo@0.10.0"),
    ],
)
@pytest.mark.parametrize("is_folder_gone", [False, True])
def test_a_release_whose_file_is_gone_is_never_a_draft(
    releases, edit, find, reference, is_folder_gone
):
    edit("bank.yaml", 'version: "0.11.0"', 'version: "0.10.0"')
    edit("bank.yaml", "They left.", "They stayed away.")
    (releases / "demo/releases/0.10.0.json").unlink()
    if is_folder_gone:
        shutil.rmtree(releases / "demo")
    message = r"0.10.0.json' was released, and its file is gone: restore it; its SHA-256 is"
    with pytest.raises(TamperedReleaseError, match=message):
        find(reference, root=releases)


def test_a_bank_behind_a_link_is_known_by_the_name_of_the_link(releases, tmp_path):
    moved = (releases / "demo").rename(tmp_path / "elsewhere")
    (releases / "demo").symlink_to(moved)
    (moved / "releases/0.10.0.json").unlink()
    with pytest.raises(TamperedReleaseError, match="its file is gone"):
        load_bank("demo", root=releases)


def test_versions_are_those_of_the_folder_that_one_is_in(releases, monkeypatch):
    monkeypatch.chdir(releases / "demo" / "releases")
    (releases / "demo/releases/0.10.0.json").unlink()
    assert [str(version) for version in released_versions(Path(".."))] == [
        "0.1.0",
        "0.2.0",
        "0.10.0",
    ]


def test_a_release_whose_file_is_gone_is_named_by_its_path_too(releases):
    path = releases / "demo/releases/0.10.0.json"
    path.unlink()
    with pytest.raises(TamperedReleaseError, match="and its file is gone"):
        load_bank(path)
    with pytest.raises(RegistryError, match=r"There is no file '.*0.12.0.json'"):
        load_bank(path.with_name("0.12.0.json"))


@pytest.fixture
def with_prerelease(folder, root, edit):
    """Version 1.0.0 and a pre-release of 2.0.0."""
    for older, newer in (("0.1.0", "1.0.0"), ("1.0.0", "2.0.0-rc.1")):
        edit("bank.yaml", f'version: "{older}"', f'version: "{newer}"')
        write_release(folder, root)
    return root


def test_a_name_means_a_prerelease_only_where_there_is_nothing_else(with_prerelease, folder):
    for reference in ("demo", "demo@1.0.0"):
        assert load_bank(reference, root=with_prerelease).reference == "demo@1.0.0"
        assert locate_release(reference, root=with_prerelease)[0] == "demo@1.0.0"
    assert load_bank("demo@2.0.0-rc.1", root=with_prerelease).reference == "demo@2.0.0-rc.1"
    yank_release("demo@1.0.0", "Wrong.", "2026-11-25", with_prerelease)
    assert load_bank("demo", root=with_prerelease).reference == "demo@2.0.0-rc.1"


@pytest.mark.parametrize("reference", [None, 5, b"demo"])
@pytest.mark.parametrize("find", [load_bank, load_instrument])
def test_what_is_neither_text_nor_path_names_no_bank(root, find, reference):
    message = f"A bank is named by its name, by name@version or by a path, not by {reference!r}."
    with pytest.raises(RegistryError, match=re.escape(message)):
        find(reference, root=root)


@pytest.mark.parametrize("reference", [None, Path("demo/1a")])
def test_a_form_is_named_by_a_text(root, reference):
    message = f"A form is named by a text, 'name@version/form', not by {reference!r}."
    with pytest.raises(RegistryError, match=re.escape(message)):
        load_form(reference, root=root)


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
