"""From options to answers."""

from pathlib import Path
from typing import TYPE_CHECKING

import covalue_measures as cm
from covalue_measures.exceptions import RegistryError

if TYPE_CHECKING:
    from covalue_measures.responses import ResponseData
    from covalue_measures.schema import Instrument


def read_answers(
    file: Path,
    instrument: "Instrument",
    *,
    map_file: Path | None,
    id_column: str | None,
    groups: list[str] | None,
    ignored: list[str] | None,
) -> "ResponseData":
    """Read ``file``, the options added to its import map."""
    # Imported here: commands that read no answers do not wait for the numeric libraries.
    from covalue_measures.intake import extend_import_map

    import_map = cm.read_import_map(map_file) if map_file else cm.ImportMap()
    return cm.read_responses(
        file,
        instrument,
        import_map=extend_import_map(
            import_map, respondent_id=id_column, groups=groups or (), ignore=ignored or ()
        ),
    )


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a text file that hold something.

    Raises
    ------
    RegistryError
        If the file cannot be read, or is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RegistryError(f"There is no file '{path}'.") from error
    except OSError as error:
        raise RegistryError(f"'{path}' cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"'{path}' is not UTF-8 text: {error}.") from error
    return tuple(line.strip() for line in text.splitlines() if line.strip())
