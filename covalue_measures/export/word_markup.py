"""What python-docx has no words for: borders, languages, page numbers, rows that stay whole."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph


def part(name: str, **attributes: str) -> BaseOxmlElement:
    """Return an element of the ``w`` namespace."""
    element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def set_language(properties: BaseOxmlElement, language: str) -> None:
    """Say in which language a style or a run is, for spelling and for voices."""
    for found in properties.findall(qn("w:lang")):
        properties.remove(found)
    properties.append(part("lang", val=language, eastAsia=language))


def leave_theme(properties: BaseOxmlElement) -> None:
    """Let the fonts and the color that a style names come before those of the theme."""
    for element in properties.iter(qn("w:rFonts"), qn("w:color")):
        for attribute in list(element.attrib):
            if "theme" in str(attribute).lower():
                del element.attrib[attribute]


def frame(paragraph: Paragraph) -> None:
    """Draw a line around a paragraph."""
    borders = part("pBdr")
    for edge in ("top", "left", "bottom", "right"):
        borders.append(part(edge, val="single", sz="12", space="4", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def border(cell: _Cell, **edges: str) -> None:
    """Draw edges of a cell: ``bottom="single"``, ``left="dashed"``."""
    borders = part("tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if style := edges.get(edge):
            borders.append(part(edge, val=style, sz="6", space="0", color="4D4D4D"))
    cell._tc.get_or_add_tcPr().append(borders)


def keep_whole(row: _Row, *, is_header: bool = False) -> None:
    """Keep a row on one page; repeat it on every page where it heads a table."""
    properties = row._tr.get_or_add_trPr()
    properties.append(part("cantSplit"))
    if is_header:
        properties.append(part("tblHeader"))


def set_widths(table: Table, widths: list[float]) -> None:
    """Fix the widths of the columns, in millimeters."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a number that Word computes, such as ``PAGE``."""
    text, shown = part("instrText"), part("t")
    text.text, shown.text = instruction, "1"
    begin, separate, end = (
        part("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    for element in (begin, text, separate, shown, end):
        paragraph.add_run()._r.append(element)
