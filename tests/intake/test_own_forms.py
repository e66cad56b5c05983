"""Answers to our exported forms of ODK and FHIR read back without columns being mapped."""

import io
import json

import pytest
from collected_cases import PRICES, as_csv, check, export, records

import covalue_measures as cm
from covalue_measures.export.fhir import FHIR_R4, FHIR_R5
from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.odk import XlsformExporter
from covalue_measures.intake import import_responses

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("defusedxml")


@pytest.fixture
def xform(collected):
    """Return id, version and field names of a form, and which field holds which score."""
    workbook = openpyxl.load_workbook(io.BytesIO(export(XlsformExporter(), collected)))
    sheets = {
        name: [
            dict(zip((c.value for c in next(workbook[name].rows)), row, strict=True))
            for row in workbook[name].iter_rows(min_row=2, values_only=True)
        ]
        for name in ("survey", "settings")
    }
    names = [row["name"] for row in sheets["survey"] if row["name"]]
    rule_of = {
        name: rule.id
        for rule in collected.instrument.scoring_rules
        for name in (rule.id, f"score_{rule.id}")
        if name in names
    }
    return sheets["settings"][0], names, rule_of


def test_submissions(tmp_path, collected, xform):
    settings, names, rule_of = xform
    for number, row in enumerate(records(collected, names, rule_of)):
        fields = "".join(f"<{name}>{text}</{name}>" for name, text in row.items())
        (tmp_path / f"{number}.xml").write_text(
            f'<data id="{settings["form_id"]}" version="{settings["version"]}">{fields}'
            f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
        )
    imported = import_responses(
        tmp_path,
        collected.instrument,
        layout="odk",
        import_map=cm.ImportMap(**(PRICES if collected.price_basis else {})),
    )
    assert imported.data.fingerprint == collected.fingerprint
    assert len(imported.embedded_scores.columns) == len(rule_of)


def test_central(tmp_path, collected, xform):
    settings, names, rule_of = xform
    rows = [
        {"SubmissionDate": "2026-01-02T10:00:00.000Z"}
        | {f"page-{name}": text for name, text in row.items()}
        | {"KEY": f"uuid:{n}", "AttachmentsPresent": "0", "FormVersion": settings["version"]}
        for n, row in enumerate(records(collected, names, rule_of))
    ]
    path = tmp_path / "central.csv"
    path.write_text(as_csv(rows))
    imported = check(path, collected)
    assert imported.data.intake.layout == "odk"
    assert len(imported.embedded_scores.columns) == len(rule_of)


@pytest.mark.parametrize("exporter", [FHIR_R4, FHIR_R5])
def test_fhir(tmp_path, collected, exporter):
    questionnaire = json.loads(export(exporter, collected))
    rule_of = {rule.id: rule.id for rule in collected.instrument.scoring_rules}
    leaves = list(answerable(questionnaire["item"]))
    names = [leaf["linkId"] for leaf in leaves]
    path = tmp_path / "responses.ndjson"
    lines = []
    for number, row in enumerate(records(collected, names, rule_of, codes=True)):
        items = [
            {"linkId": leaf["linkId"], "answer": [answer(leaf, row[leaf["linkId"]])]}
            for leaf in leaves
            if row[leaf["linkId"]]
        ]
        response = {
            "resourceType": "QuestionnaireResponse",
            "id": str(number),
            "questionnaire": f"{questionnaire['url']}|{questionnaire['version']}",
            "status": "completed",
            "item": [{"linkId": "group-1", "item": items}],
        }
        assert response["questionnaire"] == canonical_reference(collected.instrument)
        lines.append(json.dumps(response))
    path.write_text("\n".join(lines))
    imported = check(path, collected)
    assert len(imported.embedded_scores.columns) == len(rule_of)


def answerable(items):
    for item in items:
        if item["type"] not in ("group", "display"):
            yield item
        yield from answerable(item.get("item", ()))


def answer(leaf, text):
    """Return an answer as form fillers give it: the coding whole, with the label on it."""
    for option in leaf.get("answerOption", ()):
        if option["valueCoding"]["code"] == text:
            return {"valueCoding": option["valueCoding"]}
    return {"valueDecimal": json.loads(text)}
