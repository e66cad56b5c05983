"""Options as one cell of a REDCap data dictionary."""

from collections.abc import Sequence

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.form_words import text_in
from covalue_measures.schema import MissingOption, ResponseOption


def choices_cell(
    options: Sequence[ResponseOption | MissingOption], language: str, original: str
) -> str:
    """Return ``value, label | value, label``.

    Raises
    ------
    InstrumentError
        If a label holds ``|``, which REDCap takes for the end of an option.
    """
    cells = []
    for option in options:
        label = " ".join(text_in(option.label, language, original).split())
        if "|" in label:
            raise InstrumentError(
                f"The label {label!r} of option '{option.code}' cannot stand in a REDCap data"
                " dictionary, where '|' separates options."
            )
        cells.append(f"{option.value}, {label}")
    return " | ".join(cells)
