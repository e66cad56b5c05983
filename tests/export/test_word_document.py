"""Word documents, read with the standard library and with python-docx."""

import io
import sys
import xml.etree.ElementTree as ET
import zipfile
from typing import Any

import pytest
from survey_exports import (
    BANKS,
    PROFILES,
    draft,
    export,
    form,
    instruments,
    reworded,
    unaccounted,
    within,
)

from covalue_measures.exceptions import MissingExtraError
from covalue_measures.export.exporter import ExportedFile
from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.word_document import WordExporter
from covalue_measures.schema import Instrument, ItemBank

pytest.importorskip("docx")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXPORTER = WordExporter()
#: What is shown without being written: an item's place, and what a table or a list says.
PLACED = {
    "version",
    "status",
    "items.*.response_scale",
    "forms.*.id",
    "forms.*.item_ids",
    # The kind of a unit decides where the label stands.
    "quantity_scales.*.unit",
}


class Paper:
    """The parts of a document."""

    def __init__(self, exported: ExportedFile) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(exported.content))
        self.body = self.part("word/document.xml")

    def part(self, name: str) -> ET.Element:
        return ET.fromstring(self.archive.read(name))

    @property
    def lines(self) -> list[str]:
        return [line(paragraph) for paragraph in self.body.iter(f"{W}p")]

    @property
    def tables(self) -> list[list[list[str]]]:
        return [
            [
                ["\n".join(line(p) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
                for row in table.iter(f"{W}tr")
            ]
            for table in self.body.iter(f"{W}tbl")
        ]


def line(paragraph: ET.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    runs = [e for run in paragraph.iter(f"{W}r") for e in run]
    return "".join(signs.get(e.tag, (e.text or "") if e.tag == f"{W}t" else "") for e in runs)


def paper(instrument: Instrument | ItemBank, **options: Any) -> Paper:
    return Paper(export(EXPORTER, instrument, **options))


@pytest.mark.parametrize("name", BANKS)
def test_no_field_is_lost_without_a_word(name: str) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                exported = export(EXPORTER, instrument, language=language, profile=profile)
                shown = [part for text in Paper(exported).lines for part in (text, text.lower())]
                missing = unaccounted(
                    instrument, exported, shows=within(shown), placed=PLACED, language=language
                )
                assert missing == [], (instrument.reference, language, profile)


def test_a_file_says_which_definition_it_holds() -> None:
    instrument = form("access_family", "4a")

    found = paper(instrument, language="sv")

    core = {e.tag.rpartition("}")[2]: e.text for e in found.part("docProps/core.xml")}
    assert core["subject"] == canonical_reference(instrument)
    assert core["keywords"] == f"cvm={instrument.reference}#{instrument.digest[:12]}"
    assert (core["language"], core["contentStatus"]) == ("sv", instrument.bank.status)
    assert core["description"] == instrument.bank.license
    assert found.lines[:3] == [
        "Utkast: ska inte användas i studier än.",
        "Utkast: översättningen är inte granskad.",
        "Tillgång till rätt vård, kortversion 4a",
    ]
    assert instrument.instruction is not None
    assert found.lines[3] == instrument.instruction.get("sv")
    assert found.lines[-1].startswith(f"Instrument: {instrument.reference}   Status: utkast")
    footer = line(found.part("word/footer1.xml"))
    assert footer == f"{instrument.reference} · {instrument.digest[:12]} · sv\tSida 1 av 1"
    fields = [e.text for e in found.part("word/footer1.xml").iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_items_stand_in_a_table_and_the_missing_options_behind_a_line() -> None:
    found = paper(draft("access_service_user"))
    (table,) = found.tables

    assert table[0] == [
        "In the past 6 months\nMark one box on each line.",
        *("Never", "Rarely", "Sometimes", "Often", "Always"),
        *("Does not apply", "I do not know", "I prefer not to answer"),
    ]
    assert table[1] == ["1\tI got care soon enough for my need.", *["☐"] * 8]
    rows = found.body.iter(f"{W}tr")
    for row in rows:
        dashed = [
            cell.find(f"{W}tcPr/{W}tcBorders/{W}left") is not None for cell in row.iter(f"{W}tc")
        ]
        assert dashed == [False] * 6 + [True, False, False]
    first = next(found.body.iter(f"{W}tr"))
    assert first.find(f"{W}trPr/{W}tblHeader") is not None


def test_options_without_an_order_stand_one_below_the_other() -> None:
    lines = paper(draft("access_service_user")).lines

    place = lines.index("13\tDid you put off seeking care that you felt you needed?")
    assert lines[place - 1] == "In the past 6 months"
    assert lines[place + 1 : place + 4] == [
        "Mark one box.",
        "☐  No",
        "☐  Yes, because of the cost",
    ]
    assert lines[place + 8] == "☐  Does not apply"


@pytest.mark.parametrize(
    ("currency", "head"),
    [("SEK", "Amount\nCurrency: SEK"), (None, "Amount\nCurrency: ____________")],
)
def test_amounts_have_a_field(currency: str | None, head: str) -> None:
    money, hours, *_ = paper(draft("costs_inventory_service_user"), currency=currency).tables

    assert money[0][1] == head
    assert money[1][1:] == ["____________", "☐", "☐", "☐"]
    assert hours[0][1] == "Your answer"
    assert hours[1][1] == "____________ hours"


def test_ids_values_and_keying_are_not_shown() -> None:
    for name in BANKS:
        bank = draft(name)
        text = "\n".join(paper(bank).lines)
        assert not any(item.id in text for item in bank.items if len(item.id) > 2)
        assert "-98" not in text


def test_texts_are_shown_literally() -> None:
    bank = draft("tool_evaluation")
    hostile = "=a < b & <w:br/>\nnext"

    found = paper(reworded(bank, bank.items[0].stem.get("en") or "", hostile))

    assert f"1\t{hostile}" in "\n".join(found.lines)


def test_the_same_instrument_gives_the_same_bytes() -> None:
    first, second = (export(EXPORTER, draft("bfi")).content for _ in range(2))
    assert first == second
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {1980}


def test_the_language_is_declared() -> None:
    styles = paper(draft("tool_evaluation"), language="sv").part("word/styles.xml")
    languages = [
        style.find(f"{W}rPr/{W}lang")
        for style in styles.iter(f"{W}style")
        if style.attrib.get(f"{W}styleId") == "Normal"
    ]
    assert [e.attrib[f"{W}val"] for e in languages if e is not None] == ["sv"]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("covalue_measures.export.word_sheet", "covalue_measures.export.word_markup"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)

    with pytest.raises(MissingExtraError, match=r"python-docx: pip install .*\[interchange\]"):
        export(EXPORTER, draft("bfi"))
