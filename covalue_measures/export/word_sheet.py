"""A printed questionnaire drawn with python-docx, which must be installed."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from covalue_measures.export.questionnaire_sheet import (
    Amount,
    Choice,
    Marks,
    Question,
    QuestionGroup,
    Questionnaire,
    Wording,
    column_width,
)
from covalue_measures.export.word_markup import (
    add_field,
    border,
    frame,
    keep_whole,
    leave_theme,
    set_language,
    set_widths,
)

_BOX, _BLANK = "\u2610", "_" * 12
#: In millimeters: A4, and what a line of 46 ems makes of it.
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 210, 297, 16
_LINE = _PAGE_WIDTH - 2 * _MARGIN
_EM = _LINE / 46
#: A field for a number; the distance between a scale and its missing options.
_FIELD, _GAP = 44.0, 3.0
_BODY, _LABEL, _SMALL = Pt(11), Pt(9), Pt(7.5)
_FONT = "Arial"
_GRAY = RGBColor(0x4D, 0x4D, 0x4D)
_NO_DAY = datetime.fromisoformat("1980-01-01T00:00:00")


class WordSheet:
    """Draws a questionnaire from top to bottom."""

    def __init__(self, sheet: Questionnaire) -> None:
        self.sheet = sheet
        self.texts = sheet.texts
        self.document = docx.Document()

    def document_bytes(self, properties: Mapping[str, str]) -> bytes:
        """Return the document; ``properties`` are named as python-docx names them."""
        self._set_up(properties)
        for notice in self.sheet.notices:
            notice_line = self._line()
            _say(notice_line, Wording(notice), bold=True)
            frame(notice_line)
        _say(self.document.add_heading(level=1), self.sheet.title)
        if self.sheet.instruction:
            _say(self._line(after=8), self.sheet.instruction)
        for group in self.sheet.groups:
            if isinstance(group.answer, Amount) or group.answer.is_grid:
                self._table(group)
            else:
                self._lists(group)
        facts = "   ".join(f"{label}: {text}" for label, text in self.sheet.facts)
        _say(self._line(before=14), Wording(facts), size=_SMALL, gray=True)
        content = io.BytesIO()
        self.document.save(content)
        return content.getvalue()

    def _set_up(self, properties: Mapping[str, str]) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(_PAGE_WIDTH), Mm(_PAGE_HEIGHT)
        for edge in ("left", "right", "top", "bottom"):
            setattr(section, f"{edge}_margin", Mm(_MARGIN))
        self._set_style("Normal", _BODY, before=2)
        self._set_style("Heading 1", Pt(17), before=10)
        self._page_footer(section.footer.paragraphs[0])
        core = self.document.core_properties
        for name, text in properties.items():
            setattr(core, name, text)
        core.created = core.modified = _NO_DAY

    def _set_style(self, name: str, size: Length, *, before: float) -> None:
        style = self.document.styles[name]
        if not isinstance(style, ParagraphStyle):
            return
        style.font.name, style.font.size = _FONT, size
        style.font.color.rgb = RGBColor(0, 0, 0)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(2)
        run_properties = style.element.get_or_add_rPr()
        leave_theme(run_properties)
        set_language(run_properties, self.sheet.language)

    def _page_footer(self, paragraph: Paragraph) -> None:
        sheet, texts = self.sheet, self.texts
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_LINE), WD_TAB_ALIGNMENT.RIGHT)
        mark = f"{sheet.reference} · {sheet.digest} · {sheet.language}\t{texts.page} "
        paragraph.style = self.document.styles["Normal"]
        paragraph.add_run(mark)
        add_field(paragraph, "PAGE")
        paragraph.add_run(f" {texts.of} ")
        add_field(paragraph, "NUMPAGES")
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = _SMALL, _GRAY

    def _table(self, group: QuestionGroup) -> None:
        answer = group.answer
        widths = [_FIELD] if isinstance(answer, Amount) else _widths(answer.options)
        widths += _widths(answer.missing, gap=_GAP)
        table = self.document.add_table(rows=1, cols=1 + len(widths))
        self._head(table.rows[0], group)
        for question in group.questions:
            row = table.add_row()
            keep_whole(row)
            self._number_and_stem(row.cells[0].paragraphs[0], question)
            boxes = row.cells[1:]
            if isinstance(answer, Amount):
                unit = "" if answer.is_money else f" {answer.unit.text}"
                row.cells[1].paragraphs[0].add_run(f"{_BLANK}{unit}")
                boxes = row.cells[2:]
            for cell in boxes:
                _box(cell)
            _edges(row, n_missing=len(answer.missing))
        set_widths(table, [_LINE - sum(widths), *widths])
        self._line()

    def _head(self, row: _Row, group: QuestionGroup) -> None:
        answer, cells = group.answer, row.cells
        keep_whole(row, is_header=True)
        lead = cells[0].paragraphs[0]
        if group.recall:
            _say(lead, group.recall, bold=True)
            lead = cells[0].add_paragraph()
        _say(lead, Wording(self._hint(answer)), size=_LABEL, gray=True)
        if isinstance(answer, Amount):
            self._field_head(cells[1].paragraphs[0], answer)
            options: Sequence[Choice] = answer.missing
        else:
            options = (*answer.options, *answer.missing)
        for cell, choice in zip(cells[len(cells) - len(options) :], options, strict=True):
            label = cell.paragraphs[0]
            label.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _say(label, choice.label, size=_LABEL)
        _edges(row, n_missing=len(answer.missing))
        for cell in cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True

    def _field_head(self, paragraph: Paragraph, answer: Amount) -> None:
        if not answer.is_money:
            _say(paragraph, Wording(self.texts.your_answer), size=_LABEL)
            return
        unit = answer.unit.text
        heading = Wording(unit[:1].upper() + unit[1:], answer.unit.language)
        _say(paragraph, heading, size=_LABEL)
        currency = self.sheet.currency or _BLANK
        _say(paragraph, Wording(f"\n{self.texts.currency}: {currency}"), size=_LABEL)

    def _lists(self, group: QuestionGroup) -> None:
        for question in group.questions:
            if group.recall:
                recall = self._line(before=8, keep=True)
                _say(recall, group.recall, bold=True)
            stem = self._line(before=0 if group.recall else 8, keep=True)
            self._number_and_stem(stem, question)
            hint = self._line(indent=8, keep=True)
            _say(hint, Wording(self.texts.mark_one), size=_LABEL, gray=True)
            if not isinstance(group.answer, Marks):
                continue
            options, missing = group.answer.options, group.answer.missing
            for number, choice in enumerate((*options, *missing), start=1):
                # The missing options stand apart.
                before = 8 if number == len(options) + 1 else 2
                is_last = number == len(options) + len(missing)
                line = self._line(before=before, indent=8, keep=not is_last)
                line.add_run(f"{_BOX}  ")
                _say(line, choice.label)

    def _hint(self, answer: Marks | Amount) -> str:
        if isinstance(answer, Marks):
            return self.texts.mark_each_line
        return self.texts.write_or_mark if answer.missing else self.texts.write_each_line

    def _number_and_stem(self, paragraph: Paragraph, question: Question) -> None:
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Mm(8), Mm(-8)
        layout.tab_stops.add_tab_stop(Mm(8))
        paragraph.add_run(f"{question.number}\t").bold = True
        _say(paragraph, question.stem)

    def _line(
        self,
        *,
        before: float = 0,
        after: float = 2,
        indent: float = 0,
        keep: bool = False,
    ) -> Paragraph:
        """Add a paragraph; distances in points, the indent in millimeters."""
        paragraph = self.document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.left_indent, layout.keep_with_next = Mm(indent), keep
        return paragraph


def _say(
    paragraph: Paragraph,
    wording: Wording,
    *,
    bold: bool = False,
    gray: bool = False,
    size: Length | None = None,
) -> None:
    run = paragraph.add_run(wording.text)
    if bold:
        run.bold = True
    if gray:
        run.font.color.rgb = _GRAY
    if size is not None:
        run.font.size = size
    if wording.language:
        set_language(run._r.get_or_add_rPr(), wording.language)


def _box(cell: _Cell) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(_BOX).font.size = Pt(15)


def _edges(row: _Row, *, n_missing: int) -> None:
    for number, cell in enumerate(row.cells):
        is_edge = n_missing > 0 and number == len(row.cells) - n_missing
        border(cell, bottom="single", left="dashed" if is_edge else "")
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _widths(choices: tuple[Choice, ...], gap: float = 0) -> list[float]:
    """Return the widths of the columns, in millimeters, the first one after a gap."""
    width = column_width(choices) * _EM
    return [width + (0 if number else gap) for number in range(len(choices))]
