"""Parse FHIR resources with fhir.resources, and write them back.

Reads ``{"release": "R4" or "R5", "resources": [...]}`` from standard input; writes the resources
as they come out again. R4 is read as R4B, which has the same questionnaire.
"""

import json
import sys
from decimal import Decimal

from fhir.resources import get_fhir_model_class as r5_class
from fhir.resources.R4B import get_fhir_model_class as r4b_class


def main() -> None:
    request = json.load(sys.stdin, parse_float=Decimal)
    model_class = r5_class if request["release"] == "R5" else r4b_class
    written = []
    for resource in request["resources"]:
        parsed = model_class(resource["resourceType"]).model_validate(resource)
        written.append(json.loads(parsed.model_dump_json()))
    json.dump(written, sys.stdout)


main()
