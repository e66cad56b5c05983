"""What an electronic form has no place for: said, not left to be found out."""

from collections.abc import Collection, Iterator

from covalue_measures.export.exporter import ExportRequest, LostField
from covalue_measures.export.form_words import has_form_words
from covalue_measures.schema import Instrument

_DEVELOPMENT = "How the instrument was developed stays in the definition."
_MEANING = "What the items stand for stays in the definition."
_ANALYSIS = "What is assumed for the analysis stays in the definition."
_SCORING = "Scores are made from the answers by the definition."

#: A star stands for every id.
_BANK_FIELDS = (
    ("format_version", "It is the version of the definition's own file format."),
    ("language", "Which language was written first stays in the definition."),
    ("role", "Whom the items are for stays in the definition."),
    ("domain", _MEANING),
    ("construct_definition", "Respondents are not told what is measured."),
    ("provenance", _DEVELOPMENT),
    ("facets.*", _MEANING),
    ("structure", _ANALYSIS),
    ("retirement", "Only the status says that it is retired."),
    ("waivers", _DEVELOPMENT),
)
_ITEM_FIELDS = (
    ("revision", "The version of the instrument says which wording is meant."),
    ("pair_id", _MEANING),
    ("facet", _MEANING),
    ("role", "Whom the items are for stays in the definition."),
    ("keying", "Which items are mirrored stays in the definition, where scores are made."),
    ("provenance", _DEVELOPMENT),
    ("status", "Items that are not in use are left out."),
    ("waivers", _DEVELOPMENT),
)
_CATEGORY_FIELDS = (
    ("id", "Options stand with each item; that they are the same scale stays unsaid."),
    ("kind", _MEANING),
    ("ordered", "Options stand in their order, and nothing says whether it means anything."),
    ("missing.*.reason", "The label and the value stand for the reason."),
    ("empty_cell", "What an empty answer means is said when answers are read."),
)
_QUANTITY_FIELDS = (
    ("id", "The range stands with each item; that it is the same scale stays unsaid."),
    ("unit", "The label is shown; of which kind the unit is stays in the definition."),
    ("decimals", "A number with more decimals is taken, and refused when answers are read."),
    ("missing.*.reason", "The label and the value stand for the reason."),
    ("empty_cell", "What an empty answer means is said when answers are read."),
)
_SUBSCALE_FIELDS = (
    ("subscales.*.id", _ANALYSIS),
    ("subscales.*.title", _ANALYSIS),
    ("subscales.*.measurement_model", _ANALYSIS),
    ("subscales.*.item_ids", _SCORING),
)
_RULE_FIELDS = (
    ("title", "A score has its id for a name."),
    ("version", "The version of the instrument says which rule is meant."),
    ("subscale_id", "The items of the score are named in its calculation."),
)


def unplaced_fields(
    request: ExportRequest, *, placed: Collection[str], languages: Collection[str]
) -> Iterator[LostField]:
    """Yield every field that a form does not hold, with what happens to it.

    Parameters
    ----------
    request : ExportRequest
    placed : collection of str
        Paths of fields that this target does hold, though others do not, such as
        ``quantity_scales.*.decimals``; below ``forms.*`` written without the form.
    languages : collection of str
        Languages that the file holds.
    """
    instrument = request.instrument
    parts = (
        _bank_and_items(instrument),
        _scales(instrument),
        _scoring(request),
        _selection(instrument),
        _languages(instrument, languages),
    )
    where = f"forms.{instrument.form_id}." if instrument.form_id else ""
    for part in parts:
        for path, reason in part:
            if path.removeprefix(where) not in placed:
                yield LostField(path=path, reason=reason)


_Fields = Iterator[tuple[str, str]]


def _bank_and_items(instrument: Instrument) -> _Fields:
    bank = instrument.bank
    for path, reason in _BANK_FIELDS:
        if getattr(bank, path.removesuffix(".*")):
            yield path, reason
    for field, reason in _ITEM_FIELDS:
        if any(getattr(item, field) for item in instrument.items):
            yield f"items.*.{field}", reason


def _scales(instrument: Instrument) -> _Fields:
    bank = instrument.bank
    used = {item.response_scale for item in instrument.items}
    for kind, scales, fields in (
        ("response_scales", bank.response_scales, _CATEGORY_FIELDS),
        ("quantity_scales", bank.quantity_scales, _QUANTITY_FIELDS),
    ):
        shown = [scale for scale in scales if scale.id in used]
        for scale in scales:
            if scale.id not in used:
                yield f"{kind}.{scale.id}", "No item of the form is answered on it."
        for field, reason in fields:
            if any(getattr(scale, field.partition(".")[0]) not in (None, ()) for scale in shown):
                yield f"{kind}.*.{field}", reason


def _scoring(request: ExportRequest) -> _Fields:
    instrument = request.instrument
    where = f"forms.{instrument.form_id}." if instrument.form_id else ""
    for path, reason in _SUBSCALE_FIELDS:
        yield where + path, reason
    if not instrument.scoring_rules:
        return
    if request.profile == "administer":
        yield f"{where}scoring_rules.*", _SCORING
        return
    for field, reason in _RULE_FIELDS:
        yield f"{where}scoring_rules.*.{field}", reason


def _selection(instrument: Instrument) -> _Fields:
    bank, form = instrument.bank, instrument.form
    asked = set(instrument.item_ids)
    for item in bank.items:
        if item.id not in asked:
            yield f"items.{item.id}", "It is not asked in this form."
    for other in bank.forms:
        if other.id != instrument.form_id:
            yield f"forms.{other.id}", "It is another form."
    if form is None:
        return
    yield "title", "The form has a title of its own."
    if form.instruction and bank.instruction:
        yield "instruction", "The form has an instruction of its own."
    yield "subscales.*", "The form has subscales of its own."
    if bank.scoring_rules:
        yield "scoring_rules.*", "The form has scoring rules of its own."
    yield f"forms.{form.id}.version", "The version is that of the bank."
    yield f"forms.{form.id}.rationale", _DEVELOPMENT
    if form.choices:
        yield f"forms.{form.id}.choices", _DEVELOPMENT


def _languages(instrument: Instrument, languages: Collection[str]) -> _Fields:
    bank = instrument.bank
    for language in bank.languages:
        if language not in languages:
            yield f"translations.{language}", "The file does not hold this language."
        elif language != bank.language:
            yield (
                f"translations.{language}",
                "How the translation was made stays in the definition.",
            )
            for path, text in bank.texts():
                if text.get(language) is None:
                    yield path, f"It has no text in '{language}'; the original stands in its place."
        if language in languages and not has_form_words(language):
            yield "words", f"The words around the items stand in English, not in '{language}'."
