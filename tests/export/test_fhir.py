import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from reference_values import BFI, ROOT

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import ExportedFile, ExportRequest, Profile
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5, FhirExporter
from covalue_measures.export.identity import canonical_reference
from covalue_measures.registry.draft import read_draft
from covalue_measures.schema import Instrument, ItemBank, QuantityScale, as_instrument

Content = dict[str, Any]
EXPORTERS = [pytest.param(FHIR_R4, id="R4"), pytest.param(FHIR_R5, id="R5")]
PROFILES: tuple[Profile, ...] = ("administer", "score")
FOLDERS = [*sorted(path.parent for path in ROOT.glob("item_banks/*/bank.yaml")), BFI / "instrument"]
CORE = "http://hl7.org/fhir/StructureDefinition"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
WEIGHTS = {FHIR_R4: f"{CORE}/ordinalValue", FHIR_R5: f"{CORE}/itemWeight"}


@cache
def draft(name: str) -> ItemBank:
    return read_draft(ROOT / "item_banks" / name)


def form(name: str, form_id: str) -> Instrument:
    return Instrument(bank=draft(name), form_id=form_id)


def instruments(bank: ItemBank) -> list[Instrument]:
    return [as_instrument(bank), *(Instrument(bank=bank, form_id=f.id) for f in bank.forms)]


def changed(bank: ItemBank, **fields: Any) -> ItemBank:
    """Return a bank with other fields, read as files are read."""
    content = json.loads(bank.model_dump_json()) | fields
    return ItemBank.model_validate_json(json.dumps(content))


def export(
    instrument: Instrument | ItemBank,
    exporter: FhirExporter = FHIR_R4,
    *,
    language: str = "en",
    profile: Profile = "administer",
    currency: str | None = None,
) -> ExportedFile:
    return exporter.export(
        ExportRequest(
            instrument=as_instrument(instrument),
            language=language,
            profile=profile,
            currency=currency,
        )
    )


def questionnaire(*args: Any, **options: Any) -> Content:
    content: Content = json.loads(export(*args, **options).content)
    return content


def every_item(resource: Content) -> Iterator[Content]:
    """Yield all items, groups before what they hold."""
    for item in resource.get("item", ()):
        yield item
        yield from every_item(item)


def items_by_id(resource: Content) -> dict[str, Content]:
    return {item["linkId"]: item for item in every_item(resource)}


def extensions(element: Content) -> dict[str, Content]:
    return {extension["url"]: extension for extension in element.get("extension", ())}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from strings(entry)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("exporter", EXPORTERS)
def test_every_instrument_leaves_in_every_language(folder: Any, exporter: FhirExporter) -> None:
    bank = read_draft(folder)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                resource = questionnaire(instrument, exporter, language=language, profile=profile)

                found = [item["linkId"] for item in every_item(resource)]
                assert len(found) == len(set(found))
                asked = [link_id for link_id in found if link_id in instrument.item_ids]
                assert asked == list(instrument.item_ids)
                for item in every_item(resource):
                    assert re.fullmatch(r"[a-z0-9_-]{1,255}", item["linkId"])
                    codes = [o["valueCoding"]["code"] for o in item.get("answerOption", ())]
                    assert len(codes) == len(set(codes))
                    has_options = item["type"] in {"choice", "coding"}
                    assert has_options == ("answerOption" in item)
                rules = [rule.id for rule in instrument.scoring_rules]
                scores = [link_id for link_id in found if link_id in rules]
                assert scores == (rules if profile == "score" else [])


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_a_file_says_which_definition_it_holds(exporter: FhirExporter) -> None:
    instrument = form("communication_service_user", "4a")
    bank = instrument.bank

    resource = questionnaire(instrument, exporter, language="sv")

    assert f"{resource['url']}|{resource['version']}" == canonical_reference(instrument)
    definition, translation = resource["identifier"]
    assert definition["value"] == f"{instrument.reference}#{bank.digest[:12]}"
    assert translation["value"] == f"{instrument.reference}/sv@{bank.translations[0].version}"
    assert resource["name"] == "CommunicationServiceUser4a"
    assert resource["title"] == "Kommunikation, kortversion 4a"
    assert resource["language"] == "sv"
    assert resource["copyright"] == bank.license == "CC-BY-4.0"
    assert ("versionAlgorithmCoding" in resource) == (exporter is FHIR_R5)


@pytest.mark.parametrize(
    ("status", "state", "written", "experimental"),
    [
        ("draft", "reviewed", "draft", True),
        ("candidate", "reviewed", "draft", True),
        ("released", "reviewed", "active", False),
        ("released", "draft", "draft", True),
        ("retired", "reviewed", "retired", False),
        ("retired", "draft", "retired", True),
    ],
)
def test_a_draft_is_experimental(status: str, state: str, written: str, experimental: bool) -> None:
    bank = draft("cost_strain_family")
    translation = json.loads(bank.translations[0].model_dump_json()) | {"state": state}
    bank = changed(bank, status=status, translations=[translation])

    resource = questionnaire(bank, language="sv")

    assert (resource["status"], resource["experimental"]) == (written, experimental)


def test_a_name_starts_with_a_letter() -> None:
    assert questionnaire(changed(draft("tool_evaluation"), id="4_tools"))["name"] == (
        "Instrument4Tools"
    )


def test_neighbors_about_one_period_share_its_heading() -> None:
    resource = questionnaire(draft("costs_inventory_service_user"))

    notice, instruction, *groups = resource["item"]
    assert notice["type"] == instruction["type"] == "display"
    assert notice["text"] == "Draft: not for use in studies yet."
    assert instruction["text"].startswith("These questions are about what your care has cost you.")
    assert [group["text"] for group in groups] == ["In the past 3 months", "In the past 4 weeks"]
    assert [item["linkId"] for item in groups[0]["item"]] == [
        "cstsu01",
        "cstsu01_why",
        "cstsu02",
        "cstsu02_why",
        "cstsu03",
        "cstsu03_why",
    ]


def test_items_without_a_period_stand_bare() -> None:
    resource = questionnaire(draft("self_efficacy_family"))

    assert {item["type"] for item in resource["item"]} == {"display", "choice"}


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_weights_are_mirrored_and_only_where_scores_are_computed(exporter: FhirExporter) -> None:
    bank = draft("access_service_user")
    reversed_item = next(item for item in bank.items if item.is_reversed)

    def weights(profile: Profile, item_id: str) -> dict[str, int | None]:
        resource = questionnaire(bank, exporter, profile=profile)
        options = items_by_id(resource)[item_id]["answerOption"]
        return {
            option["valueCoding"]["code"]: extensions(option)
            .get(WEIGHTS[exporter], {})
            .get("valueDecimal")
            for option in options
        }

    scale = {"nev": 0, "rar": 1, "som": 2, "oft": 3, "alw": 4}
    missing = {"na": None, "dk": None, "pnta": None}
    mirrored = {code: 4 - value for code, value in scale.items()}
    assert weights("score", "accsu01") == scale | missing
    assert weights("score", reversed_item.id) == mirrored | missing
    assert set(weights("administer", "accsu01").values()) == {None}
    # Reasons have no order, and so no weight.
    assert set(weights("score", "accsu13").values()) == {None}


def test_options_stand_one_below_the_other_and_missing_ones_last_and_apart() -> None:
    item = items_by_id(questionnaire(draft("access_service_user")))["accsu01"]

    assert extensions(item)[f"{CORE}/questionnaire-choiceOrientation"]["valueCode"] == "vertical"
    control = extensions(item)[f"{CORE}/questionnaire-itemControl"]["valueCodeableConcept"]
    assert control["coding"][0]["code"] == "radio-button"
    styles = [
        extensions(option["valueCoding"].get("_display", {}))
        .get(f"{CORE}/rendering-style", {})
        .get("valueString")
        for option in item["answerOption"]
    ]
    italic = "font-style: italic"
    assert styles == [None] * 5 + [f"margin-top: 1em; {italic}", italic, italic]


@pytest.mark.parametrize(
    ("item_id", "currency", "kind", "unit", "limits"),
    [
        ("cstsu01", None, "decimal", {"display": "amount"}, (0, 1000000, 2)),
        (
            "cstsu01",
            "SEK",
            "decimal",
            {"system": "urn:iso:std:iso:4217", "code": "SEK", "display": "amount (SEK)"},
            (0, 1000000, 2),
        ),
        (
            "cstsu04",
            "SEK",
            "decimal",
            {"system": "http://unitsofmeasure.org", "code": "h", "display": "hours"},
            (0, 672, 2),
        ),
        (
            "cstsu06",
            None,
            "integer",
            {"system": "http://unitsofmeasure.org", "code": "1", "display": "times"},
            (0, 1000, None),
        ),
    ],
)
def test_amounts_have_a_unit_and_limits(
    item_id: str,
    currency: str | None,
    kind: str,
    unit: dict[str, str],
    limits: tuple[int, int, int | None],
) -> None:
    resource = questionnaire(draft("costs_inventory_service_user"), currency=currency)

    item = items_by_id(resource)[item_id]
    assert item["type"] == kind
    found = extensions(item)
    assert found[f"{CORE}/questionnaire-unit"]["valueCoding"] == unit
    value = f"value{kind.capitalize()}"
    assert (found[f"{CORE}/minValue"][value], found[f"{CORE}/maxValue"][value]) == limits[:2]
    assert found.get(f"{CORE}/maxDecimalPlaces", {}).get("valueInteger") == limits[2]


def test_why_there_is_no_amount_is_asked_while_there_is_none() -> None:
    english = items_by_id(questionnaire(draft("costs_inventory_family")))
    swedish = items_by_id(questionnaire(draft("costs_inventory_family"), language="sv"))

    item = english["cstfc01_why"]
    assert (item["type"], item["text"]) == ("choice", "If you cannot give a number:")
    assert swedish["cstfc01_why"]["text"] == "Om du inte kan ange ett tal:"
    assert item["enableWhen"] == [
        {"question": "cstfc01", "operator": "exists", "answerBoolean": False}
    ]
    codes = [option["valueCoding"]["code"] for option in item["answerOption"]]
    assert codes == ["na", "dk", "pnta"]


def without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        skipped = {"text", "_text", "display", "_display", "title", "_title", "identifier"}
        skipped |= {"description", "_description", "language"}
        return {key: without_texts(entry) for key, entry in value.items() if key not in skipped}
    if isinstance(value, list):
        return [without_texts(entry) for entry in value]
    return value


@pytest.mark.parametrize("exporter", EXPORTERS)
@pytest.mark.parametrize("name", ["access_family", "costs_inventory_professional"])
def test_languages_differ_in_texts_only(name: str, exporter: FhirExporter) -> None:
    english, swedish = (
        questionnaire(draft(name), exporter, language=language, profile="score")
        for language in ("en", "sv")
    )

    # Only a translation can be an unreviewed one.
    assert swedish["item"].pop(1)["text"] == "Utkast: översättningen är inte granskad."
    assert without_texts(english) == without_texts(swedish)


def test_releases_differ_in_names_only() -> None:
    bank = draft("access_service_user")
    r4 = export(bank, FHIR_R4, profile="score").content.decode()
    r5 = json.loads(export(bank, FHIR_R5, profile="score").content)

    assert r5.pop("versionAlgorithmCoding")["code"] == "semver"
    for item in every_item(r5):
        assert (item["type"] == "coding") == ("answerConstraint" in item)
        if item.pop("answerConstraint", None):
            item["type"] = "choice"
    assert json.loads(json.dumps(r5).replace("itemWeight", "ordinalValue")) == json.loads(r4)


def translations(element: Content) -> dict[str, str]:
    """Return the filed texts of an element by language."""
    found = {}
    for extension in element.get("extension", ()):
        if extension["url"] == f"{CORE}/translation":
            language, content = extension["extension"]
            found[language["valueCode"]] = content["valueString"]
    return found


def test_the_original_and_reviewed_translations_are_filed() -> None:
    bank = draft("communication_family")
    stem = bank.items[0].stem
    item_id = bank.items[0].id

    def filed(bank: ItemBank, language: str) -> dict[str, str]:
        item = items_by_id(questionnaire(bank, language=language))[item_id]
        return translations(item.get("_text", {}))

    assert filed(bank, "sv") == {"en": stem.get("en")}
    assert bank.translations[0].state == "draft"
    assert filed(bank, "en") == {}
    reviewed = json.loads(bank.translations[0].model_dump_json()) | {"state": "reviewed"}
    assert filed(changed(bank, translations=[reviewed]), "en") == {"sv": stem.get("sv")}


def test_a_text_that_a_stale_translation_lacks_stands_in_the_original() -> None:
    bank = draft("tool_evaluation")
    content = json.loads(bank.model_dump_json())
    del content["items"][0]["stem"]["sv"]
    path = f"items.{bank.items[0].id}.stem"
    texts = content["translations"][0]["texts"]
    content["translations"][0]["texts"] = [text for text in texts if text["path"] != path]
    bank = ItemBank.model_validate_json(json.dumps(content))

    exported = export(bank, language="sv")

    item = items_by_id(json.loads(exported.content))[bank.items[0].id]
    assert item["text"] == bank.items[0].stem.get("en")
    reasons = {field.path: field.reason for field in exported.lost}
    assert reasons[path] == "It has no text in 'sv'; the original stands in its place."


def test_words_around_the_items_are_english_in_a_language_without_them() -> None:
    bank = draft("costs_inventory_family")
    content = bank.model_copy(update={"translations": ()}).model_dump_json(exclude_none=True)
    finnish = re.sub(r',"sv":"(\\.|[^"\\])*"', "", content).replace('"en":', '"fi":')
    finnish = finnish.replace('"language":"en"', '"language":"fi"')
    bank = ItemBank.model_validate_json(finnish)

    exported = export(bank, language="fi", profile="score")

    items = items_by_id(json.loads(exported.content))
    assert items["form-scores"]["text"] == "Scores"
    assert items["cstfc01_why"]["text"] == "If you cannot give a number:"
    assert "words" in [field.path for field in exported.lost]


def expression(bank: ItemBank, *, rule: int = 0, **settings: Any) -> str:
    """Return the expression of one of a bank's rules, with other settings."""
    rules = [json.loads(rule.model_dump_json()) for rule in bank.scoring_rules]
    rules[rule] |= settings
    resource = questionnaire(changed(bank, scoring_rules=rules), profile="score")
    item = items_by_id(resource)[rules[rule]["id"]]
    assert (item["type"], item["readOnly"]) == ("decimal", True)
    found = extensions(item)[CALCULATED]["valueExpression"]
    assert found["language"] == "text/fhirpath"
    text: str = found["expression"]
    return text


STRAIN = (
    "%resource.repeat(item).where(linkId in ('strfc01' | 'strfc02' | 'strfc03' | 'strfc04'))"
    ".answer.value.code.select(iif($this = 'not', 0, iif($this = 'lit', 1, iif($this = 'fai', 2,"
    " iif($this = 'ver', 3, iif($this = 'ext', 4, {}))))))"
)


@pytest.mark.parametrize(
    ("method", "minimum_answered", "expected"),
    [
        ("mean", 3, f"iif({STRAIN}.count() >= 3, {STRAIN}.sum() / {STRAIN}.count(), {{}})"),
        ("sum", 3, f"iif({STRAIN}.count() >= 3, {STRAIN}.sum() * 4 / {STRAIN}.count(), {{}})"),
        ("sum", 4, f"iif({STRAIN}.count() >= 4, {STRAIN}.sum(), {{}})"),
    ],
)
def test_a_score_maps_codes_to_points_and_counts_them(
    method: str, minimum_answered: int, expected: str
) -> None:
    bank = draft("cost_strain_family")

    assert expression(bank, method=method, minimum_answered=minimum_answered) == expected


def test_a_mirrored_item_has_points_of_its_own() -> None:
    found = expression(draft("access_service_user"))

    assert ".combine(%resource.repeat(item).where(linkId in ('accsu12'))" in found
    assert "iif($this = 'nev', 4, iif($this = 'rar', 3," in found


def test_a_sum_of_decimal_amounts_is_decimal_again() -> None:
    money = "%resource.repeat(item).where(linkId in ('cstsu01' | 'cstsu02' | 'cstsu03'))"
    money += ".answer.value"
    assert expression(draft("costs_inventory_service_user")) == (
        f"iif({money}.count() >= 3, ({money}.sum()).round(2), {{}})"
    )


def test_a_count_is_of_answers_other_than_none() -> None:
    reasons = expression(draft("access_service_user"), rule=1)

    assert "iif($this = 'no', 0, iif($this = 'ycost', 1, iif($this = 'ywait', 1," in reasons


def test_a_score_cannot_be_called_as_a_question() -> None:
    bank = draft("cost_strain_family")
    content = bank.model_copy(update={"translations": (), "forms": ()}).model_dump_json()
    content = re.sub(r',"sv":"(\\.|[^"\\])*"', "", content)
    clash = content.replace(f'"id":"{bank.scoring_rules[0].id}"', f'"id":"{bank.items[0].id}"')

    with pytest.raises(InstrumentError, match=f"'{bank.items[0].id}' of 'cost_strain_family@"):
        export(ItemBank.model_validate_json(clash))


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


def leaves(value: Any, languages: set[str], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every field of a definition that says something, with ids in place of positions."""
    if value in (None, [], {}):
        return
    if isinstance(value, dict) and not set(value) <= languages:
        for key, entry in value.items():
            yield from leaves(entry, languages, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and isinstance(value[0], dict):
        for entry in value:
            name = entry.get("id") or entry.get("code") or entry.get("language") or "entry"
            yield from leaves(entry, languages, f"{path}.{name}")
    elif not isinstance(value, dict):
        yield path, value


def covers(pattern: str, path: str) -> bool:
    """Return whether ``path`` is what ``pattern`` names, or is part of it."""
    parts = pattern.split(".")
    found = path.split(".")
    return len(parts) <= len(found) and all(
        part in ("*", name) for part, name in zip(parts, found, strict=False)
    )


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
        fields = leaves(json.loads(bank.model_dump_json()), set(bank.languages))
        unsaid = [
            path
            for path, _ in fields
            if not any(covers(pattern, path) for pattern in [*lost, *kept])
        ]
        assert unsaid == []
        in_file = set(strings(json.loads(exported.content)))
        in_file |= {string.removesuffix(f" ({currency})") for string in in_file}
        for path, text in bank.texts():
            if not any(covers(pattern, path) for pattern in lost):
                assert text.get(language) in in_file, path
                assert text.get(bank.language) in in_file, path


@pytest.mark.parametrize("name", ["access_service_user", "costs_inventory_service_user"])
def test_what_is_lost_is_not_there(name: str) -> None:
    bank = draft(name)
    exported = export(bank)

    in_file = set(strings(json.loads(exported.content)))
    lost = [field.path for field in exported.lost]
    # A title of two things is lost as one of them and kept as the other.
    shown = {
        text.get("en")
        for path, text in bank.texts()
        if not any(covers(pattern, path) for pattern in lost)
    }
    for path, text in bank.texts():
        if any(covers(pattern, path) for pattern in lost) and text.get("en") not in shown:
            assert text.get("en") not in in_file, path


def test_every_kind_of_scale_was_met() -> None:
    kinds = set()
    for folder in FOLDERS:
        for scale in read_draft(folder).answer_scales:
            kinds.add(scale.unit if isinstance(scale, QuantityScale) else scale.kind)
    assert kinds >= {"frequency", "agreement", "confidence", "difficulty", "yes_no"}
    assert kinds >= {"count", "hours", "currency"}
