"""What a FHIR Questionnaire holds of an instrument."""

import json
import re

import pytest
from fhir_exports import CORE, EXPORTERS, every_item, extensions, items_by_id, questionnaire
from survey_exports import BANKS, PROFILES, changed, draft, form, instruments

from covalue_measures.export.exporter import Profile
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5, FhirExporter
from covalue_measures.export.identity import canonical_reference

WEIGHTS = {FHIR_R4: f"{CORE}/ordinalValue", FHIR_R5: f"{CORE}/itemWeight"}


@pytest.mark.parametrize("name", BANKS)
@pytest.mark.parametrize("exporter", EXPORTERS)
def test_every_instrument_leaves_in_every_language(name: str, exporter: FhirExporter) -> None:
    bank = draft(name)
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
