"""Parse exports of Qualtrics beside their survey files; print what the parser understood.

python qualtrics_parse.py FOLDER: every ``*.csv`` with the ``*.qsf`` of the same name.
"""

import json
import sys
from pathlib import Path

from qualtrics import parse_survey

found = {}
for path in sorted(Path(sys.argv[1]).glob("*.csv")):
    parsed = parse_survey(path, path.with_suffix(".qsf"))
    fields = {row["question_field_id"]: row for row in parsed.question_fields}
    options = {row["answer_option_id"]: row for row in parsed.answer_options}
    responses = {row["response_id"]: row["response_external_id"] for row in parsed.responses}
    found[path.stem] = {
        "survey": parsed.surveys[0],
        "questions": [
            {key: row[key] for key in ("question_text", "canonical_question_type", "question_role")}
            for row in parsed.questions
        ],
        "options": [
            [
                fields[row["field_id"]]["field_external_id"],
                row["recode_value"],
                row["variable_name"],
                row["answer_text"],
            ]
            for row in parsed.answer_options
        ],
        "answers": [
            [
                responses[row["response_id"]],
                row["field_external_id"],
                row["raw_value"],
                row["answer_value_type"],
                (options.get(row["answer_option_id"]) or {}).get("recode_value"),
            ]
            for row in parsed.response_answers
        ],
        "columns": {
            column["source_column"]: column["kind"]
            for manifest in parsed.survey_manifests.values()
            for column in manifest["source_columns_json"]
        },
    }
json.dump(found, sys.stdout)
