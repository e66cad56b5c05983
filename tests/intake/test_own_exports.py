"""Data collected with our exports of an instrument read back without columns being mapped."""

import csv
import io
import json

import pytest
from collected_cases import as_csv, check, export, records

import covalue_measures as cm
from covalue_measures.export.identity import mark_of, name_of
from covalue_measures.export.limesurvey import LimesurveyExporter
from covalue_measures.export.qualtrics import QualtricsExporter
from covalue_measures.export.redcap import RedcapExporter
from covalue_measures.export.redcap.names import FieldNames


def test_redcap(tmp_path, collected):
    dictionary = csv.reader(io.StringIO(export(RedcapExporter(), collected).decode("utf-8-sig")))
    fields = [row for row in list(dictionary)[1:] if row[3] != "descriptive"]
    names = FieldNames(collected.instrument)
    rule_of = {names.score(rule.id): rule.id for rule in collected.instrument.scoring_rules}
    rows = [
        {"record_id": str(number), **row, f"{fields[0][1]}_complete": "2"}
        for number, row in enumerate(records(collected, [row[0] for row in fields], rule_of), 1)
    ]
    path = tmp_path / "redcap.csv"
    path.write_text(as_csv(rows))
    imported = check(path, collected, respondent_id="record_id")
    assert imported.data.intake.layout == "redcap"
    assert len(imported.embedded_scores.columns) == len(rule_of)


def test_qualtrics(tmp_path, collected):
    survey = json.loads(export(QualtricsExporter(), collected))
    elements = {element["Element"]: element for element in survey["SurveyElements"]}
    tags = []
    for element in survey["SurveyElements"]:
        payload = element["Payload"]
        if element["Element"] != "SQ" or payload["QuestionType"] == "DB":
            continue
        if payload["QuestionType"] == "Matrix":
            tags += payload["ChoiceDataExportTags"].values()
        else:
            tags.append(payload["DataExportTag"])
    fields = [field["Field"] for field in elements["FL"]["Payload"]["Flow"][0]["EmbeddedData"]]
    rule_of = {rule.id: rule.id for rule in collected.instrument.scoring_rules}
    rule_of = {name: rule for name, rule in rule_of.items() if name in fields}
    names = [*tags, *fields]
    rows = [{"Status": "0", "Finished": "1"} | row for row in records(collected, names, rule_of)]
    header = list(rows[0])
    ids = ["status", "finished", *(f"QID{n}" for n in range(len(tags))), *fields]
    more = [[f"text of {name}" for name in header], [json.dumps({"ImportId": i}) for i in ids]]
    path = tmp_path / "qualtrics.csv"
    path.write_text(as_csv(rows, header=header, more=more))
    imported = check(path, collected)
    assert imported.data.intake.layout == "qualtrics"
    assert set(imported.embedded_scores.columns) == set(rule_of)


def test_limesurvey(tmp_path, collected):
    structure = csv.DictReader(
        io.StringIO(export(LimesurveyExporter(), collected).decode("utf-8-sig")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    header, names, grid = [], [], ""
    for row in structure:
        if row["class"] == "Q":
            grid = row["name"] if row["type/scale"] == "F" else ""
        if (row["class"] == "Q" and not grid) or row["class"] == "SQ":
            names.append(row["name"])
            header.append(f"{grid}[{row['name']}]" if grid else row["name"])
    rule_of = {f"Score{n}": r.id for n, r in enumerate(collected.instrument.scoring_rules, 1)}
    rows = [
        {"id": str(n), "submitdate": "2026-01-02", "lastpage": "1", "startlanguage": "en"} | row
        for n, row in enumerate(
            records(collected, names, rule_of, why="Why", definition="Definition", codes=True)
        )
    ]
    path = tmp_path / "limesurvey.csv"
    path.write_text(as_csv(rows, separator=";", header=[*list(rows[0])[:4], *header]))
    imported = check(path, collected, coding="codes")
    assert imported.data.intake.layout == "limesurvey"
    assert len(imported.embedded_scores.columns) == len(rule_of)


def test_data_of_another_definition_are_refused(tmp_path, collected):
    names = [*collected.item_ids, "Definition"]
    rows = [
        {"submitdate": "2026-01-02", "lastpage": "1", "startlanguage": "en"} | row
        for row in records(collected, names, {}, definition="Definition", codes=True)
    ]
    content = as_csv(rows)
    mark = mark_of(collected.instrument)
    other = mark.replace(name_of(collected.instrument).split("_")[0], "other")
    path = tmp_path / "limesurvey.csv"
    path.write_text(content.replace(mark, other))
    with pytest.raises(cm.exceptions.IntakeError, match="have the mark 'cvm=other"):
        check(path, collected, coding="codes")
