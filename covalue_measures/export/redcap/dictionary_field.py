"""One row of a REDCap data dictionary."""

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from covalue_measures.spreadsheet_cell import is_formula

#: The 18 columns, in the order and with the names that REDCap expects.
HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryField:
    """A field of a REDCap form; the attributes stand in the order of the columns."""

    name: str
    form_name: str
    section_header: str = ""
    field_type: str
    label: str
    choices_or_calculation: str = ""
    note: str = ""
    validation: str = ""
    validation_min: str = ""
    validation_max: str = ""
    identifier: str = ""
    branching_logic: str = ""
    required: str = ""
    alignment: str = ""
    question_number: str = ""
    matrix_group: str = ""
    matrix_ranking: str = ""
    annotation: str = ""


def dictionary_csv(fields: Iterable[DictionaryField]) -> bytes:
    """Return the data dictionary as CSV in UTF-8, without a byte order mark.

    A cell that a spreadsheet would compute starts with a space: REDCap shows labels as HTML and
    trims what it reads as codes, so that the space is seen nowhere, which an apostrophe would be.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for field in fields:
        writer.writerow(f" {cell}" if is_formula(cell) else cell for cell in astuple(field))
    return text.getvalue().encode("utf-8")
