import json
import re

import pytest

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry import bank_entries, load_bank, load_form, write_release
from covalue_measures.registry.installation import install_locked
from covalue_measures.registry.lock import make_lock, read_lock, write_lock


@pytest.fixture
def releases(folder, root, edit):
    """Versions 0.1.0, 0.2.0 and 0.2.1 released, and a draft of 0.3.0."""
    for older, newer in (("0.1.0", "0.2.0"), ("0.2.0", "0.2.1"), ("0.2.1", "0.3.0")):
        write_release(folder, root)
        edit("bank.yaml", f'version: "{older}"', f'version: "{newer}"')
    return root


@pytest.mark.parametrize(
    ("wanted", "version"),
    [("demo", "0.2.1"), ("demo@0.1.0", "0.1.0"), ("demo@~0.2", "0.2.1"), ("demo@^0.1", "0.1.0")],
)
def test_a_lock_holds_version_and_digest_of_what_is_wanted(releases, wanted, version):
    lock = make_lock([wanted], root=releases)
    assert [bank.reference for bank in lock.banks] == [f"demo@{version}"]
    assert lock.banks[0].digest == load_bank(f"demo@{version}", root=releases).digest
    assert lock.banks[0].wanted == wanted


def test_load_bank_takes_a_range(releases):
    assert load_bank("demo@~0.2", root=releases).reference == "demo@0.2.1"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (["demo@0.3.0"], "has no release '0.3.0'; released are 0.1.0, 0.2.0, 0.2.1"),
        (["demo@~0.4"], "No released version of bank 'demo' is in '~0.4'"),
        (["other"], "There is no bank 'other'"),
        (["demo@0.1.0/4a"], "does not name a bank"),
        (["demo", "demo@~0.1"], "Bank 'demo' is asked for twice"),
    ],
)
def test_what_cannot_be_locked_is_refused(releases, wanted, message):
    with pytest.raises(RegistryError, match=message):
        make_lock(wanted, root=releases)


def test_a_lock_comes_back_from_its_file(releases, tmp_path):
    lock = make_lock(["demo@~0.2"], root=releases)
    assert read_lock(write_lock(lock, tmp_path / "covalue.lock.json")) == lock


def test_locked_releases_are_copied_byte_for_byte(releases, tmp_path):
    lock = make_lock(["demo@~0.2"], root=releases)
    (path,) = install_locked(lock, tmp_path / "instruments", root=releases).files
    assert path == tmp_path / "instruments/demo/releases/0.2.1.json"
    assert path.read_bytes() == (releases / "demo/releases/0.2.1.json").read_bytes()


def test_another_digest_than_the_locked_one_is_refused(releases, tmp_path):
    lock = make_lock(["demo@0.2.0"], root=releases)
    content = lock.model_dump(mode="json")
    content["banks"][0]["digest"] = "0" * 64
    path = tmp_path / "lock.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(TamperedReleaseError, match=r"'demo@0.2.0' is not what was locked"):
        install_locked(read_lock(path), tmp_path / "instruments", root=releases)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not a lock"),
        ('{"banks": 5}', "banks: Input should be"),
        ('{"banks": [], "banks": []}', "the key 'banks' stands twice"),
        ('{"banks": [], "more": 1}', "more: Extra inputs are not permitted"),
    ],
)
def test_a_file_that_is_no_lock_is_refused(tmp_path, text, message):
    path = tmp_path / "lock.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=message):
        read_lock(path)
    with pytest.raises(RegistryError, match="'covalue lock' writes one"):
        read_lock(tmp_path / "none.json")


@pytest.fixture
def install(releases, tmp_path):
    """Lock and install what is wanted."""

    def run(wanted):
        return install_locked(
            make_lock([wanted], root=releases), tmp_path / "instruments", root=releases
        )

    return run


@pytest.fixture
def folder_of_installed(tmp_path):
    return tmp_path / "instruments"


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("reference", ["demo", "demo@0.2.1", "demo@~0.2"])
def test_what_was_installed_is_read_from_there_and_checked(
    install, releases, folder_of_installed, reference
):
    (path,) = install("demo@~0.2").files
    bank = load_bank(reference, root=folder_of_installed)
    assert bank == load_bank("demo@0.2.1", root=releases) == load_bank(path)
    assert load_form(f"demo@{bank.version}/1a", root=folder_of_installed).item_ids == ("de01",)
    assert bank_entries(folder_of_installed)[0].digest == bank.digest
    digests = json.loads((folder_of_installed / "released_digests.json").read_bytes())
    assert digests == {"demo@0.2.1": bank.digest}
    path.write_bytes(path.read_bytes().replace(b"They left", b"They sang"))
    with pytest.raises(TamperedReleaseError, match="is not what was released"):
        load_bank(reference, root=folder_of_installed)
    path.unlink()
    with pytest.raises(TamperedReleaseError, match="its file is gone"):
        load_bank(reference, root=folder_of_installed)


def test_a_version_that_was_not_installed_is_refused_with_what_was(install, folder_of_installed):
    install("demo@~0.2")
    with pytest.raises(RegistryError, match=r"no version '0.1.0'; released are 0.2.1\.$"):
        load_bank("demo@0.1.0", root=folder_of_installed)
    with pytest.raises(RegistryError, match=r"no bank 'talks' in .*; there are \['demo'\]"):
        load_bank("talks", root=folder_of_installed)


def test_a_version_that_is_no_longer_locked_is_removed_and_nothing_else(
    install, folder_of_installed
):
    install("demo@~0.2")
    for name in ("demo/notes.txt", "other@1.0.0.json"):
        (folder_of_installed / name).write_text("mine", encoding="utf-8")
    found = install("demo@0.1.0")
    assert (found.removed, found.left) == (("demo@0.2.1",), ())
    assert files(folder_of_installed) == [
        "demo/notes.txt",
        "demo/releases/0.1.0.json",
        "other@1.0.0.json",
        "released_digests.json",
    ]
    assert load_bank("demo", root=folder_of_installed).reference == "demo@0.1.0"


def test_a_file_that_was_changed_since_is_left_and_named(install, folder_of_installed):
    (path,) = install("demo@~0.2").files
    path.write_text("changed", encoding="utf-8")
    found = install("demo@0.1.0")
    assert (found.removed, found.left) == ((), ("demo@0.2.1",))
    assert path.read_text(encoding="utf-8") == "changed"
    # What is locked again is put right.
    install("demo@0.2.1")
    assert load_bank("demo@0.2.1", root=folder_of_installed).reference == "demo@0.2.1"


def test_a_file_that_was_not_installed_is_not_written_over(install, folder_of_installed):
    path = folder_of_installed / "demo/releases/0.2.1.json"
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"0.2.1.json' is there already and was not installed"):
        install("demo@~0.2")
    assert files(folder_of_installed) == ["demo/releases/0.2.1.json"]


def test_nothing_is_installed_among_drafts(releases):
    before = files(releases)
    lock = make_lock(["demo@0.1.0"], root=releases)
    with pytest.raises(RegistryError, match="banks are edited, such as 'demo': install into a"):
        install_locked(lock, releases, root=releases)
    assert files(releases) == before


def test_a_list_that_points_out_of_the_folder_is_refused(install, folder_of_installed):
    folder_of_installed.mkdir()
    path = folder_of_installed / "released_digests.json"
    path.write_text(json.dumps({"../demo@0.1.0": "0" * 64}), encoding="utf-8")
    with pytest.raises(RegistryError, match=r"names no release: '../demo@0.1.0'"):
        install("demo@~0.2")


@pytest.mark.parametrize("wanted", ["demo@~0.3", "demo@0.2.0", "demo@^0.1"])
def test_a_lock_of_what_was_not_wanted_is_refused(releases, tmp_path, wanted):
    path = write_lock(make_lock(["demo@~0.2"], root=releases), tmp_path / "lock.json")
    path.write_text(path.read_text().replace('"demo@~0.2"', f'"{wanted}"'))
    with pytest.raises(RegistryError, match=f"'{re.escape(wanted)}' was wanted, and 'demo@0.2.1'"):
        read_lock(path)


def test_a_folder_is_no_lock(releases, tmp_path):
    lock = make_lock(["demo"], root=releases)
    with pytest.raises(RegistryError, match="is a folder; name a file in it, such as"):
        write_lock(lock, tmp_path)
    with pytest.raises(RegistryError, match="cannot be read: Is a directory"):
        read_lock(tmp_path)
