"""Validate REDCap data dictionaries with linkml-redcap; print what it finds in each.

python redcap_validate.py FOLDER: every ``*.csv`` in it. A cell that is empty is left out.
"""

import csv
import json
import sys
from importlib.metadata import version
from pathlib import Path

from linkml.validator import Validator
from linkml.validator.plugins import JsonschemaValidationPlugin
from linkml_redcap.data_dictionary import schema_path
from linkml_runtime.utils.schemaview import SchemaView

slots = list(SchemaView(str(schema_path())).get_class("Field").attributes)
assert len(slots) == 18, slots
validator = Validator(
    str(schema_path()), validation_plugins=[JsonschemaValidationPlugin(closed=True)]
)
found = {}
for path in sorted(Path(sys.argv[1]).glob("*.csv")):
    with path.open(encoding="utf-8", newline="") as lines:
        header, *records = csv.reader(lines)
    fields = [
        {slot: cell for slot, cell in zip(slots, record, strict=True) if cell} for record in records
    ]
    report = validator.validate({"fields": fields}, "DataDictionary")
    found[path.stem] = [result.message for result in report.results]
print(json.dumps({"version": version("linkml-redcap"), "found": found}))
