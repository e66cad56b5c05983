"""Fields that our exports of an instrument have beside its items, brought back to the items.

Every platform needs a second question where an amount can be missing for a reason, and computes
scores in fields of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

import numpy as np

from covalue_measures.intake.questionnaire_pin import check_marks
from covalue_measures.intake.text_table import TextColumn, TextTable
from covalue_measures.intake.wording import counted, named
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument, QuantityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFields:
    """Names of the fields of one platform."""

    #: By item: the question that asks why there is no amount.
    whys: Mapping[str, str]
    #: By field: the scoring rule whose score it holds.
    scores: Mapping[str, str]
    #: Field with the mark of the definition, such as ``cvm=visits@1.0.0#0123456789ab``.
    definition: str = "cvm_definition"
    #: Other fields that the form computes, or that hold no answer.
    computed: frozenset[str] = field(default=frozenset())
    #: Texts of a question that was not shown.
    not_shown: frozenset[str] = frozenset({""})


def usual_fields(instrument: Instrument) -> OwnFields:
    """Return the names in FHIR, ODK and Qualtrics."""
    rules = [rule.id for rule in instrument.scoring_rules]
    # A rule that is called as an item has another name in a form.
    free = [rule for rule in rules if rule not in instrument.item_ids]
    return OwnFields(
        whys=_whys(instrument, "_why"),
        scores={rule: rule for rule in free} | {f"score_{rule}": rule for rule in rules},
        computed=frozenset(
            [f"answered_{rule}" for rule in rules]
            + [f"{item}_answer" for item in instrument.item_ids]
            + [f"cvm_period_{number}" for number in range(1, 1 + len(instrument.items))]
            + ["cvm_title", "cvm_instruction", "cvm_about"]
        ),
    )


def redcap_fields(instrument: Instrument) -> OwnFields:
    """Return the names in REDCap, where a score begins as the items do."""
    name = instrument.bank.id + (f"_{instrument.form_id}" if instrument.form_id else "")
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*instrument.item_ids, strict=False))
    shared = "".join(takewhile(str.isalpha, (each[0] for each in letters)))
    scores = {
        f"{prefix}_{re.sub('_+', '_', rule.id).strip('_')}": rule.id
        for rule in instrument.scoring_rules
        for prefix in (shared, name, f"form_{name}")
    }
    return OwnFields(
        whys=_whys(instrument, "_why"),
        scores=scores,
        computed=frozenset(
            [f"{score}_n" for score in scores] + [f"{item}_answer" for item in instrument.item_ids]
        ),
    )


def limesurvey_fields(instrument: Instrument) -> OwnFields:
    """Return the names in LimeSurvey, whose codes have no underscore."""
    rules = list(enumerate((rule.id for rule in instrument.scoring_rules), start=1))
    return OwnFields(
        whys=_whys(instrument, "Why"),
        scores={f"Score{number}": rule for number, rule in rules},
        definition="Definition",
        computed=frozenset(
            [f"Answered{number}" for number, _ in rules]
            + [f"{item}All" for item in instrument.item_ids]
        ),
        not_shown=frozenset({"", "N/A"}),
    )


def take_own_fields(
    table: TextTable, fields: OwnFields, instrument: Instrument, import_map: ImportMap
) -> TextTable:
    """Return the items' columns with their missing answers, and scores kept for comparison.

    Columns that the import map names stay as they are.

    Raises
    ------
    IntakeError
        If the mark of a definition is not that of the instrument.
    """
    free = {c.name: c for c in table.columns if c.name not in import_map.declared_columns}
    merged = {
        item: _merge(free[item], free[why], fields.not_shown)
        for item, why in fields.whys.items()
        if item in free and why in free
    }
    scores = tuple(
        replace(column, name=fields.scores[name], written_as=column.written_as or name)
        for name, column in free.items()
        if name in fields.scores
    )
    computed = [name for name in free if name in fields.computed]
    rules = []
    if merged:
        rules.append(
            f"Read why there is no amount from the second question of {named(list(merged))}."
        )
    if scores:
        names = [column.name for column in scores]
        rules.append(
            f"Set aside {counted(len(scores), 'score')} that the form computed: {named(names)}."
        )
    if computed:
        rules.append(
            f"Set aside {counted(len(computed), 'field')} that the form computed:"
            f" {named(computed)}."
        )
    if (marks := free.get(fields.definition)) is not None:
        rules += check_marks(marks, table.title, instrument, import_map)
    gone = {*computed, *fields.scores, fields.definition, *(fields.whys[item] for item in merged)}
    kept = (
        merged.get(column.name, column)
        for column in table.columns
        if column.name not in gone or column.name not in free
    )
    return replace(table, columns=tuple(kept), embedded_scores=scores).with_rules(*rules)


def _whys(instrument: Instrument, end: str) -> dict[str, str]:
    return {
        item.id: f"{item.id}{end}"
        for item in instrument.items
        if isinstance(instrument.response_scale(item), QuantityScale)
    }


def _merge(amounts: TextColumn, whys: TextColumn, not_shown: frozenset[str]) -> TextColumn:
    """Return amounts, or why there is none; both together are two answers, and refused."""
    pairs = np.column_stack([amounts.codes, whys.codes])
    distinct, positions = np.unique(pairs, axis=0, return_inverse=True)
    texts = [
        ", ".join(
            part
            for part, absent in ((amounts.texts[amount], {""}), (whys.texts[why], not_shown))
            if part not in absent
        )
        for amount, why in distinct.tolist()
    ]
    merged = TextColumn.from_codes(amounts.name, texts, positions.ravel())
    return replace(merged, written_as=amounts.written_as, row_numbers=amounts.row_numbers)
