"""What a FHIR Questionnaire cannot hold is said."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fhir_exports import export
from survey_exports import BANKS, PROFILES, draft, instruments, leaves, matches

from covalue_measures.export.exporter import Profile
from covalue_measures.schema import QuantityScale


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from strings(entry)
    elif isinstance(value, str):
        yield value


#: What a questionnaire holds of a definition, beside its texts.
KEPT = {
    "id", "version", "status", "license", "subscales.*.id",
    "items.*.id", "items.*.response_scale",
    "response_scales.*.id", "response_scales.*.options.*.code", "response_scales.*.missing.*.code",
    "quantity_scales.*.id", "quantity_scales.*.decimals",
    "quantity_scales.*.minimum", "quantity_scales.*.maximum", "quantity_scales.*.missing.*.code",
}  # fmt: skip
#: And where scores are computed.
KEPT_BY_SCORES = {
    "items.*.keying", "response_scales.*.options.*.value", "subscales.*.item_ids",
    "scoring_rules.*.id", "scoring_rules.*.method", "scoring_rules.*.minimum_answered",
}  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    "name",
    ["access_service_user", "costs_inventory_service_user", "health_professional_experience"],
)
@pytest.mark.parametrize("currency", [None, "SEK"])
def test_nothing_is_lost_silently(
    name: str, language: str, profile: Profile, currency: str | None
) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        exported = export(instrument, language=language, profile=profile, currency=currency)

        lost = [field.path for field in exported.lost]
        assert len(lost) == len(set(lost))
        assert all(field.reason.endswith(".") for field in exported.lost)
        kept = KEPT | (KEPT_BY_SCORES if profile == "score" else set())
        if currency:
            kept = kept | {"quantity_scales.*.unit"}
        kept = kept | {f"forms.{instrument.form_id}.{field}" for field in {*kept, "item_ids"}}
        unsaid = [
            path
            for path, _ in leaves(json.loads(bank.model_dump_json()))
            if path.rpartition(".")[2] not in bank.languages and not matches(path, [*lost, *kept])
        ]
        assert unsaid == []
        in_file = set(strings(json.loads(exported.content)))
        in_file |= {string.removesuffix(f" ({currency})") for string in in_file}
        for path, text in bank.texts():
            if not matches(path, lost):
                assert text.get(language) in in_file, path
                assert text.get(bank.language) in in_file, path


@pytest.mark.parametrize("name", ["access_service_user", "costs_inventory_service_user"])
def test_what_is_lost_is_not_there(name: str) -> None:
    bank = draft(name)
    exported = export(bank)

    in_file = set(strings(json.loads(exported.content)))
    lost = [field.path for field in exported.lost]
    # A title of two things is lost as one of them and kept as the other.
    shown = {text.get("en") for path, text in bank.texts() if not matches(path, lost)}
    for path, text in bank.texts():
        if matches(path, lost) and text.get("en") not in shown:
            assert text.get("en") not in in_file, path


def test_every_kind_of_scale_was_met() -> None:
    kinds = set()
    for name in BANKS:
        for scale in draft(name).answer_scales:
            kinds.add(scale.unit if isinstance(scale, QuantityScale) else scale.kind)
    assert kinds >= {"frequency", "agreement", "confidence", "difficulty", "yes_no"}
    assert kinds >= {"count", "hours", "currency"}
