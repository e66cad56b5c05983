"""The door for data: a file or a DataFrame, read strictly by the instrument."""

from pathlib import Path

import pandas as pd

from covalue_measures.intake.import_responses import Layout, OnRefused, import_responses
from covalue_measures.responses import ImportMap, ResponseData
from covalue_measures.schema import InstrumentLike


def read_responses(
    source: str | Path | pd.DataFrame,
    bank: InstrumentLike,
    *,
    layout: Layout = "auto",
    import_map: ImportMap | None = None,
    on_refused: OnRefused = "error",
) -> ResponseData:
    """Return the answers in a file or a DataFrame.

    Every cell is read as text and must be a category or a declared missing answer of its item;
    anything else is refused, all problems of the source at once. Nothing is guessed silently:
    what was done stands in ``intake.applied_rules``. ``import_responses`` takes the same
    arguments and returns the report on every item too.

    Parameters
    ----------
    source : str, Path or DataFrame
        One record per respondent, one column per item, named by the item's id; or one line per
        answer, with ``long`` in the import map.
    bank : ItemBank or Instrument
        What the respondents answered.
    layout : str
        Format of the file, such as ``csv``, ``redcap`` or ``fhir``; ``auto`` goes by its suffix,
        and for text files by what only one program writes. Not used for a DataFrame.
    import_map : ImportMap, optional
        Everything the source needs said about it: other column names, the column of respondent
        ids, groups, columns to ignore, further texts for missing answers.
    on_refused : {"error", "record"}
        What becomes of cells that are no response: the source is refused, or each counts as
        missing for a technical reason and a warning says how many.

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
    imported = import_responses(
        source, bank, layout=layout, import_map=import_map, on_refused=on_refused
    )
    return imported.data
