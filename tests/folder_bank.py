"""A small bank as people edit it, in whose wording the rules find nothing."""

from pathlib import Path

BANK = """\
id: talks
version: "0.1.0"
status: draft
title: Talks
language: en
role: service_user
domain: communication
construct_definition: How far people agree on what comes next.
license: CC-BY-4.0
provenance: {kind: deductive, note: Made up for a test.}
facets:
  - {id: plans, title: Plans, definition: What comes next is said.}
response_scales:
  - id: freq4
    kind: frequency
    options:
      - {code: never, value: 0, label: Never}
      - {code: some, value: 1, label: Sometimes}
      - {code: often, value: 2, label: Often}
      - {code: alw, value: 3, label: Always}
    missing:
      - {code: na, value: -98, reason: not_applicable, label: Does not apply}
items:
  - id: ta01
    stem: The staff told me when they would call back.
    facet: plans
    role: service_user
    response_scale: freq4
    keying: positive
    recall: In the past 3 months
    provenance: {kind: deductive, theme_ids: [CV2-T-COM]}
  - id: ta02
    stem: The staff wrote down what we agreed on.
    facet: plans
    role: service_user
    response_scale: freq4
    keying: positive
    recall: In the past 3 months
    provenance: {kind: deductive, theme_ids: [CV2-T-COM]}
subscales:
  - {id: plans, title: Plans, measurement_model: reflective, item_ids: [ta01, ta02]}
structure: {kind: one_factor, subscale_ids: [plans]}
"""


def write_bank(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the bank into ``folder``, pieces of its text replaced all over; return the folder."""
    text = BANK
    for old, new in changes:
        assert old in text, f"{old!r} does not stand in the bank"
        text = text.replace(old, new)
    folder.mkdir()
    (folder / "bank.yaml").write_text(text, encoding="utf-8")
    return folder
