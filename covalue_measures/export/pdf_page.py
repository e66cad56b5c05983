"""A questionnaire to be printed, as a PDF file."""

import importlib
import io

from covalue_measures.exceptions import MissingExtraError
from covalue_measures.export.exporter import ExportedFile, ExportRequest
from covalue_measures.export.questionnaire import questionnaire_page
from covalue_measures.export.unplaced_paper_fields import unplaced_paper_fields

#: Columns are as wide as the longest word of their headings, which then need no hyphens.
_WHOLE_WORDS = "thead th { hyphens: manual !important; }"


class PdfExporter:
    """Writes the printed page as a PDF file; see ``Exporter``. Equal pages are equal files."""

    target = "pdf"
    title = "a questionnaire to be printed, PDF"
    suffix = ".pdf"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the file and what was lost.

        Raises
        ------
        MissingExtraError
            If weasyprint, or Pango that it draws with, is not installed.
        InstrumentError
            If the words around the items do not exist in the language.
        """
        page = questionnaire_page(
            request.instrument,
            language=request.language,
            currency=request.currency,
            allow_stale=True,
        )
        return ExportedFile(content=_pdf(page), lost=tuple(unplaced_paper_fields(request)))


def _pdf(page: str) -> bytes:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except ImportError as error:
        raise MissingExtraError(
            "A PDF file needs weasyprint: pip install 'covalue-measures[pdf]'."
        ) from error
    except OSError as error:
        raise MissingExtraError(
            "A PDF file is drawn with Pango, which this system lacks. On Debian or Ubuntu:"
            f" apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. ({error})"
        ) from error
    content = io.BytesIO()
    # Tags keep the order and the headings for those who listen to the page.
    weasyprint.HTML(string=page).write_pdf(
        content, stylesheets=[weasyprint.CSS(string=_WHOLE_WORDS)], pdf_tags=True
    )
    return content.getvalue()
