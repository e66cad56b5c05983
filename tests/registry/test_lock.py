import json

import pytest

from covalue_measures.exceptions import RegistryError, TamperedReleaseError
from covalue_measures.registry import load_bank, write_release
from covalue_measures.registry.lock import install_locked, make_lock, read_lock, write_lock


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
    (path,) = install_locked(lock, tmp_path / "instruments", root=releases)
    assert path.name == "demo@0.2.1.json"
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
