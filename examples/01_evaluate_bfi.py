"""Evaluate an instrument on 2,800 real answers.

The 25 bfi items are five scales of five statements. Their definition is a folder of YAML beside
the data; the result is a report to read and an evidence record for programs.
"""

from pathlib import Path

import covalue_measures as cm

BFI = Path(__file__).resolve().parent / "bfi"

# The instrument says which answers are possible, which items count backwards, and what is summed.
bank = cm.load_bank(BFI / "instrument")
print(bank.reference, len(bank.items), "items, digest", bank.digest[:12])

# The import map says what the instrument cannot know: which columns of this file are not items.
rules = cm.read_import_map(BFI / "import_map.yaml")
data = cm.read_responses(BFI / "bfi.csv", bank, import_map=rules)
for rule in data.intake.applied_rules:
    print(rule)

# Few random data sets keep the example short; the default is 100.
evidence = cm.evaluate(data, bank, cm.EvaluationSettings(n_draws=10))
for rating in evidence.ratings[:6]:
    print(rating.rating, rating.measurement_property, rating.subject, rating.value)

Path("evidence.json").write_text(evidence.to_json(), encoding="utf-8")
print(cm.render_report(evidence, "report.html"))

# Anyone with the record and the data can check every number.
again = cm.verify_evidence(cm.read_evidence("evidence.json"), data)
print("verified:", again.is_verified, "values compared:", again.n_compared)
