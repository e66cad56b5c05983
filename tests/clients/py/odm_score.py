"""Compute the methods of an ODM file with elementpath, an XPath 3.1 processor.

python odm_score.py FILE: reads records of answers from standard input, values by item, as JSON;
writes one list of scores for each record, null where there is none.
"""

import json
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal

from elementpath import XPathContext
from elementpath.xpath31 import XPath31Parser


def names(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


root = ET.parse(sys.argv[1]).getroot()
items = [e.attrib["OID"] for e in root.iter() if names(e) == "ItemDef"]
expressions = [
    "".join(formula.itertext()).strip()
    for method in root.iter()
    if names(method) == "MethodDef"
    for formula in method
    if names(formula) == "FormalExpression"
]
tokens = [XPath31Parser().parse(expression) for expression in expressions]
scores = []
for record in json.load(sys.stdin):
    answers = {
        item: [Decimal(record[item])] if record.get(item) else []
        for item in items
        if "." not in item
    }
    found = []
    for token in tokens:
        result = list(token.select(XPathContext(root, variables=answers)))
        found.append(float(result[0]) if result else None)
    scores.append(found)
json.dump(scores, sys.stdout)
