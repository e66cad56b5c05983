"""The rows of the questions, in one language."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import form_words, text_in
from covalue_measures.export.identity import mark_of
from covalue_measures.export.limesurvey import expressions, question_codes
from covalue_measures.export.limesurvey.structure_row import Row, as_html
from covalue_measures.export.survey_sections import SurveySection
from covalue_measures.schema import (
    AnswerScale,
    Item,
    LocalizedText,
    MissingOption,
    QuantityScale,
    ResponseOption,
)

_GRID, _LIST, _NUMBER, _EQUATION = "F", "L", "N", "*"


class QuestionRows:
    """Writes groups, questions, subquestions and answers in one language."""

    def __init__(
        self, request: ExportRequest, sections: tuple[SurveySection, ...], language: str
    ) -> None:
        self.request = request
        self.sections = sections
        self.language = language
        self.words = form_words(language)
        self.variables = question_codes.variables(sections)

    def rows(self) -> Iterator[Row]:
        """Yield one group a section, then one of fields that nobody is shown."""
        for number, section in enumerate(self.sections, start=1):
            yield self._group(number, self._recall(section) or self._title())
            if section.grid_scale:
                yield from self._grid(number, section)
                continue
            for item in section.items:
                if isinstance(section.scale, QuantityScale):
                    yield from self._amount(item, section.scale)
                else:
                    text = self._with_recall(item, self._text(item.stem))
                    yield self._question(_LIST, item.id, text)
                    yield from self._answers(section.scale)
        yield self._group(len(self.sections) + 1, self._title())
        yield from self._hidden_fields()

    def _grid(self, number: int, section: SurveySection) -> Iterator[Row]:
        parts = (self._recall(section), as_html(self.words.printed.mark_each_line))
        text = "<br />".join(filter(None, parts))
        yield self._question(_GRID, question_codes.grid_code(number), text)
        for item in section.items:
            yield self._row(
                {"class": "SQ", "type/scale": "0", "name": item.id, "text": self._text(item.stem)}
            )
        yield from self._answers(section.scale)

    def _amount(self, item: Item, scale: QuantityScale) -> Iterator[Row]:
        currency = self.request.currency if scale.unit == "currency" else None
        unit = ", ".join(filter(None, (self._text(scale.label), currency)))
        limits = {
            "suffix": unit,
            "min_num_value_n": str(scale.minimum),
            "max_num_value_n": str(scale.maximum),
            "num_value_int_only": "0" if scale.decimals else "1",
        }
        text = self._with_recall(item, self._text(item.stem))
        sentence = as_html(self.words.describe_amount(scale))
        yield self._question(_NUMBER, item.id, text) | {"help": sentence} | limits
        if not scale.missing:
            return
        amount, why = f"{item.id}.NAOK", question_codes.why_code(item.id)
        text = as_html(self.words.instead_of_a_number)
        open_question = {"relevance": expressions.is_open(amount)}
        yield self._question(_LIST, why, text) | open_question
        yield from self._answers(scale)
        yield self._field(
            question_codes.whole_answer_code(item.id),
            expressions.whole_answer(amount, f"{why}.NAOK"),
        )

    def _answers(self, scale: AnswerScale) -> Iterator[Row]:
        options = () if isinstance(scale, QuantityScale) else scale.options
        for option in options:
            yield self._answer(option, self._text(option.label))
        for missing in scale.missing:
            yield self._answer(missing, f"<em>{self._text(missing.label)}</em>")

    def _answer(self, option: ResponseOption | MissingOption, text: str) -> Row:
        return self._row({"class": "A", "type/scale": "0", "name": option.code, "text": text})

    def _hidden_fields(self) -> Iterator[Row]:
        instrument = self.request.instrument
        yield self._field(question_codes.DEFINITION, mark_of(instrument))
        if self.request.profile == "administer":
            return
        for number, rule in enumerate(instrument.scoring_rules, start=1):
            answered = expressions.answered(instrument, rule, self.variables)
            yield self._field(question_codes.answered_code(number), answered)
            score = expressions.score(instrument, rule, number, self.variables)
            title = f"{rule.id}: {text_in(rule.title, self.language, instrument.bank.language)}"
            named = {"help": as_html(title)}
            yield self._field(question_codes.score_code(number), score) | named

    def _group(self, number: int, name: str) -> Row:
        # The number says which group of another language it is.
        return self._row({"class": "G", "type/scale": str(number), "name": name})

    def _question(self, kind: str, code: str, text: str) -> Row:
        question = {"class": "Q", "type/scale": kind, "name": code, "text": text, "relevance": "1"}
        return self._row({**question, "mandatory": "N", "other": "N"})

    def _field(self, code: str, expression: str) -> Row:
        return self._question(_EQUATION, code, expression) | {"hidden": "1"}

    def _row(self, cells: Row) -> Row:
        return {**cells, "language": self.language}

    def _with_recall(self, item: Item, stem: str) -> str:
        return f"<strong>{self._text(item.recall)}</strong><br />{stem}" if item.recall else stem

    def _recall(self, section: SurveySection) -> str:
        return self._text(section.recall) if section.recall else ""

    def _title(self) -> str:
        instrument = self.request.instrument
        return self._text((instrument.form or instrument.bank).title)

    def _text(self, localized: LocalizedText) -> str:
        return as_html(text_in(localized, self.language, self.request.instrument.bank.language))
