"""What a sheet of paper has no place for."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportRequest, LostField
from covalue_measures.export.unplaced_fields import unplaced_fields
from covalue_measures.schema import QuantityScale

_FROM_BOXES = "A box is marked; whoever enters the answers has the definition."
_LIMITS = "Paper takes any number; one out of range is refused when answers are read."


def unplaced_paper_fields(request: ExportRequest) -> Iterator[LostField]:
    """Yield every field that a printed questionnaire does not show, with what happens to it."""
    instrument = request.instrument
    placed = {"quantity_scales.*.missing.*.reason", "response_scales.*.missing.*.reason"}
    placed |= {"quantity_scales.*.decimals"}
    yield from unplaced_fields(request, placed=placed, languages=(request.language,))
    yield LostField(path="items.*.id", reason="Items are numbered; the definition has their ids.")
    scales = [instrument.response_scale(item) for item in instrument.items]
    amounts = [scale for scale in scales if isinstance(scale, QuantityScale)]
    categories = [scale for scale in scales if not isinstance(scale, QuantityScale)]
    if categories:
        for field in ("code", "value"):
            yield LostField(path=f"response_scales.*.options.*.{field}", reason=_FROM_BOXES)
    if amounts:
        for field in ("minimum", "maximum", "decimals"):
            yield LostField(path=f"quantity_scales.*.{field}", reason=_LIMITS)
    for kind, found in (("response_scales", categories), ("quantity_scales", amounts)):
        if any(scale.missing for scale in found):
            for field in ("code", "value", "reason"):
                yield LostField(path=f"{kind}.*.missing.*.{field}", reason=_FROM_BOXES)
    if instrument.scoring_rules and request.profile == "score":
        where = f"forms.{instrument.form_id}." if instrument.form_id else ""
        yield LostField(path=f"{where}scoring_rules.*", reason="Paper computes no score.")
