"""Answers out of a file or a DataFrame, with the report on what was found."""

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, IntakeError
from covalue_measures.intake.columns import ColumnPlan, assign_columns
from covalue_measures.intake.direction import direction_warnings
from covalue_measures.intake.encode import EncodedAnswers, encode_answers
from covalue_measures.intake.frame_table import read_frame
from covalue_measures.intake.intake_report import IntakeReport, ItemIntake, MissingCount
from covalue_measures.intake.long_table import widen
from covalue_measures.intake.map_check import check_import_map
from covalue_measures.intake.respondents import read_groups, respondent_id_problems
from covalue_measures.intake.source_file import LONG_LAYOUT, reader_for
from covalue_measures.intake.text_table import TextTable
from covalue_measures.intake.wording import counted, named, refusal
from covalue_measures.responses import (
    REASONS,
    ImportMap,
    IntakeRecord,
    ItemColumn,
    ResponseData,
)
from covalue_measures.schema import Instrument, InstrumentLike, as_instrument

Layout: TypeAlias = Literal[
    "auto",
    "csv",
    "excel",
    "fhir",
    "limesurvey",
    "long",
    "odk",
    "parquet",
    "qualtrics",
    "redcap",
    "sas",
    "spss",
    "stata",
]
OnRefused: TypeAlias = Literal["error", "record"]


@dataclass(frozen=True, kw_only=True, eq=False)
class ImportedResponses:
    """Answers, and what was found on the way to them."""

    data: ResponseData
    report: IntakeReport
    #: Scores that the source held, a column a scoring rule, as texts; for comparison only.
    embedded_scores: pd.DataFrame = field(repr=False)
    #: What is wrong with refused cells, with short texts shown: to be read, never to be kept.
    refusals: tuple[str, ...] = field(default=(), repr=False)


def import_responses(
    source: str | Path | pd.DataFrame,
    bank: InstrumentLike,
    *,
    layout: Layout = "auto",
    import_map: ImportMap | None = None,
    on_refused: OnRefused = "error",
) -> ImportedResponses:
    """Return the answers in a file or a DataFrame, and the report on every item.

    Parameters
    ----------
    source, bank, layout, import_map
        As in ``read_responses``.
    on_refused : {"error", "record"}
        What becomes of cells that are no response: the source is refused, or each counts as
        missing for a technical reason, stands in the report, and a warning says how many.

    Raises
    ------
    IntakeError
        If the source cannot be read as answers to the instrument.
    MissingExtraError
        If the file needs an optional package.
    """
    instrument = as_instrument(bank)
    import_map = ImportMap() if import_map is None else import_map
    map_rules = check_import_map(import_map, instrument)
    table = _read_table(source, instrument, layout, import_map)
    plan = assign_columns(table, instrument, import_map)
    if not table.n_rows:
        left_out = " ".join(rule for rule in table.rules if rule.startswith("Left out"))
        raise IntakeError(
            f"No answers in {table.title}: no record is left. {left_out}"
            if left_out
            else f"No answers in {table.title}: it has {counted(len(table.columns), 'column')} and"
            " no records."
        )
    answers = encode_answers(table, plan.item_columns, instrument, import_map)
    id_column = import_map.id_column
    problems = respondent_id_problems(table, id_column) if id_column else []
    if on_refused == "error" or problems:
        problems += answers.problems
    if problems:
        raise refusal(table.title, problems)
    rules = (
        *map_rules,
        *table.rules,
        *plan.rules,
        *answers.rules,
        *_refused_rules(answers),
        *_repeats(table, id_column),
    )
    data = _response_data(table, plan, answers, instrument, import_map, rules)
    notes = (
        *table.warnings,
        *_refused_warning(table, answers),
        *_no_answer_warning(table, answers),
        *direction_warnings(data),
    )
    for note in notes:
        warnings.warn(note, DataQualityWarning, stacklevel=callers_level())
    return ImportedResponses(
        data=data,
        report=_report(data, answers, notes),
        embedded_scores=pd.DataFrame({c.name: c.cells() for c in table.embedded_scores}),
        refusals=answers.problems,
    )


def _read_table(
    source: str | Path | pd.DataFrame, instrument: Instrument, layout: str, import_map: ImportMap
) -> TextTable:
    if isinstance(source, pd.DataFrame):
        table = read_frame(source)
    else:
        if not isinstance(source, str | Path):
            raise IntakeError(
                f"Answers are read from a file or a DataFrame, not from a {type(source).__name__}."
            )
        path = Path(source)
        table = reader_for(path, layout).read(path, import_map, instrument)
    is_long = layout == LONG_LAYOUT or import_map.long is not None
    return widen(table, import_map) if is_long else table


def _response_data(
    table: TextTable,
    plan: ColumnPlan,
    answers: EncodedAnswers,
    instrument: Instrument,
    import_map: ImportMap,
    rules: tuple[str, ...],
) -> ResponseData:
    id_column = import_map.id_column
    record = IntakeRecord(
        source=table.source,
        layout=table.layout,
        n_rows=table.n_rows,
        columns=tuple(
            ItemColumn(item=item_id, column=name)
            for item_id, name in zip(instrument.item_ids, plan.item_columns, strict=True)
        ),
        ignored_columns=import_map.ignore,
        applied_rules=rules,
        import_map=import_map,
    )
    return ResponseData(
        instrument=instrument,
        items=instrument.items,
        values=answers.values,
        reasons=answers.reasons,
        intake=record,
        groups=read_groups(table, import_map.groups),
        respondent_ids=table.column(id_column).cells() if id_column else None,
    )


def _report(data: ResponseData, answers: EncodedAnswers, notes: tuple[str, ...]) -> IntakeReport:
    rejected = np.zeros(data.reasons.shape, dtype=bool)
    column_of = {item_id: position for position, item_id in enumerate(data.item_ids)}
    for found in answers.refused:
        rejected[found.rows, column_of[found.item_id]] = True
    items = []
    for position, entry in enumerate(data.intake.columns):
        reasons = data.reasons[~rejected[:, position], position]
        counts = np.bincount(reasons, minlength=1 + len(REASONS)).tolist()
        items.append(
            ItemIntake(
                item=entry.item,
                column=entry.column,
                n_valid=counts[0],
                missing=tuple(
                    MissingCount(reason=reason, n=count)
                    for reason, count in zip(REASONS, counts[1:], strict=True)
                    if count
                ),
                n_rejected=int(rejected[:, position].sum()),
                rejected=tuple(
                    found.record for found in answers.refused if found.item_id == entry.item
                ),
            )
        )
    return IntakeReport(
        source=data.intake.source,
        layout=data.intake.layout,
        instrument=data.instrument.reference,
        instrument_digest=data.instrument.digest,
        import_map_digest=data.intake.import_map.digest,
        n_records=data.n_respondents,
        items=tuple(items),
        applied_rules=data.intake.applied_rules,
        warnings=notes,
    )


def _refused_rules(answers: EncodedAnswers) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for entry in answers.refused:
        counts[entry.item_id] = counts.get(entry.item_id, 0) + len(entry.rows)
    return tuple(
        f"Took {counted(count, 'cell')} of item '{item_id}' as technical, being no response."
        for item_id, count in counts.items()
    )


def _refused_warning(table: TextTable, answers: EncodedAnswers) -> tuple[str, ...]:
    if not answers.refused:
        return ()
    n_cells = sum(len(entry.rows) for entry in answers.refused)
    items = list(dict.fromkeys(entry.item_id for entry in answers.refused))
    return (
        f"{counted(n_cells, 'cell')} of {table.title} {'is' if n_cells == 1 else 'are'} no response"
        f" and counted as technical, of {named(items)}: the intake report says which.",
    )


def _no_answer_warning(table: TextTable, answers: EncodedAnswers) -> tuple[str, ...]:
    if not (answers.reasons != 0).all():
        return ()
    return (
        f"No record of {table.title} has an answer: every item of"
        f" {counted(table.n_rows, 'record')} is missing. Are these the records that were answered?",
    )


def _repeats(table: TextTable, id_column: str | None) -> tuple[str, ...]:
    if id_column or not (count := table.n_repeated_rows):
        return ()
    return (f"Kept {counted(count, 'record')} equal to an earlier one in every column.",)
