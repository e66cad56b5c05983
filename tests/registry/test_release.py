import json

import pytest

from covalue_measures.exceptions import InstrumentError, RegistryError, TamperedReleaseError
from covalue_measures.registry import load_bank, read_release, write_release
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import canonical_json


@pytest.fixture
def released(folder, root):
    """The file of version 0.1.0, released."""
    return write_release(folder, root)


def test_a_release_is_the_canonical_json_of_the_draft(folder, root, released):
    draft = read_draft(folder)
    assert released == folder / "releases" / "0.1.0.json"
    assert released.read_bytes() == canonical_json(draft)
    assert json.loads((root / "released_digests.json").read_text()) == {"demo@0.1.0": draft.digest}
    assert read_release(released, draft.digest) == draft


def test_a_version_is_released_once(folder, root, released):
    with pytest.raises(RegistryError, match=r"'demo@0.1.0' was released before; give"):
        write_release(folder, root)


@pytest.mark.parametrize("lost", ["releases/0.1.0.json", "../released_digests.json"])
def test_neither_file_nor_digest_alone_makes_a_version_free_again(folder, root, released, lost):
    (folder / lost).unlink()
    with pytest.raises(RegistryError, match="was released before"):
        write_release(folder, root)


def test_a_second_release_leaves_the_first_as_it_was(folder, root, released, edit):
    before = released.read_bytes()
    digests = json.loads((root / "released_digests.json").read_text())
    edit("bank.yaml", 'version: "0.1.0"', 'version: "0.10.0"')
    second = write_release(folder, root)
    assert second.name == "0.10.0.json"
    assert released.read_bytes() == before
    recorded = json.loads((root / "released_digests.json").read_text())
    assert list(recorded) == ["demo@0.1.0", "demo@0.10.0"]
    assert recorded["demo@0.1.0"] == digests["demo@0.1.0"]


def test_a_draft_that_contradicts_itself_is_not_released(folder, root, edit):
    edit("bank.yaml", "keying: negative", "keying: reversed")
    with pytest.raises(InstrumentError, match=r"items\.1\.keying: Input"):
        write_release(folder, root)
    assert not (folder / "releases").exists()
    assert not (root / "released_digests.json").exists()


def test_a_bank_is_released_from_the_folder_of_its_name(folder, root):
    moved = folder.rename(root / "other")
    with pytest.raises(RegistryError, match=r"other' holds the bank 'demo', which is released fr"):
        write_release(moved, root)


def test_every_byte_counts(released, root):
    content = bytearray(released.read_bytes())
    for position in range(0, len(content), 97):
        altered = content.copy()
        altered[position] ^= 1
        released.write_bytes(altered)
        with pytest.raises(TamperedReleaseError, match="is not what was released: its SHA-256 is"):
            load_bank("demo@0.1.0", root=root)
    released.write_bytes(content)
    assert load_bank("demo@0.1.0", root=root).reference == "demo@0.1.0"


def test_the_message_about_an_altered_release_holds_both_digests(folder, released, root):
    recorded = read_draft(folder).digest
    released.write_bytes(released.read_bytes() + b"\n")
    with pytest.raises(TamperedReleaseError, match=f"recorded is {recorded}") as caught:
        load_bank("demo", root=root)
    assert "release the change under a new version" in str(caught.value)


def test_a_file_outside_a_registry_must_be_canonical(released, tmp_path):
    lone = tmp_path / "demo.json"
    lone.write_bytes(released.read_bytes())
    assert read_release(lone, None).id == "demo"
    lone.write_text(json.dumps(json.loads(released.read_bytes()), indent=1), encoding="utf-8")
    with pytest.raises(TamperedReleaseError, match=r"is not in canonical form \(RFC 8785\)"):
        read_release(lone, None)


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"{", RegistryError, "is not JSON"),
        (b'{"id":"\xe5"}', RegistryError, "is not JSON: .*decode"),
        (b'{"id":"a","id":"b"}', RegistryError, "the key 'id' stands twice"),
        (b"{}", InstrumentError, "license: Field required"),
        (b"[]", InstrumentError, "document: Input should be an object"),
    ],
)
def test_a_file_without_a_bank_is_refused(tmp_path, content, error, message):
    path = tmp_path / "bank.json"
    path.write_bytes(content)
    with pytest.raises(error, match=message):
        read_release(path, None)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RegistryError, match=r"There is no file '.*gone.json'"):
        read_release(tmp_path / "gone.json", None)
