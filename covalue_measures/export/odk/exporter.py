"""An instrument as an XLSForm."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.form_words import text_in
from covalue_measures.export.identity import SHORT_DIGEST, canonical_reference, name_of
from covalue_measures.export.odk.choices_sheet import choice_rows
from covalue_measures.export.odk.form_languages import FormLanguages, name_of_language
from covalue_measures.export.odk.markup import changed_texts
from covalue_measures.export.odk.sheet_row import Row
from covalue_measures.export.odk.survey_sheet import survey_rows
from covalue_measures.export.odk.workbook import workbook_bytes
from covalue_measures.export.unplaced_fields import unplaced_fields
from covalue_measures.schema import QuantityScale

#: Fields that an XLSForm has a place for, though other forms do not.
_PLACED = frozenset(
    {
        "quantity_scales.*.decimals",
        "quantity_scales.*.id",
        "quantity_scales.*.missing.*.reason",
        "response_scales.*.id",
        "response_scales.*.missing.*.reason",
    }
)


class XlsformExporter:
    """Writes an Excel file that ODK, Enketo and KoboToolbox make a form of; see ``Exporter``.

    The form opens in the language asked for, and can be switched to every other whose
    translation is reviewed and up to date.
    """

    target = "xlsform"
    title = "XLSForm for ODK, Enketo and KoboToolbox, Excel"
    suffix = ".xlsx"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the Excel file and what was lost."""
        languages = FormLanguages.of(request)
        survey = survey_rows(request, languages)
        choices = choice_rows(request.instrument, languages)
        settings = _settings(request, languages)
        content = workbook_bytes(
            {"survey": survey, "choices": choices, "settings": [settings]},
            properties={
                "title": settings["form_title"],
                "identifier": canonical_reference(request.instrument),
                "version": settings["version"],
                "language": request.language,
                "contentStatus": request.instrument.bank.status,
                "description": request.instrument.bank.license,
            },
        )
        return ExportedFile(content=content, lost=tuple(_lost(request, languages)))


def _settings(request: ExportRequest, languages: FormLanguages) -> Row:
    instrument = request.instrument
    title = (instrument.form or instrument.bank).title
    return {
        "form_title": text_in(title, request.language, instrument.bank.language),
        "form_id": name_of(instrument),
        "version": _version(request, languages),
        "default_language": name_of_language(request.language),
        # Otherwise a paragraph's end becomes a space.
        "clean_text_values": "no",
    }


def _version(request: ExportRequest, languages: FormLanguages) -> str:
    """Return the version under which a server files the form.

    Servers refuse another content under the same version, so that it names all that the content
    depends on: ``0.1.0_<digest>_sv_en``, with the profile and the currency where they matter.
    """
    instrument = request.instrument
    parts = [str(instrument.bank.version), instrument.digest[:SHORT_DIGEST], *languages.languages]
    if request.profile == "score":
        parts.append("score")
    scales = (instrument.response_scale(item) for item in instrument.items)
    if request.currency and any(
        isinstance(scale, QuantityScale) and scale.unit == "currency" for scale in scales
    ):
        parts.append(request.currency)
    return "_".join(parts)


def _lost(request: ExportRequest, languages: FormLanguages) -> Iterator[LostField]:
    placed = set(_PLACED)
    if request.profile == "score":
        placed |= {"items.*.keying", "subscales.*.item_ids"}
    yield from unplaced_fields(request, placed=placed, languages=languages.languages)
    yield from changed_texts(request.instrument, languages)
