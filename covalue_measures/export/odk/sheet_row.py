"""One row of a sheet of an XLSForm."""

from typing import TypeAlias

#: Cells by column; a column that is not named is empty.
Row: TypeAlias = dict[str, str]


def calculate(name: str, calculation: str) -> Row:
    """Return the row of a value that is computed and not shown."""
    return {"type": "calculate", "name": name, "calculation": calculation}
