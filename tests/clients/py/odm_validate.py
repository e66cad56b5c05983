"""Validate ODM files against CDISC's schemas, and load them with odmlib; print what it found.

python odm_validate.py FOLDER: every ``*.xml`` in it, by the release that its root names.
"""

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from odmlib.loader import ODMLoader
from odmlib.odm_loader import XMLODMLoader
from odmlib.odm_parser import ODMSchemaValidator
from odmlib.schema_manager import get_schema_path

PACKAGES = {"1.3.2": "odm_1_3_2", "2.0": "odm_2_0"}
validators = {release: ODMSchemaValidator(get_schema_path("odm", release)) for release in PACKAGES}
found = {}
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    root = ET.parse(path).getroot()
    release = root.attrib["ODMVersion"]
    try:
        validators[release].validate_file(str(path))
    except Exception as error:
        found[path.stem] = {"error": f"{type(error).__name__}: {str(error)[:400]}"}
        continue
    namespace = root.tag.removeprefix("{").partition("}")[0]
    loader = ODMLoader(XMLODMLoader(model_package=PACKAGES[release], ns_uri=namespace))
    loader.open_odm_document(str(path))
    version = loader.MetaDataVersion()
    found[path.stem] = {
        "version": version.OID,
        "items": {
            item.OID: {
                "type": item.DataType,
                "question": [text._content for text in item.Question.TranslatedText]
                if item.Question
                else [],
            }
            for item in version.ItemDef
        },
        "lists": {
            code_list.OID: {
                entry.CodedValue: [text._content for text in entry.Decode.TranslatedText]
                for entry in code_list.CodeListItem
            }
            for code_list in version.CodeList
        },
    }
json.dump(found, sys.stdout)
