"""Which column holds the answers to which item."""

from collections import defaultdict
from dataclasses import dataclass

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.text_table import TextTable
from covalue_measures.intake.wording import counted, named, refusal
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, QuantityScale
from covalue_measures.schema.repeated import repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """The column of each item, in the instrument's order."""

    #: None where the import map declares an item as not asked.
    item_columns: tuple[str | None, ...]
    rules: tuple[str, ...]


def assign_columns(table: TextTable, instrument: Instrument, import_map: ImportMap) -> ColumnPlan:
    """Return the column of each item; every other column must be declared in the import map.

    Raises
    ------
    IntakeError
        If a column name is repeated, an item has no column or two, or a column is nothing.
    """
    _refuse_without_any_item(table, instrument, import_map)
    if problems := _contradictions(table, instrument, import_map):
        raise refusal(table.title, problems)
    mapped = {entry.item: entry.column for entry in import_map.columns}
    set_aside = {*mapped.values(), *import_map.groups, *import_map.ignore, import_map.id_column}
    free = [name for name in table.column_names if name not in set_aside]
    bearing = defaultdict(list)
    for name in free:
        bearing[name.lower()].append(name)
    candidates = {
        item_id: ([mapped[item_id]] if item_id in mapped else []) + bearing[item_id]
        for item_id in instrument.item_ids
    }
    used = {name for names in candidates.values() for name in names}
    unknown = [name for name in free if name not in used]
    problems = [
        *_item_problems(table, instrument, import_map, candidates),
        *_unknown_columns(table, instrument, unknown),
        *_money_without_currency(table, instrument, import_map, candidates),
    ]
    if problems:
        raise refusal(table.title, problems)
    item_columns = tuple(next(iter(names), None) for names in candidates.values())
    return ColumnPlan(
        item_columns=item_columns,
        rules=_rules(item_columns, instrument, import_map, set(mapped.values())),
    )


def _refuse_without_any_item(
    table: TextTable, instrument: Instrument, import_map: ImportMap
) -> None:
    """Refuse without showing the names: where there is no header, they are somebody's answers."""
    mapped = {entry.column for entry in import_map.columns}
    items = set(instrument.item_ids)
    if not any(name.lower() in items or name in mapped for name in table.column_names):
        reason = (
            "Either the line with the column names is missing, or the columns are named otherwise"
            if table.column_noun == "column"
            else "If they are the items under other names"
        )
        raise IntakeError(
            f"{counted(len(table.columns), table.column_noun)} found in {table.title}, and none is"
            f" named as an item of '{instrument.reference}' ({named(instrument.item_ids)})."
            f" {reason}: name them under columns in the import map."
        )


def _contradictions(table: TextTable, instrument: Instrument, import_map: ImportMap) -> list[str]:
    problems = []
    if found := repeated(table.column_names):
        problems.append(
            f"Several columns of {table.title} have the same name: {named(found)}. Rename them, so"
            " that each name stands once."
        )
    declared = [entry.column for entry in import_map.columns]
    declared += [*import_map.groups, *(n for n in import_map.ignore if n not in table.put_aside)]
    if import_map.id_column is not None:
        declared.append(import_map.id_column)
    if lacking := [name for name in declared if name not in table.column_names]:
        problems.append(
            f"The import map names the {_columns(table, lacking)}, which {table.title} does not"
            " have;"
            f" it has {named(table.column_names)}."
        )
    items = [*(entry.item for entry in import_map.columns), *import_map.not_asked]
    if foreign := [item for item in items if item not in instrument.item_ids]:
        problems.append(
            f"The import map names the {_items(foreign)}, which '{instrument.reference}' does not"
            f" have; it has {named(instrument.item_ids)}."
        )
    return problems


def _item_problems(
    table: TextTable,
    instrument: Instrument,
    import_map: ImportMap,
    candidates: dict[str, list[str]],
) -> list[str]:
    problems = []
    for item_id, names in candidates.items():
        if item_id in import_map.not_asked and names:
            problems.append(
                f"The import map declares item '{item_id}' as not asked, but {table.title} has the"
                f" column {named(names)} for it. Take it out of not_asked, or ignore the column."
            )
        elif len(names) > 1:
            problems.append(
                f"Item '{item_id}' has {len(names)} columns in {table.title}: {named(names)}."
                " Name one under columns in the import map, and the others under ignore."
            )
    lacking = [i for i, names in candidates.items() if not names and i not in import_map.not_asked]
    if lacking:
        problems.append(
            f"There is no column in {table.title} for the {_items(lacking)} of"
            f" '{instrument.reference}'. In the import map, name the column under columns, or the"
            " item under not_asked."
        )
    return problems


def _unknown_columns(table: TextTable, instrument: Instrument, unknown: list[str]) -> list[str]:
    problems = []
    bank_items = {item.id for item in instrument.bank.items}
    if unused := [name for name in unknown if name.lower() in bank_items]:
        problems.append(
            f"The bank has, but '{instrument.reference}' does not use, the"
            f" {_columns(table, unused)} of {table.title}. Declare each under ignore in the import"
            " map, or with --ignore."
        )
    if others := [name for name in unknown if name.lower() not in bank_items]:
        problems.append(
            f"Nothing says what to do with the {_columns(table, others)} of {table.title}. Declare"
            " each in the import map under groups, ignore, respondent_id or columns, or with"
            " --group, --ignore or --id."
        )
    return problems


def _money_without_currency(
    table: TextTable,
    instrument: Instrument,
    import_map: ImportMap,
    candidates: dict[str, list[str]],
) -> list[str]:
    money = [
        item.id
        for item in instrument.items
        if isinstance(scale := instrument.response_scale(item), QuantityScale)
        and scale.unit == "currency"
        and candidates[item.id]
    ]
    if not money or import_map.currency is not None:
        return []
    return [
        f"The {_items(money)} of '{instrument.reference}' ask for money, but nothing says which"
        f" currency {table.title} is in. Declare currency and price_year in the import map, such"
        " as currency: SEK and price_year: 2026."
    ]


def _rules(
    item_columns: tuple[str | None, ...],
    instrument: Instrument,
    import_map: ImportMap,
    mapped: set[str],
) -> tuple[str, ...]:
    rules = []
    other_case = [
        name
        for name, item_id in zip(item_columns, instrument.item_ids, strict=True)
        if name is not None and name not in mapped and name != item_id
    ]
    if other_case:
        rules.append(
            f"Matched {counted(len(other_case), 'column')} to items in another letter case:"
            f" {named(other_case)}."
        )
    if import_map.not_asked:
        rules.append(
            f"Took {counted(len(import_map.not_asked), 'item')} as not asked, as the import map"
            f" says: {named(import_map.not_asked)}."
        )
    return tuple(rules)


def _columns(table: TextTable, names: list[str]) -> str:
    return f"{table.column_noun}{'s' if len(names) > 1 else ''} {named(names)}"


def _items(names: list[str]) -> str:
    return f"item{'s' if len(names) > 1 else ''} {named(names)}"
