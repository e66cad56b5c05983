"""The fields of a REDCap form, in order."""

from collections.abc import Iterator
from itertools import groupby

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import footer, form_words, notices, text_in
from covalue_measures.export.identity import mark_of
from covalue_measures.export.redcap.calculations import (
    answered_calculation,
    items_of,
    score_calculation,
)
from covalue_measures.export.redcap.choices import choices_cell
from covalue_measures.export.redcap.dictionary_field import DictionaryField
from covalue_measures.export.redcap.names import FieldNames
from covalue_measures.schema import (
    Item,
    LocalizedText,
    MissingOption,
    QuantityScale,
    ResponseOption,
    ResponseScale,
)

#: Fewer items make no table.
_FEWEST_IN_MATRIX = 2


class FormFields:
    """An instrument in one language, as fields without a record id, to be added to a project."""

    def __init__(self, request: ExportRequest) -> None:
        self.request = request
        self.instrument = request.instrument
        self.names = FieldNames(request.instrument)
        self.mark = f"{mark_of(request.instrument)} language={request.language}"

    def all(self) -> Iterator[DictionaryField]:
        """Yield the fields in the order in which they are shown."""
        yield from self._opening()
        runs = groupby(self.instrument.items, key=lambda item: (item.recall, item.response_scale))
        before: LocalizedText | None = None
        for number, ((recall, _), members) in enumerate(runs, start=1):
            items = tuple(members)
            matrix = self._matrix(items, number)
            # Items in a table have no notes, so that every table says its period.
            is_said = recall == before and not matrix
            before = recall
            yield from self._run(
                items, self._text(recall) if recall and not is_said else "", matrix
            )
        if self.request.profile == "score":
            yield from self._scores()
        label = footer(self.instrument, self.request.language)
        yield self._descriptive("about", label)

    def _opening(self) -> Iterator[DictionaryField]:
        bank = self.instrument.bank
        title = self._text((self.instrument.form or bank).title)
        if said := notices(self.instrument, self.request.language):
            yield self._descriptive("notice", "\n".join(said), section_header=title)
            title = ""
        if instruction := self.instrument.instruction:
            text = self._text(instruction)
            yield self._descriptive("instruction", text, section_header=title)
        elif title:
            yield self._descriptive("title", title)

    def _matrix(self, items: tuple[Item, ...], number: int) -> str:
        """Return the name of the table that a run stands in, or nothing where it stands in none.

        In a table, missing options would be further points of the scale.
        """
        scale = self.instrument.response_scale(items[0])
        in_table = isinstance(scale, ResponseScale) and scale.ordered and not scale.missing
        enough = len(items) >= _FEWEST_IN_MATRIX
        return self.names.added(f"matrix_{number}") if in_table and enough else ""

    def _run(self, items: tuple[Item, ...], heading: str, matrix: str) -> Iterator[DictionaryField]:
        for item in items:
            scale = self.instrument.response_scale(item)
            if isinstance(scale, QuantityScale):
                yield from self._amount(item, scale, heading)
            else:
                yield self._choice(item, scale, heading, matrix)
            heading = ""

    def _choice(
        self, item: Item, scale: ResponseScale, heading: str, matrix: str
    ) -> DictionaryField:
        codes = f"options={_codes(scale.options)}"
        if scale.missing:
            codes += f" missing={_codes(scale.missing)}"
        return DictionaryField(
            name=item.id,
            form_name=self.names.form,
            section_header=heading,
            field_type="radio",
            label=self._text(item.stem),
            choices_or_calculation=self._choices((*scale.options, *scale.missing)),
            note=self._recall(item) if not matrix else "",
            matrix_group=matrix,
            annotation=f"{self.mark} {codes}",
        )

    def _amount(self, item: Item, scale: QuantityScale, heading: str) -> Iterator[DictionaryField]:
        currency = self.request.currency if scale.unit == "currency" else None
        unit = ", ".join(filter(None, (self._text(scale.label), currency)))
        recall = self._recall(item)
        yield DictionaryField(
            name=item.id,
            form_name=self.names.form,
            section_header=heading,
            field_type="text",
            label=self._text(item.stem),
            note=f"{recall} ({unit})" if recall else unit,
            validation="number" if scale.decimals else "integer",
            validation_min=str(scale.minimum),
            validation_max=str(scale.maximum),
            annotation=f"{self.mark} decimals={scale.decimals}",
        )
        if not scale.missing:
            return
        why = f"{item.id}_why"
        yield DictionaryField(
            name=why,
            form_name=self.names.form,
            field_type="radio",
            label=form_words(self.request.language).instead_of_a_number,
            choices_or_calculation=self._choices(scale.missing),
            branching_logic=f"[{item.id}] = ''",
            annotation=f"{self.mark} missing={_codes(scale.missing)}",
        )
        yield self._calculation(
            f"{item.id}_answer",
            label=item.id,
            calculation=f"if([{item.id}] <> '', [{item.id}], [{why}])",
            annotation="@HIDDEN",
        )

    def _scores(self) -> Iterator[DictionaryField]:
        for rule in self.instrument.scoring_rules:
            score = self.names.score(rule.id)
            answered = f"{score}_n"
            title = self._text(rule.title)
            annotation = f"rule={rule.id}@{rule.version} @HIDDEN-SURVEY"
            yield self._calculation(
                answered,
                label=f"{title} (n)",
                calculation=answered_calculation(items_of(self.instrument, rule)),
                annotation=annotation,
            )
            yield self._calculation(
                score,
                label=title,
                calculation=score_calculation(self.instrument, rule, answered),
                annotation=annotation,
            )

    def _calculation(
        self, name: str, *, label: str, calculation: str, annotation: str
    ) -> DictionaryField:
        return DictionaryField(
            name=name,
            form_name=self.names.form,
            field_type="calc",
            label=label,
            choices_or_calculation=calculation,
            annotation=f"{self.mark} {annotation}",
        )

    def _descriptive(self, name: str, label: str, *, section_header: str = "") -> DictionaryField:
        return DictionaryField(
            name=self.names.added(name),
            form_name=self.names.form,
            section_header=section_header,
            field_type="descriptive",
            label=label,
            annotation=self.mark,
        )

    def _choices(self, options: tuple[ResponseOption | MissingOption, ...]) -> str:
        return choices_cell(options, self.request.language, self.instrument.bank.language)

    def _recall(self, item: Item) -> str:
        return self._text(item.recall) if item.recall else ""

    def _text(self, localized: LocalizedText) -> str:
        text = text_in(localized, self.request.language, self.instrument.bank.language)
        # In a label REDCap takes a bracket for another field's answer, and an angle for a tag.
        return text.replace("[", "&#91;").replace("<", "&lt;")


def _codes(options: tuple[ResponseOption | MissingOption, ...]) -> str:
    return ",".join(option.code for option in options)
