"""Items as questions of a survey, in all its languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import footer, form_words, notices, text_in
from covalue_measures.export.qualtrics.scores import grades
from covalue_measures.export.qualtrics.survey_element import Json, as_html, language_code
from covalue_measures.export.survey_sections import SurveySection, survey_sections
from covalue_measures.schema import (
    Item,
    LocalizedText,
    MissingOption,
    QuantityScale,
    ResponseOption,
    ResponseScale,
)

_Option = ResponseOption | MissingOption
_NO_VALIDATION: Json = {"Settings": {"ForceResponse": "OFF", "Type": "None"}}
#: Export tags hold an underscore where they are no items; item ids have none.
_OPENING, _ABOUT = "cvm_opening", "cvm_about"


def why_tag(item_id: str) -> str:
    """Return the export tag of the question that asks why there is no amount."""
    return f"{item_id}_why"


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of a question by where they stand, in every language of the survey."""

    languages: tuple[str, ...]
    original: str

    def of(self, localized: LocalizedText) -> dict[str, str]:
        """Return a text in each language."""
        return {code: self.one(localized, code) for code in self.languages}

    def one(self, localized: LocalizedText, language: str) -> str:
        """Return a text in one language, as HTML."""
        return as_html(text_in(localized, language, self.original))

    def each(self, text_of: Callable[[str], str]) -> dict[str, str]:
        """Return what ``text_of`` says in each language."""
        return {code: text_of(code) for code in self.languages}


class Questions:
    """Writes questions, numbered in their order."""

    def __init__(self, request: ExportRequest, languages: tuple[str, ...]) -> None:
        self.request = request
        self.scored = request.profile == "score"
        self.texts = Texts(languages, request.instrument.bank.language)

    def payloads(self) -> Iterator[Json]:
        """Yield each question, the instrument's instruction first and its reference last."""
        for number, (tag, question) in enumerate(self._questions(), start=1):
            description = str(question["QuestionText"])
            yield {
                "QuestionID": f"QID{number}",
                "DataExportTag": tag,
                "QuestionDescription": description,
                "Configuration": {"QuestionDescriptionOption": "UseText"},
                "DefaultChoices": False,
                "Validation": _NO_VALIDATION,
                "GradingData": [],
                "NextChoiceId": _n_entries(question, "Choices") + 1,
                "NextAnswerId": _n_entries(question, "Answers") + 1,
                **question,
            }

    def _questions(self) -> Iterator[tuple[str, Json]]:
        yield _OPENING, self._display(self.texts.each(self._opening))
        sections = survey_sections(self.request.instrument)
        for number, section in enumerate(sections, start=1):
            # Where a grid has its grades, no file that we know says.
            if section.grid_scale and not self.scored:
                yield f"items_{number}", self._grid(section, section.grid_scale)
                continue
            for item in section.items:
                if isinstance(section.scale, QuantityScale):
                    yield from self._amount(item, section.scale)
                else:
                    yield item.id, self._item(item, section.scale)
        yield _ABOUT, self._display(self.texts.each(self._about))

    def _item(self, item: Item, scale: ResponseScale) -> Json:
        texts = self.texts.each(lambda language: self._stem(item, language))
        options: tuple[_Option, ...] = (*scale.options, *scale.missing)
        graded = grades(self.request.instrument, item.id) if self.scored else []
        return {**self._choice(texts, options), "GradingData": graded}

    def _display(self, texts: dict[str, str]) -> Json:
        return {"QuestionType": "DB", "Selector": "TB", **self._texts(texts)}

    def _choice(self, texts: dict[str, str], options: tuple[_Option, ...]) -> Json:
        return {
            "QuestionType": "MC",
            "Selector": "SAVR",
            "SubSelector": "TX",
            "ChoiceDataExportTags": False,
            "ChoiceOrder": _ids(options),
            **self._coding(options),
            **self._texts(texts, Choices=self._displays(options)),
        }

    def _grid(self, section: SurveySection, scale: ResponseScale) -> Json:
        stems = {str(n): self.texts.of(item.stem) for n, item in enumerate(section.items, start=1)}
        tags = {str(n): item.id for n, item in enumerate(section.items, start=1)}

        def heading(language: str) -> str:
            hint = as_html(form_words(language).printed.mark_each_line)
            recall = self._recall(section.recall, language)
            return f"{recall}{hint}"

        return {
            "QuestionType": "Matrix",
            "Selector": "Likert",
            "SubSelector": "SingleAnswer",
            "ChoiceDataExportTags": tags,
            "ChoiceOrder": list(tags),
            "AnswerOrder": _ids(scale.options),
            **self._coding(scale.options),
            **self._texts(
                self.texts.each(heading),
                Choices=stems,
                Answers=self._displays(scale.options),
            ),
        }

    def _amount(self, item: Item, scale: QuantityScale) -> Iterator[tuple[str, Json]]:
        currency = self.request.currency if scale.unit == "currency" else None

        def question(language: str) -> str:
            unit = ", ".join(filter(None, (self.texts.one(scale.label, language), currency)))
            sentence = as_html(form_words(language).describe_amount(scale))
            return f"{self._stem(item, language)}<br><em>{unit}. {sentence}</em>"

        limits = {
            "Min": str(scale.minimum),
            "Max": str(scale.maximum),
            "NumDecimals": str(scale.decimals),
        }
        settings: Json = {
            "ForceResponse": "OFF",
            "Type": "ContentType",
            "ContentType": "ValidNumber",
            "ValidNumber": limits,
        }
        yield (
            item.id,
            {
                "QuestionType": "TE",
                "Selector": "SL",
                "SearchSource": {"AllowFreeResponse": "false"},
                **self._texts(self.texts.each(question)),
                "Validation": {"Settings": settings},
            },
        )
        if scale.missing:
            instead = self.texts.each(lambda code: as_html(form_words(code).instead_of_a_number))
            yield why_tag(item.id), self._choice(instead, scale.missing)

    def _coding(self, options: tuple[_Option, ...]) -> Json:
        """Return values and codes of the options; missing ones are kept out of statistics."""
        numbered = dict(zip(_ids(options), options, strict=True))
        missing = {n: "No" for n, option in numbered.items() if isinstance(option, MissingOption)}
        return {
            "RecodeValues": {n: str(option.value) for n, option in numbered.items()},
            "VariableNaming": {n: option.code for n, option in numbered.items()},
            **({"AnalyzeChoices": missing} if missing else {}),
        }

    def _displays(self, options: tuple[_Option, ...]) -> dict[str, dict[str, str]]:
        shown = {}
        for number, option in zip(_ids(options), options, strict=True):
            pattern = "<em>{}</em>" if isinstance(option, MissingOption) else "{}"
            texts = self.texts.of(option.label)
            shown[number] = {code: pattern.format(text) for code, text in texts.items()}
        return shown

    def _texts(self, question: dict[str, str], **entries: dict[str, dict[str, str]]) -> Json:
        """Return the texts of the first language, and all others by language."""

        def in_language(code: str) -> Json:
            lists: Json = {
                name: {number: {"Display": texts[code]} for number, texts in entry.items()}
                for name, entry in entries.items()
            }
            return {"QuestionText": question[code], **lists}

        first, *others = self.texts.languages
        # An empty list stands for none, as Qualtrics writes it.
        translations: object = {language_code(code): in_language(code) for code in others} or []
        return {**in_language(first), "Language": translations}

    def _stem(self, item: Item, language: str) -> str:
        return f"{self._recall(item.recall, language)}{self.texts.one(item.stem, language)}"

    def _recall(self, recall: LocalizedText | None, language: str) -> str:
        return f"<strong>{self.texts.one(recall, language)}</strong><br>" if recall else ""

    def _opening(self, language: str) -> str:
        instrument = self.request.instrument
        title = self.texts.one((instrument.form or instrument.bank).title, language)
        parts = [f"<strong>{title}</strong>", *map(as_html, notices(instrument, language))]
        if instrument.instruction:
            parts.append(self.texts.one(instrument.instruction, language))
        return "<br><br>".join(parts)

    def _about(self, language: str) -> str:
        return as_html(footer(self.request.instrument, language))


def _ids(options: tuple[_Option, ...]) -> list[str]:
    return [str(number) for number in range(1, len(options) + 1)]


def _n_entries(question: Json, name: str) -> int:
    entries = question.get(name)
    return len(entries) if isinstance(entries, dict) else 0
