"""Turn XLSForms into XForms with pyxform, checked by ODK Validate; print their warnings.

python odk_convert.py FOLDER: every ``*.xlsx`` in it becomes ``*.xml`` beside it.
"""

import json
import sys
from pathlib import Path

from pyxform.xls2xform import convert

warnings = {}
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    made = convert(path, validate=True)
    path.with_suffix(".xml").write_text(made.xform, encoding="utf-8")
    warnings[path.stem] = made.warnings
print(json.dumps(warnings))
