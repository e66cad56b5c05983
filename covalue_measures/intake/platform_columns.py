"""Columns that a survey platform adds to the answers by itself."""

from collections.abc import Sequence
from dataclasses import replace

from covalue_measures.intake.text_table import TextTable
from covalue_measures.intake.wording import counted, named
from covalue_measures.responses import ImportMap


def set_aside(
    table: TextTable, names: Sequence[str], platform: str, import_map: ImportMap
) -> TextTable:
    """Return the table without the named columns; those that the import map names stay.

    Parameters
    ----------
    table : TextTable
    names : sequence of str
        Columns that the platform adds. Their cells are not shown: some hold names or addresses.
    platform : str
        What the platform is called in the rule.
    import_map : ImportMap
        It may use such a column, as the one with respondent ids, say.
    """
    dropped = [name for name in names if name not in import_map.declared_columns]
    if not dropped:
        return table
    kept = tuple(column for column in table.columns if column.name not in dropped)
    return replace(table, columns=kept).with_rules(
        f"Set aside {counted(len(dropped), 'column')} that {platform} adds: {named(dropped)}."
    )


def name_in_use(candidates: Sequence[str], import_map: ImportMap, item_ids: Sequence[str]) -> str:
    """Return by which of its names a column is read.

    Parameters
    ----------
    candidates : sequence of str
        All names that a platform gives the column, its usual one first.
    import_map : ImportMap
        A name that it declares comes first.
    item_ids : sequence of str
        The id of an item comes second, in any letter case.
    """
    for name in candidates:
        if name in import_map.declared_columns:
            return name
    return next((name for name in candidates if name.lower() in item_ids), candidates[0])
