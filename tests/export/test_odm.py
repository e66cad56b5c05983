"""Metadata in CDISC ODM, read with the standard library."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from survey_exports import (
    BANKS,
    PROFILES,
    changed,
    draft,
    export,
    form,
    instruments,
    reworded,
    unaccounted,
    within,
)

from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.odm import ODM_1_3_2, ODM_2_0, OdmExporter
from covalue_measures.schema import Instrument, ItemBank

EXPORTERS = [pytest.param(ODM_1_3_2, id="1.3.2"), pytest.param(ODM_2_0, id="2.0")]
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PLACED = {
    "id",
    "items.*.id",
    "items.*.response_scale",
    "items.*.revision",
    "response_scales.*.id",
    "response_scales.*.options.*.value",
    "response_scales.*.missing.*.value",
    "response_scales.*.ordered",
    "quantity_scales.*.id",
    "quantity_scales.*.minimum",
    "quantity_scales.*.maximum",
    "quantity_scales.*.decimals",
    "quantity_scales.*.missing.*.value",
    "forms.*.id",
    "forms.*.item_ids",
    # In the language of the file: draft is "utkast".
    "status",
}
SCORED = {
    f"{where}{name}"
    for where in ("", "forms.*.")
    for name in (
        "scoring_rules.*.minimum_answered",
        "scoring_rules.*.method",
        "subscales.*.item_ids",
    )
} | {"items.*.keying"}


class File:
    """A parsed file: elements by name and OID, without the namespace."""

    def __init__(self, content: bytes) -> None:
        self.root = ET.fromstring(content)
        for element in self.root.iter():
            element.tag = element.tag.rpartition("}")[2]

    def all(self, name: str) -> list[ET.Element]:
        return list(self.root.iter(name))

    def by_oid(self, name: str) -> dict[str, ET.Element]:
        return {element.attrib["OID"]: element for element in self.all(name)}


def texts(element: ET.Element, path: str) -> dict[str, str]:
    found = element.findall(f"{path}/TranslatedText")
    return {text.attrib[LANGUAGE]: text.text or "" for text in found}


def formula(element: ET.Element) -> str:
    (formal,) = element.findall("FormalExpression")
    return "".join(formal.itertext()).strip()


def file(instrument: Instrument | ItemBank, exporter: OdmExporter, **options: Any) -> File:
    return File(export(exporter, instrument, **options).content)


@pytest.mark.parametrize("exporter", EXPORTERS)
@pytest.mark.parametrize("name", BANKS)
def test_every_reference_leads_somewhere(name: str, exporter: OdmExporter) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                found = file(instrument, exporter, language=language, profile=profile)

                oids = [e.attrib["OID"] for e in found.root.iter() if "OID" in e.attrib]
                assert len(oids) == len(set(oids))
                references = {
                    value
                    for element in found.root.iter()
                    for key, value in element.attrib.items()
                    if key.endswith("OID") and key not in {"OID", "FileOID"}
                }
                assert references <= set(oids)
                asked = [ref.attrib["ItemOID"] for ref in found.all("ItemRef")]
                assert sorted(asked) == sorted(found.by_oid("ItemDef"))
                assert [oid for oid in asked if oid in instrument.item_ids] == list(
                    instrument.item_ids
                )
                assert len(found.all("MethodDef")) == (
                    len(instrument.scoring_rules) if profile == "score" else 0
                )


@pytest.mark.parametrize("exporter", EXPORTERS)
@pytest.mark.parametrize("name", BANKS)
def test_no_field_is_lost_without_a_word(name: str, exporter: OdmExporter) -> None:
    bank = draft(name)
    for instrument in instruments(bank):
        for language in bank.languages:
            for profile in PROFILES:
                exported = export(exporter, instrument, language=language, profile=profile)
                root = File(exported.content).root
                shown = {element.text or "" for element in root.iter()}
                shown |= {value for element in root.iter() for value in element.attrib.values()}
                missing = unaccounted(
                    instrument,
                    exported,
                    shows=within(shown),
                    placed=PLACED | (SCORED if profile == "score" else set()),
                    language=language,
                )
                assert missing == [], (instrument.reference, language, profile)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_a_file_says_which_definition_it_holds(exporter: OdmExporter) -> None:
    instrument = form("access_family", "4a")

    found = file(instrument, exporter, language="sv")

    (version,) = found.all("MetaDataVersion")
    assert version.attrib["OID"] == canonical_reference(instrument)
    assert version.attrib["Name"] == instrument.reference
    about = version.attrib.get("Description") or texts(version, "Description")["sv"]
    assert instrument.digest[:12] in about
    assert "(utkast)" in about
    assert "Licens: CC-BY-4.0" in about
    assert found.root.attrib["FileOID"].startswith(
        f"cvm={instrument.reference}#{instrument.digest[:12]}/sv"
    )
    kind = "FormDef" if exporter is ODM_1_3_2 else "ItemGroupDef"
    opening = texts(found.by_oid(kind)["FO.form"], "Description")["sv"]
    assert instrument.instruction is not None
    assert opening.endswith(instrument.instruction.get("sv") or "-")
    assert "Utkast: översättningen är inte granskad." in opening
    if exporter is ODM_2_0:
        (study,) = found.all("Study")
        assert (study.attrib["Status"], study.attrib["VersionID"]) == (
            instrument.bank.status,
            str(instrument.bank.version),
        )


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_only_what_lies_on_the_scale_has_a_rank(exporter: OdmExporter) -> None:
    found = file(draft("access_service_user"), exporter)

    def entries(scale: str) -> list[tuple[str, str | None, dict[str, str]]]:
        return [
            (
                entry.attrib["CodedValue"],
                entry.attrib.get("Rank"),
                {alias.attrib["Context"]: alias.attrib["Name"] for alias in entry.findall("Alias")},
            )
            for entry in found.by_oid("CodeList")[f"CL.{scale}"].findall("CodeListItem")
        ]

    frequency = entries("freq5")
    assert frequency[0] == ("0", "1", {"code": "nev"})
    assert [rank for _, rank, _ in frequency] == [*("1", "2", "3", "4", "5"), None, None, None]
    assert frequency[5] == ("-98", None, {"code": "na", "missing": "not_applicable"})
    assert {rank for _, rank, _ in entries("yn_reason")} == {None}


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_period_stands_with_the_items(exporter: OdmExporter) -> None:
    found = file(draft("costs_inventory_service_user"), exporter, language="sv")

    groups = [e for oid, e in found.by_oid("ItemGroupDef").items() if oid.startswith("IG.")]
    assert [texts(group, "Description")["sv"] for group in groups][:2] == [
        "Under de senaste 3 månaderna",
        "Under de senaste 4 veckorna",
    ]
    where = "Description" if exporter is ODM_1_3_2 else "CRFCompletionInstructions"
    item = found.by_oid("ItemDef")["cstsu01"]
    assert texts(item, where)["sv"] == "Under de senaste 3 månaderna"
    assert texts(item, "Question") == {
        "sv": "Hur mycket har du själv betalat i avgifter för din vård?",
        "en": "How much of your own money did you pay in fees for your care?",
    }


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_amounts_have_a_unit_limits_and_an_item_why_there_is_none(exporter: OdmExporter) -> None:
    found = file(draft("costs_inventory_service_user"), exporter, currency="SEK")
    item = found.by_oid("ItemDef")["cstsu01"]

    limits = [
        (check.attrib["Comparator"], check.findtext("CheckValue"))
        for check in item.findall("RangeCheck")
    ]
    assert limits == [("GE", "0"), ("LE", "1000000")]
    assert texts(item, "RangeCheck/ErrorMessage")["en"] == (
        "A number from 0 to 1000000 with at most 2 decimals."
    )
    if exporter is ODM_1_3_2:
        assert (item.attrib["DataType"], item.attrib["SignificantDigits"]) == ("float", "2")
        (reference,) = item.findall("MeasurementUnitRef")
        unit = found.by_oid("MeasurementUnit")[reference.attrib["MeasurementUnitOID"]]
        assert unit.attrib["Name"] == "currency"
        assert texts(unit, "Symbol")["en"] == "amount, SEK"
    else:
        assert (item.attrib["DataType"], item.attrib["DisplayFormat"]) == ("decimal", ".2")
        assert texts(item, "Prompt")["en"] == "amount, SEK"
    why = next(ref for ref in found.all("ItemRef") if ref.attrib["ItemOID"] == "cstsu01.why")
    condition = found.by_oid("ConditionDef")[why.attrib["CollectionExceptionConditionOID"]]
    assert formula(condition) == "exists($cstsu01)"


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_scores_are_computed_items(exporter: OdmExporter) -> None:
    bank = draft("cost_strain_family")
    (rule,) = bank.scoring_rules
    found = file(bank, exporter, profile="score")

    (method,) = found.all("MethodDef")
    reference = next(ref for ref in found.all("ItemRef") if "MethodOID" in ref.attrib)
    assert reference.attrib["MethodOID"] == method.attrib["OID"]
    assert found.by_oid("ItemDef")[reference.attrib["ItemOID"]].attrib["Name"] == rule.id
    assert method.attrib["Name"] == f"{rule.id}@{rule.version}"
    assert formula(method) == (
        "let $points := ($strfc01[. ge 0], $strfc02[. ge 0], $strfc03[. ge 0], $strfc04[. ge 0])"
        f" return if (count($points) ge {rule.minimum_answered})"
        " then sum($points) div count($points) else ()"
    )
    assert (method.find("MethodSignature") is None) == (exporter is ODM_1_3_2)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_texts_are_kept_as_they_are(exporter: OdmExporter) -> None:
    bank = draft("tool_evaluation")
    hostile = 'a < b & "c" ]]> <!-- d -->\nnext'

    found = file(reworded(bank, bank.items[0].stem.get("en") or "", hostile), exporter)

    assert texts(found.by_oid("ItemDef")[bank.items[0].id], "Question") == {"en": hostile}


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_original_stands_beside_a_translation_and_no_draft_beside_the_original(
    exporter: OdmExporter,
) -> None:
    bank = draft("cost_strain_family")

    def languages(bank: ItemBank, language: str) -> list[str]:
        found = file(bank, exporter, language=language)
        return list(texts(found.by_oid("ItemDef")[bank.items[0].id], "Question"))

    assert languages(bank, "en") == ["en"]
    assert languages(bank, "sv") == ["sv", "en"]
    reviewed = json.loads(bank.translations[0].model_dump_json()) | {"state": "reviewed"}
    assert languages(changed(bank, translations=[reviewed]), "en") == ["en", "sv"]
