"""Where files are written, checked before the work is done."""

from pathlib import Path

from covalue_measures.exceptions import MeasuresError


class OutputError(MeasuresError):
    """A file cannot be written where it is asked for."""


def prepare_folder(folder: Path) -> Path:
    """Return ``folder``, made if it was not there.

    Raises
    ------
    OutputError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"'{folder}' cannot be made a folder: {error.strerror}.") from error
    return folder


def prepare_file(path: Path, source: Path) -> Path:
    """Return ``path``, a file that may be written and is not the source.

    Raises
    ------
    OutputError
        If it would replace the source, is a folder, or lies in none.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise OutputError(f"'{path}' is the file that is read; write to another one.")
    if path.is_dir():
        raise OutputError(f"'{path}' is a folder; name a file in it.")
    if not path.resolve().parent.is_dir():
        raise OutputError(f"There is no folder '{path.parent}' to write '{path.name}' in.")
    return path
