"""Write files that belong together: all of them, or none."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from covalue_measures.exceptions import RegistryError


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files, folders for them included, or leave everything as it was.

    Every file is written beside its place first. They are moved there once all of them lie on the
    disk, in the order given, so that what says that the others are there stands last.

    Raises
    ------
    RegistryError
        If one of them cannot be written.
    """
    parts = {path: path.with_name(f"{path.name}.part") for path in contents}
    before = {path: path.read_bytes() for path in contents if path.is_file()}
    made = [folder for folder in {path.parent: None for path in contents} if not folder.exists()]
    moved: list[Path] = []
    try:
        for folder in made:
            folder.mkdir()
        for path, part in parts.items():
            part.write_bytes(contents[path])
        for path, part in parts.items():
            part.replace(path)
            moved.append(path)
    except BaseException as error:
        for path in moved:
            _put_back(path, before.get(path))
        _remove(parts.values(), reversed(made))
        if isinstance(error, OSError):
            raise RegistryError(
                f"'{error.filename}' cannot be written ({error.strerror}); nothing was changed."
            ) from error
        raise


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


def _remove(parts: Iterable[Path], folders: Iterable[Path]) -> None:
    # What could not be written cannot always be removed either; the first error is the one to say.
    for part in parts:
        with suppress(OSError):
            part.unlink()
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
