"""The definition of an instrument: items, response scales, subscales, structure, scoring."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from covalue_measures.schema.answer_scale import AnswerScale
from covalue_measures.schema.canonical import digest
from covalue_measures.schema.domain import Role
from covalue_measures.schema.form import Form
from covalue_measures.schema.identifiers import CleanText, Identifier, Language
from covalue_measures.schema.item import Item
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.schema.model import GrownDefinition
from covalue_measures.schema.provenance import Provenance
from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.schema.repeated import repeated
from covalue_measures.schema.response_scale import ResponseScale
from covalue_measures.schema.retirement import Retirement
from covalue_measures.schema.scoring_rule import ScoringRule
from covalue_measures.schema.selection import check_selection
from covalue_measures.schema.structure import HypothesizedStructure
from covalue_measures.schema.subscale import Facet, Subscale
from covalue_measures.schema.translation import Translation, source_digest
from covalue_measures.schema.version import Version
from covalue_measures.schema.waiver import Waiver


class ItemBank(GrownDefinition):
    """Everything that gives an answer its meaning, under one name and one version."""

    later_fields: ClassVar[frozenset[str]] = frozenset({"quantity_scales", "retirement", "waivers"})

    #: Version of this file format, not of the instrument.
    format_version: Literal["1"] = "1"
    id: Identifier
    version: Version
    status: Literal["draft", "candidate", "released", "retired"]
    title: LocalizedText
    #: The language in which the texts were written first.
    language: Language
    role: Role
    #: One of the six CO-VALUE domains, or another name for an instrument outside them.
    domain: Identifier
    construct_definition: LocalizedText
    instruction: LocalizedText | None = None
    license: CleanText
    provenance: Provenance
    facets: tuple[Facet, ...] = Field(min_length=1)
    response_scales: tuple[ResponseScale, ...] = ()
    quantity_scales: tuple[QuantityScale, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)
    subscales: tuple[Subscale, ...] = Field(min_length=1)
    #: None exactly where every subscale is formative.
    structure: HypothesizedStructure | None = None
    scoring_rules: tuple[ScoringRule, ...] = ()
    forms: tuple[Form, ...] = ()
    translations: tuple[Translation, ...] = ()
    #: Said by retired banks, and by no other.
    retirement: Retirement | None = None
    #: Findings of the wording rules about scales, instruction or readability that are kept.
    waivers: tuple[Waiver, ...] = ()

    @model_validator(mode="after")
    def _ids_are_distinct(self) -> "ItemBank":
        for name, ids in (
            ("facet", [facet.id for facet in self.facets]),
            ("response scale", [scale.id for scale in self.answer_scales]),
            ("item", [item.id for item in self.items]),
            ("subscale", [subscale.id for subscale in self.subscales]),
            ("scoring rule", [rule.id for rule in self.scoring_rules]),
            ("form", [form.id for form in self.forms]),
            ("translation", [translation.language for translation in self.translations]),
        ):
            if found := repeated(ids):
                raise ValueError(f"bank '{self.id}' has two {name}s '{found[0]}'")
        return self

    @model_validator(mode="after")
    def _references_resolve(self) -> "ItemBank":
        facets = {facet.id for facet in self.facets}
        scales = {scale.id for scale in self.answer_scales}
        for item in self.items:
            for kind, name, known in (
                ("facet", item.facet, facets),
                ("response scale", item.response_scale, scales),
            ):
                if name not in known:
                    raise ValueError(
                        f"item '{item.id}' names the {kind} '{name}', which bank '{self.id}' does"
                        f" not define; it defines {sorted(known)}"
                    )
            if item.role is not self.role:
                raise ValueError(
                    f"item '{item.id}' is for role '{item.role}', its bank for '{self.role}'"
                )
            if item.is_reversed and isinstance(self.response_scale(item), QuantityScale):
                raise ValueError(
                    f"item '{item.id}' is negatively keyed, but an amount cannot be mirrored"
                )
        items = {item.id: item for item in self.items}
        answered_on = {scale.id: scale for scale in self.answer_scales}
        check_selection(f"bank '{self.id}'", items, answered_on, self.subscales, self.scoring_rules)
        for form in self.forms:
            check_selection(
                f"form '{form.id}'", items, answered_on, form.subscales, form.scoring_rules
            )
        retired = {item.id for item in self.items if item.status == "retired"}
        for subscale in self.subscales:
            if found := retired.intersection(subscale.item_ids):
                raise ValueError(
                    f"subscale '{subscale.id}' of bank '{self.id}' names retired items"
                    f" {sorted(found)}"
                )
        return self

    @model_validator(mode="after")
    def _only_a_retired_bank_says_why(self) -> "ItemBank":
        if self.retirement is not None and self.status != "retired":
            raise ValueError(
                f"bank '{self.id}' gives a reason for retirement, but its status is {self.status}"
            )
        return self

    @model_validator(mode="after")
    def _waivers_stand_where_they_belong(self) -> "ItemBank":
        for item in self.items:
            if found := [waiver.rule for waiver in item.waivers if waiver.path is not None]:
                raise ValueError(
                    f"waiver {found[0]} of item '{item.id}' has a path, which only a bank's has"
                )
        if lacking := [waiver.rule for waiver in self.waivers if waiver.path is None]:
            raise ValueError(f"waiver {lacking[0]} of bank '{self.id}' does not say its path")
        return self

    @model_validator(mode="after")
    def _structure_is_about_reflective_subscales(self) -> "ItemBank":
        reflective = {s.id for s in self.subscales if s.measurement_model == "reflective"}
        if (self.structure is None) != (not reflective):
            raise ValueError(
                f"bank '{self.id}' must state a structure exactly when it has reflective"
                f" subscales; it has {sorted(reflective) or 'none'}"
            )
        if self.structure and (wrong := set(self.structure.subscale_ids) - reflective):
            raise ValueError(
                f"the structure of bank '{self.id}' names {sorted(wrong)}, which are not"
                f" reflective subscales of it"
            )
        return self

    @model_validator(mode="after")
    def _base_language_is_complete(self) -> "ItemBank":
        for path, text in self.texts():
            if self.language not in text.languages:
                raise ValueError(f"{path} has no text in the base language '{self.language}'")
        return self

    @model_validator(mode="after")
    def _translations_match_the_texts(self) -> "ItemBank":
        texts = dict(self.texts())
        declared = {(path, self.language) for path in texts}
        for translation in self.translations:
            language, paths = translation.language, [entry.path for entry in translation.texts]
            if language == self.language:
                raise ValueError(f"bank '{self.id}' has a translation into its base language")
            if twice := repeated(paths):
                raise ValueError(f"translation '{language}' holds {twice[0]!r} twice")
            if unknown := sorted(set(paths) - set(texts)):
                raise ValueError(
                    f"translation '{language}' holds {unknown[0]!r}, which bank '{self.id}' does"
                    " not have"
                )
            declared |= {(path, language) for path in paths}
        found = {(path, language) for path, text in texts.items() for language in text.languages}
        if missing := sorted(declared - found):
            path, language = missing[0]
            raise ValueError(f"{path} has no text in '{language}', which a translation declares")
        if undeclared := sorted(found - declared):
            path, language = undeclared[0]
            raise ValueError(f"{path} has a text in '{language}', which no translation declares")
        return self

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        """Yield every text for people with its dotted path."""
        yield "title", self.title
        yield "construct_definition", self.construct_definition
        if self.instruction:
            yield "instruction", self.instruction
        for facet in self.facets:
            yield f"facets.{facet.id}.title", facet.title
            if facet.definition:
                yield f"facets.{facet.id}.definition", facet.definition
        for scale in self.response_scales:
            where = f"response_scales.{scale.id}"
            for option in scale.options:
                yield f"{where}.options.{option.code}.label", option.label
            for missing in scale.missing:
                yield f"{where}.missing.{missing.code}.label", missing.label
        for quantity in self.quantity_scales:
            where = f"quantity_scales.{quantity.id}"
            yield f"{where}.label", quantity.label
            for missing in quantity.missing:
                yield f"{where}.missing.{missing.code}.label", missing.label
        for item in self.items:
            yield f"items.{item.id}.stem", item.stem
            if item.recall:
                yield f"items.{item.id}.recall", item.recall
        for subscale in self.subscales:
            yield f"subscales.{subscale.id}.title", subscale.title
        for rule in self.scoring_rules:
            yield f"scoring_rules.{rule.id}.title", rule.title
        for form in self.forms:
            where = f"forms.{form.id}"
            yield f"{where}.title", form.title
            if form.instruction:
                yield f"{where}.instruction", form.instruction
            for subscale in form.subscales:
                yield f"{where}.subscales.{subscale.id}.title", subscale.title
            for rule in form.scoring_rules:
                yield f"{where}.scoring_rules.{rule.id}.title", rule.title

    @property
    def languages(self) -> tuple[str, ...]:
        """The base language, then the translations."""
        return (self.language, *(translation.language for translation in self.translations))

    @property
    def answer_scales(self) -> tuple[AnswerScale, ...]:
        """Response scales, then quantity scales."""
        return (*self.response_scales, *self.quantity_scales)

    @property
    def reference(self) -> str:
        """Name and version, as ``load_bank`` takes them."""
        return f"{self.id}@{self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        return digest(self)

    def item(self, item_id: str) -> Item:
        """Return the item with this id.

        Raises
        ------
        KeyError
            If the bank has no such item.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(f"bank '{self.id}' has no item '{item_id}'")

    def response_scale(self, item: Item) -> AnswerScale:
        """Return what ``item`` is answered with: its response scale or quantity scale."""
        return next(scale for scale in self.answer_scales if scale.id == item.response_scale)

    def stale_texts(self, language: str) -> tuple[str, ...]:
        """Return paths whose base text changed, or that were never translated."""
        translation = next((t for t in self.translations if t.language == language), None)
        if translation is None:
            return tuple(path for path, _ in self.texts())
        made_from = {entry.path: entry.source for entry in translation.texts}
        return tuple(
            path
            for path, text in self.texts()
            if made_from.get(path) != source_digest(text.get(self.language) or "")
        )
