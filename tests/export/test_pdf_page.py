"""PDF files of the printed page; their text is read by other programs in tests/clients."""

import importlib
import os
import re
import sys
import zlib
from types import ModuleType, SimpleNamespace

import pytest
from survey_exports import BANKS, draft, export, form

from covalue_measures.exceptions import MissingExtraError
from covalue_measures.export.pdf_page import PdfExporter
from covalue_measures.export.questionnaire import questionnaire_page
from covalue_measures.export.word_document import WordExporter

EXPORTER = PdfExporter()


@pytest.fixture
def _drawn() -> None:
    """Skip where weasyprint, or Pango that it draws with, is not installed; never in CI."""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def unpacked(content: bytes) -> bytes:
    """Return the streams of a PDF file without their compression."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.DOTALL)
    return b"\n".join(zlib.decompressobj().decompress(stream) for stream in streams)


@pytest.mark.usefixtures("_drawn")
@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_form_becomes_a_file_in_its_language(language: str) -> None:
    content = export(EXPORTER, form("communication_service_user", "4a"), language=language).content

    assert content.startswith(b"%PDF-1.")
    assert content.rstrip().endswith(b"%%EOF")
    assert f"/Lang ({language})".encode() in unpacked(content)
    assert (
        content
        == export(EXPORTER, form("communication_service_user", "4a"), language=language).content
    )


@pytest.mark.parametrize("name", BANKS)
def test_it_is_the_printed_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = []

    def read(*, string: str) -> SimpleNamespace:
        pages.append(string)
        return SimpleNamespace(write_pdf=lambda target, **_: target.write(b"%PDF"))

    drawing = SimpleNamespace(HTML=read, CSS=lambda *, string: string)
    monkeypatch.setitem(sys.modules, "weasyprint", drawing)
    bank = draft(name)

    for language in bank.languages:
        exported = export(EXPORTER, bank, language=language, currency="SEK")

        assert pages[-1] == questionnaire_page(bank, language=language, currency="SEK")
        assert exported.content == b"%PDF"


@pytest.mark.usefixtures("_drawn")
def test_what_paper_cannot_hold_is_said_as_for_word() -> None:
    instrument = form("access_family", "4a")
    pytest.importorskip("docx")

    assert export(EXPORTER, instrument).lost == export(WordExporter(), instrument).lost


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(MissingExtraError, match=r"weasyprint: pip install .*\[pdf\]"):
        export(EXPORTER, draft("bfi"))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> ModuleType:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("covalue_measures.export.pdf_page.importlib.import_module", fail)

    with pytest.raises(MissingExtraError, match=r"apt install libpango-1\.0-0 .*cannot load"):
        export(EXPORTER, draft("bfi"))
