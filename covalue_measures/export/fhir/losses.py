"""What a FHIR questionnaire has no place for."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportRequest, LostField
from covalue_measures.export.fhir.wording import Wording
from covalue_measures.export.unplaced_fields import unplaced_fields
from covalue_measures.schema import AnswerScale, QuantityScale

#: Fields that FHIR has a place for, though other forms do not.
_PLACED = frozenset({"construct_definition", "quantity_scales.*.decimals"})
_PLACED_BY_SCORES = frozenset({"items.*.keying", "subscales.*.item_ids", "scoring_rules.*.title"})


def losses(request: ExportRequest, wording: Wording) -> tuple[LostField, ...]:
    """Return every field and text that the questionnaire does not hold, with the reason."""
    instrument = request.instrument
    scales = tuple(instrument.response_scale(item) for item in instrument.items)
    placed = set(_PLACED)
    if request.profile == "score":
        placed |= _PLACED_BY_SCORES
    if request.currency or not any(_asks_for_money(scale) for scale in scales):
        placed.add("quantity_scales.*.unit")
    languages = (wording.language, *wording.filed)
    return (
        *unplaced_fields(request, placed=placed, languages=languages),
        *(LostField(path=path, reason=reason) for path, reason in _values(request, scales)),
    )


def _asks_for_money(scale: AnswerScale) -> bool:
    return isinstance(scale, QuantityScale) and scale.unit == "currency"


def _values(request: ExportRequest, scales: tuple[AnswerScale, ...]) -> Iterator[tuple[str, str]]:
    code_stands = "Its code stands for it, and has no value in FHIR."
    for name, is_amount in (("response_scales", False), ("quantity_scales", True)):
        found = [scale for scale in scales if isinstance(scale, QuantityScale) == is_amount]
        if any(scale.missing for scale in found):
            yield f"{name}.*.missing.*.value", code_stands
    options = [scale for scale in scales if not isinstance(scale, QuantityScale)]
    if options and request.profile == "administer":
        yield "response_scales.*.options.*.value", code_stands
    elif not all(scale.ordered for scale in options):
        reason = "Options without an order have no weight; a score goes by their codes."
        yield "response_scales.*.options.*.value", reason
