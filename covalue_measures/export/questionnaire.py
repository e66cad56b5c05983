"""A questionnaire to be printed and answered with a pen: one HTML page, in one language."""

import re
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.questionnaire_sheet import LanguageVersion, build_sheet, column_width
from covalue_measures.schema import InstrumentLike, as_instrument

_CURRENCY = re.compile(r"[A-Z]{3}")


def render_questionnaire(
    instrument: InstrumentLike,
    path: str | Path,
    *,
    language: str | None = None,
    with_codes: bool = False,
    currency: str | None = None,
    allow_stale: bool = False,
) -> Path:
    """Write an instrument as one self-contained HTML page for A4 paper; return its path.

    The page is a pure function of its arguments. It holds no script and loads nothing, and says
    neither values nor which items are reversed: both would tell what answer is hoped for.

    Parameters
    ----------
    instrument : ItemBank or Instrument
        A bank (all its active items) or a form.
    path : path
        Where the page is written; a file there is replaced.
    language : str, optional
        Of the texts; the one they were written in first by default.
    with_codes : bool
        Print item ids and values beside the texts, for those who enter the answers.
    currency : str, optional
        ISO 4217 code printed where an amount of money is asked for; without it a blank is left
        for the study team.
    allow_stale : bool
        Print a translation that is incomplete or older than the original. What is missing
        stands in the original's language, and the page says so.

    Raises
    ------
    RegistryError
        If the bank has no texts in the language.
    InstrumentError
        If the translation is stale or incomplete, the currency is no ISO 4217 code, or the words
        around the items do not exist in the language.

    Examples
    --------
    >>> import tempfile
    >>> from covalue_measures.registry import load_form
    >>> form = load_form("communication_service_user@0.1.0/4a")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     render_questionnaire(form, f"{folder}/4a.html", language="sv").name
    '4a.html'
    """
    page = questionnaire_page(
        instrument,
        language=language,
        with_codes=with_codes,
        currency=currency,
        allow_stale=allow_stale,
    )
    target = Path(path)
    target.write_text(page, encoding="utf-8", newline="\n")
    return target


def questionnaire_page(
    instrument: InstrumentLike,
    *,
    language: str | None = None,
    with_codes: bool = False,
    currency: str | None = None,
    allow_stale: bool = False,
) -> str:
    """Return the page as text; see ``render_questionnaire``."""
    version = LanguageVersion(as_instrument(instrument), language)
    if not allow_stale:
        version.refuse_stale_texts()
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise InstrumentError(f"The currency {currency!r} is no ISO 4217 code such as 'SEK'.")
    sheet = build_sheet(version, with_codes=with_codes, currency=currency or "")
    environment = Environment(
        loader=PackageLoader("covalue_measures.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["column_width"] = column_width
    return environment.get_template("questionnaire.html").render(sheet=sheet, texts=sheet.texts)
