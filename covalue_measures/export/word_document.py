"""A questionnaire to be answered with a pen, as a Word document that can be edited first."""

import io
import zipfile

from covalue_measures.exceptions import MissingExtraError
from covalue_measures.export.exporter import ExportedFile, ExportRequest
from covalue_measures.export.identity import canonical_reference, mark_of
from covalue_measures.export.questionnaire_sheet import LanguageVersion, build_sheet
from covalue_measures.export.unplaced_paper_fields import unplaced_paper_fields

#: The first day that a ZIP archive knows. Files with equal content are equal.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


class WordExporter:
    """Writes one document for A4 paper; see ``Exporter``.

    It shows what the printed page shows. Whoever edits the wording makes another instrument.
    """

    target = "word"
    title = "a questionnaire to be edited and printed, Word"
    suffix = ".docx"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the document and what was lost.

        Raises
        ------
        MissingExtraError
            If python-docx is not installed.
        InstrumentError
            If the words around the items do not exist in the language.
        """
        try:
            from covalue_measures.export.word_sheet import WordSheet
        except ModuleNotFoundError as error:
            raise MissingExtraError(
                "A Word document needs python-docx: pip install 'covalue-measures[interchange]'."
            ) from error
        instrument = request.instrument
        version = LanguageVersion(instrument, request.language)
        sheet = build_sheet(version, with_codes=False, currency=request.currency or "")
        properties = {
            "title": sheet.title.text,
            "subject": canonical_reference(instrument),
            "keywords": mark_of(instrument),
            "language": request.language,
            "content_status": instrument.bank.status,
            "comments": instrument.bank.license,
            "version": str(instrument.bank.version),
            "author": "",
            "last_modified_by": "",
        }
        content = WordSheet(sheet).document_bytes(properties)
        return ExportedFile(content=_timeless(content), lost=tuple(unplaced_paper_fields(request)))


def _timeless(content: bytes) -> bytes:
    """Return the archive without the times at which its parts were made."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(written, "w") as archive:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made.read(name))
    return written.getvalue()
