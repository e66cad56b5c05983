"""The rows of the choices sheet: what can be answered."""

from collections.abc import Iterator

from covalue_measures.export.odk.form_languages import FormLanguages
from covalue_measures.export.odk.sheet_row import Row
from covalue_measures.export.odk.survey_sheet import missing_list
from covalue_measures.schema import Instrument, MissingOption, QuantityScale, ResponseOption


def choice_rows(instrument: Instrument, languages: FormLanguages) -> tuple[Row, ...]:
    """Return the options of every scale in use, the missing ones last.

    The stored answer is the value, which files are read by; code and missing reason stand beside
    it and go with the form.
    """
    used = {item.response_scale for item in instrument.items}
    rows: list[Row] = []
    for scale in instrument.bank.answer_scales:
        if scale.id not in used:
            continue
        if isinstance(scale, QuantityScale):
            rows += _rows(missing_list(scale), scale.missing, languages)
        else:
            rows += _rows(scale.id, (*scale.options, *scale.missing), languages)
    return tuple(rows)


def _rows(
    name: str, options: tuple[ResponseOption | MissingOption, ...], languages: FormLanguages
) -> Iterator[Row]:
    for option in options:
        reason = option.reason.value if isinstance(option, MissingOption) else ""
        yield {
            "list_name": name,
            "name": str(option.value),
            **languages.texts("label", option.label),
            "code": option.code,
            "missing_reason": reason,
        }
