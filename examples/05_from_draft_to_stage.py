"""From a draft bank to what it lacks, and from synthetic answers to a report that says so.

Nobody has answered the banks yet. What can be done today: read where an item comes from, see what
the next stage asks for, print a sheet for the first interviews, and try the analysis on answers
that a program made.
"""

from pathlib import Path

import covalue_measures as cm

form = cm.load_form("access_service_user@0.1.0/4a")
trace = cm.trace_item("accsu01")
print(f"{trace.placed.item.id} covers {trace.placed.facet.id}, from {trace.themes[0].title}")

stage = cm.assess_stage(form.bank)
print(f"{stage.bank} is {stage.stage}; to become {stage.next_stage} it lacks:")
for name in dict.fromkeys(text.partition(":")[0] for text in stage.missing):
    print(f"- {name}")

sheet = cm.render_questionnaire(form, Path("sheet.html"), language="sv")
print(f"{sheet} in Swedish: {'Utkast' in sheet.read_text(encoding='utf-8')}")

answers = cm.simulate_responses(form, 300, seed=1)
evidence = cm.evaluate(answers, form, cm.EvaluationSettings(n_draws=20, second_opinions=False))
page = cm.render_report(evidence, Path("report.html")).read_text(encoding="utf-8")
print(f"the report says that its data are synthetic: {'Synthetic data' in page}")

pooled = cm.pool(form.bank, cm.load_bank("access_professional@0.1.0"))
print(f"Answers of two roles: {pooled.code}")
