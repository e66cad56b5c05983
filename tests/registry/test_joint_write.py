from pathlib import Path

import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.joint_write import write_together


def tree(root):
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def test_files_are_written_with_the_folders_that_they_need(tmp_path):
    first, second = tmp_path / "a" / "one.json", tmp_path / "two.json"
    second.write_bytes(b"old")
    write_together({first: b"1", second: b"2"})
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert tree(tmp_path) == {"a", "a/one.json", "two.json"}


@pytest.mark.parametrize("place", ["two.json", "b/c/two.json"])
def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(tmp_path, place):
    # A folder stands where the file is to lie, or none stands where its folder is to lie.
    (tmp_path / "two.json").mkdir()
    old = tmp_path / "old.json"
    old.write_bytes(b"old")
    before = tree(tmp_path)
    contents = {tmp_path / "a" / "one.json": b"1", old: b"new", tmp_path / place: b"2"}
    with pytest.raises(RegistryError, match=r"cannot be written \(.*\); nothing was changed\.$"):
        write_together(contents)
    assert tree(tmp_path) == before
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize("n_moved", [0, 1, 2])
@pytest.mark.parametrize(
    ("error", "expected"),
    [(OSError(28, "No space left on device"), RegistryError), (KeyboardInterrupt(), None)],
)
def test_a_move_that_fails_takes_back_those_before_it(
    tmp_path, monkeypatch, n_moved, error, expected
):
    contents = {tmp_path / f"{name}.json": name.encode() for name in ("one", "two", "three")}
    (tmp_path / "two.json").write_bytes(b"old")
    move = Path.replace
    moved = []

    def replace(part, path):
        if len(moved) == n_moved:
            raise error
        moved.append(path)
        return move(part, path)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(expected or KeyboardInterrupt):
        write_together(contents)
    assert tree(tmp_path) == {"two.json"}
    assert (tmp_path / "two.json").read_bytes() == b"old"
