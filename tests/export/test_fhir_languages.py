"""FHIR Questionnaires in several languages."""

import json
import re
from typing import Any

import pytest
from fhir_exports import CORE, EXPORTERS, Content, every_item, export, items_by_id, questionnaire
from survey_exports import changed, draft

from covalue_measures.export.fhir import FHIR_R4, FHIR_R5, FhirExporter
from covalue_measures.schema import ItemBank


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
