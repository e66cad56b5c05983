"""The door for data: a file or a DataFrame, read strictly by the instrument."""

from pathlib import Path
from typing import Literal, TypeAlias

import pandas as pd

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.columns import assign_columns
from covalue_measures.intake.encode import encode_answers
from covalue_measures.intake.frame_table import read_frame
from covalue_measures.intake.respondents import read_groups, respondent_id_problems
from covalue_measures.intake.source_file import reader_for
from covalue_measures.intake.text_table import TextTable
from covalue_measures.intake.wording import counted, refusal
from covalue_measures.responses import ImportMap, IntakeRecord, ItemColumn, ResponseData
from covalue_measures.schema import Instrument, InstrumentLike, as_instrument

Layout: TypeAlias = Literal["auto", "csv", "parquet", "spss"]


def read_responses(
    source: str | Path | pd.DataFrame,
    bank: InstrumentLike,
    *,
    layout: Layout = "auto",
    import_map: ImportMap | None = None,
) -> ResponseData:
    """Return the answers in a file or a DataFrame.

    Every cell is read as text and must be a category or a declared missing answer of its item;
    anything else is refused, all problems of the source at once. No record is dropped and
    nothing is guessed silently: what was done stands in ``intake.applied_rules``.

    Parameters
    ----------
    source : str, Path or DataFrame
        One record per respondent, one column per item, named by the item's id.
    bank : ItemBank or Instrument
        What the respondents answered.
    layout : {"auto", "csv", "parquet", "spss"}
        Format of the file; ``auto`` goes by its suffix. Not used for a DataFrame.
    import_map : ImportMap, optional
        Everything the source needs said about it: other column names, the column of respondent
        ids, groups, columns to ignore, further texts for missing answers.

    Raises
    ------
    IntakeError
        If the source cannot be read as answers to the instrument; names items, columns, lines
        and texts, never a respondent id.
    MissingExtraError
        If the file needs an optional package.

    Examples
    --------
    >>> import pandas as pd
    >>> import covalue_measures as cm
    >>> form = cm.load_form("communication_service_user@0.1.0/4a")
    >>> answers = pd.DataFrame([[3, 4, 2, None]], columns=list(form.item_ids))
    >>> responses = cm.read_responses(answers, form)
    >>> responses.n_respondents, int(responses.is_answered.sum())
    (1, 3)
    """
    instrument = as_instrument(bank)
    import_map = ImportMap() if import_map is None else import_map
    table = _read_table(source, instrument, layout, import_map)
    plan = assign_columns(table, instrument, import_map)
    if not table.n_rows:
        raise IntakeError(
            f"No answers in {table.title}: it has {counted(len(table.columns), 'column')} and no"
            " records."
        )
    answers = encode_answers(table, plan.item_columns, instrument, import_map)
    id_column = import_map.respondent_id
    problems = [*(respondent_id_problems(table, id_column) if id_column else ()), *answers.problems]
    if problems:
        raise refusal(table.title, problems)
    record = IntakeRecord(
        source=table.source,
        layout=table.layout,
        n_rows=table.n_rows,
        columns=tuple(
            ItemColumn(item=item_id, column=name)
            for item_id, name in zip(instrument.item_ids, plan.item_columns, strict=True)
        ),
        ignored_columns=import_map.ignore,
        applied_rules=(*table.rules, *plan.rules, *answers.rules, *_repeats(table, id_column)),
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


def _read_table(
    source: str | Path | pd.DataFrame, instrument: Instrument, layout: str, import_map: ImportMap
) -> TextTable:
    if isinstance(source, pd.DataFrame):
        return read_frame(source)
    path = Path(source)
    return reader_for(path, layout).read(path, import_map, instrument)


def _repeats(table: TextTable, id_column: str | None) -> tuple[str, ...]:
    if id_column or not (count := table.n_repeated_rows):
        return ()
    return (f"Kept {counted(count, 'record')} equal to an earlier one in every column.",)
