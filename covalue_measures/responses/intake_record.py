"""What was done to turn a file into answers; holds no answer and no id."""

from covalue_measures.responses.import_map import ImportMap
from covalue_measures.schema.model import Definition


class ItemColumn(Definition):
    """Which column an item was read from."""

    item: str
    #: None where the import map declares the item as not asked.
    column: str | None


class IntakeRecord(Definition):
    """How a source was read, complete enough to read it the same way again."""

    #: Name of the file without its folder, or ``DataFrame``.
    source: str
    layout: str
    n_rows: int
    columns: tuple[ItemColumn, ...]
    ignored_columns: tuple[str, ...]
    #: Every rule that changed how a cell or column was read, in a sentence with its count.
    applied_rules: tuple[str, ...]
    import_map: ImportMap
