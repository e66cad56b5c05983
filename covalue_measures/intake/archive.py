"""Zip archives, looked at before anything in them is read."""

import zipfile
from pathlib import Path, PurePosixPath

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.wording import shown_text

SIGNATURE = b"PK\x03\x04"

_MOST_MEMBERS = 10_000
_MOST_BYTES = 1 << 30
#: Sheets of repeated numbers shrink to a fiftieth; what shrinks to less was made to.
_MOST_RATIO = 200
#: Below this size no ratio does harm.
_HARMLESS_BYTES = 10 << 20


def check_workbook(path: Path) -> None:
    """Refuse an archive that is no Excel workbook, or would unpack to something harmful.

    Raises
    ------
    IntakeError
        If the archive is damaged, has members outside of itself, unpacks to far more than it is,
        or is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        with path.open("rb") as file:
            is_archive = file.read(len(SIGNATURE)) == SIGNATURE
        what = "a zip archive that is damaged" if is_archive else "no Excel workbook"
        raise IntakeError(f"'{path.name}' is {what}.") from error
    names = [member.filename for member in members]
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or parts[:1] == ("/",) or ":" in "".join(parts[:1]):
            raise IntakeError(
                f"'{path.name}' has the member {shown_text(name)}, which lies outside of the"
                " archive; it is not read."
            )
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if (
        len(members) > _MOST_MEMBERS
        or unpacked > _MOST_BYTES
        or (unpacked > _HARMLESS_BYTES and unpacked / packed > _MOST_RATIO)
    ):
        raise IntakeError(
            f"'{path.name}' would unpack from {packed:,} to {unpacked:,} bytes in {len(members):,}"
            " members; no file of answers does, and it is not read."
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise IntakeError(
            f"'{path.name}' is a zip archive and no Excel workbook; unpack it, and name the file"
            " in it."
        )
