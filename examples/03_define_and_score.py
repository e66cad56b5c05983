"""Define an instrument of your own, read answers, and score them.

A definition is a folder with one YAML file. Missing answers have codes of their own, apart from
the categories; a score is made only where the rule allows it.
"""

from pathlib import Path

import pandas as pd

import covalue_measures as cm
from covalue_measures.exceptions import IntakeError

DEFINITION = """\
format_version: "1"
id: clear_words
version: "0.1.0"
status: draft
title: Clear words
language: en
role: service_user
domain: communication
construct_definition: How far the care team speaks in words that the person understands.
license: CC-BY-4.0
provenance: {kind: deductive, note: An example of this library.}
facets: [{id: words, title: Words}]
response_scales:
  - id: freq3
    options:
      - {code: nev, value: 0, label: Never}
      - {code: som, value: 1, label: Sometimes}
      - {code: alw, value: 2, label: Always}
    missing:
      - {code: na, value: -98, reason: not_applicable, label: Does not apply}
items:
  - id: cw1
    stem: I understood the words that were used.
    facet: words
    role: service_user
    response_scale: freq3
    keying: positive
    provenance: {kind: deductive}
  - id: cw2
    stem: I had to guess what was meant.
    facet: words
    role: service_user
    response_scale: freq3
    keying: negative
    provenance: {kind: deductive}
  - id: cw3
    stem: New words were explained to me.
    facet: words
    role: service_user
    response_scale: freq3
    keying: positive
    provenance: {kind: deductive}
subscales:
  - id: words
    title: Words
    measurement_model: reflective
    item_ids: [cw1, cw2, cw3]
structure: {kind: one_factor, subscale_ids: [words]}
"""
SCORING = """\
scoring_rules:
  - id: words_sum
    version: "0.1.0"
    title: Sum of 3 items (0 to 6)
    subscale_id: words
    method: sum
    minimum_answered: 2
"""

folder = Path("clear_words")
folder.mkdir()
(folder / "bank.yaml").write_text(DEFINITION, encoding="utf-8")
(folder / "scoring.yaml").write_text(SCORING, encoding="utf-8")
bank = cm.load_bank(folder)

answers = pd.DataFrame({"cw1": [2, 1, 0, 2], "cw2": [0, 1, -98, None], "cw3": [2, 1, 2, None]})
data = cm.read_responses(answers, bank)
print(cm.screen_missing(data).items[["n", "not_applicable", "skipped"]])

# Row 3 has two answers, 0 and 2: their mean times three. Row 4 has one, and so no score.
result = cm.score_responses(data)
print(result.scores)
print(result.instrument, result.instrument_digest[:12])

# A value that the definition does not allow is refused, with its place and what is allowed.
try:
    cm.read_responses(answers.assign(cw1=[2, 1, 0, 7]), bank)
except IntakeError as error:
    print(error)
