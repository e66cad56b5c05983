"""What a file format must offer to be read."""

from pathlib import Path
from typing import Protocol

from covalue_measures.intake.text_table import TextTable
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


class Reader(Protocol):
    """Turns files of one layout into a table of text; types nothing, judges nothing."""

    #: The name that ``read_responses(layout=...)`` takes.
    layout: str
    #: Endings of file names, in lower case with the dot.
    suffixes: tuple[str, ...]
    #: First bytes that only this layout has; empty where there are none.
    signatures: tuple[bytes, ...]

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns as text.

        Parameters
        ----------
        path : Path
            A file that exists and is not empty; a folder, where the layout has those.
        import_map : ImportMap
            What the layout needs said, such as encoding, sheet or event.
        instrument : Instrument
            Its item ids tell answers from what a platform adds.

        Raises
        ------
        IntakeError
            If the file is not of this layout or damaged, or holds more than one record a
            respondent and the import map selects none.
        """
