"""Records of REDCap that are no respondents: those of other forms, and those entered twice."""

import re
from collections import Counter
from dataclasses import replace

import numpy as np

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.repeated_records import keep_once
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument
from covalue_measures.typing import BoolArray

_FORM = "redcap_repeat_instrument"
#: What an export writes into the checkboxes of a form that was not opened.
_UNTICKED = frozenset({"0", "unchecked"})
_ENTRY = re.compile(r"(?P<record>.+)--[12]", re.ASCII)


def of_one_form(table: TextTable, import_map: ImportMap, instrument: Instrument) -> TextTable:
    """Return the records of the form that holds the items.

    In a project with repeating forms, each repeat of any form is a record of its own.

    Raises
    ------
    IntakeError
        If the import map names a form that is not there, or several hold answers.
    """
    wanted = import_map.repeat_instrument
    if _FORM not in table.column_names:
        if wanted is not None:
            raise IntakeError(
                f"The import map selects the repeating form {shown_text(wanted)}, but"
                f" {table.title} has no column '{_FORM}'."
            )
        return table
    forms = table.column(_FORM)
    if wanted is None:
        if not any(forms.texts):
            return table
        wanted = _form_with_answers(table, forms, import_map, instrument)
    elif wanted not in forms.texts:
        raise IntakeError(
            f"The import map selects the repeating form {shown_text(wanted)}, which '{_FORM}' of"
            f" {table.title} does not have; it has {named([each for each in forms.texts if each])}."
        )
    is_wanted = forms.codes == forms.texts.index(wanted)
    if is_wanted.all():
        return table
    others = [each for each in forms.texts if each != wanted]
    left_out = named([each for each in others if each])
    return table.of_rows(is_wanted).with_rules(
        f"Left out {counted(int((~is_wanted).sum()), 'record')} of"
        f" {'other repeating forms' if any(others) else 'the forms that do not repeat'}"
        f"{f': {left_out}' if left_out else ''}."
    )


def keep_entered_once(table: TextTable, id_name: str, import_map: ImportMap) -> TextTable:
    """Return the records, those of a double data entry (``7--1`` and ``7--2``) once.

    Raises
    ------
    IntakeError
        If the two entries of a record differ. No id is shown.
    """
    if id_name not in table.column_names:
        return table
    ids = table.column(id_name).cells()
    entries = [_ENTRY.fullmatch(each) for each in ids]
    if not any(entries):
        return table
    records = [each["record"] if each else name for each, name in zip(entries, ids, strict=True)]
    counts = Counter(records)
    twice = {each["record"] for each in entries if each and counts[each["record"]] > 1}
    answers = [column for column in table.columns if column.name != id_name]
    is_kept, rules = keep_once(
        replace(table, columns=tuple(answers)),
        [record if record in twice else "" for record in records],
        TextColumn.from_cells("state", [""] * table.n_rows),
        import_map,
    )
    return table.of_rows(is_kept).with_rules(*rules)


def _form_with_answers(
    table: TextTable, forms: TextColumn, import_map: ImportMap, instrument: Instrument
) -> str:
    has_answer = _has_answer(table, import_map, instrument)
    holding = [
        form
        for position, form in enumerate(forms.texts)
        if has_answer[forms.rows_with(position)].any()
    ]
    if len(holding) == 1:
        return holding[0]
    found = named([form or "(does not repeat)" for form in holding or forms.texts])
    raise IntakeError(
        f"{table.title} has repeating forms, and {'several hold' if holding else 'none holds'}"
        f" answers to the items: {found}. Say in the import map which form to read, such as"
        f" repeat_instrument: {next(form for form in (*holding, *forms.texts) if form)}."
    )


def _has_answer(table: TextTable, import_map: ImportMap, instrument: Instrument) -> BoolArray:
    wanted = {*instrument.item_ids, *(entry.column for entry in import_map.columns)}
    has_answer = np.zeros(table.n_rows, dtype=bool)
    for column in table.columns:
        field, _, choice = column.name.partition("___")
        if field in wanted or field.lower() in wanted:
            empty = {"", *(_UNTICKED if choice else ())}
            filled = [i for i, text in enumerate(column.texts) if text.lower() not in empty]
            has_answer |= np.isin(column.codes, filled)
    return has_answer
