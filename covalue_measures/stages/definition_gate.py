"""What a gate asks of the definition itself: wording, provenance, enough items, translations."""

from collections import Counter
from typing import get_args

from covalue_measures.schema import ItemBank
from covalue_measures.stages.gate_rules import GateRules, TranslationState
from covalue_measures.stages.requirement import Requirement
from covalue_measures.wording import lint_bank

_STATES: tuple[TranslationState, ...] = get_args(TranslationState)


def require_wording(bank: ItemBank) -> Requirement:
    """Return whether every finding of the wording rules is mended or waived."""
    report = lint_bank(bank)
    open_findings = (*report.open_errors, *report.open_warnings)
    return Requirement(
        id="wording",
        demand="Every finding of the wording rules is mended, or waived with a reason.",
        found=f"{len(open_findings)} open, {len(report.waived)} waived.",
        missing=(
            *(
                f"{finding.rule} in {finding.path} ({finding.language or 'any language'}):"
                f" {finding.message}"
                for finding in open_findings
            ),
            *(f"rules for the language '{name}'" for name in report.languages_not_read),
        ),
        source="covalue lint",
    )


def require_provenance(bank: ItemBank) -> Requirement:
    """Return whether every item in use says what it stands on."""
    active = [item for item in bank.items if item.status == "active"]
    without = [item.id for item in active if not item.provenance.theme_ids]
    kinds = Counter(item.provenance.kind for item in active)
    return Requirement(
        id="provenance",
        demand="Every item names the themes that it stands on.",
        found=", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + ".",
        missing=tuple(f"themes of {item_id}" for item_id in without),
        source="design of this project",
    )


def require_pool(bank: ItemBank, rules: GateRules) -> Requirement:
    """Return whether there are items enough to drop some."""
    rule = rules.pool
    active = [item for item in bank.items if item.status == "active"]
    per_facet = Counter(item.facet for item in active)
    missing = [
        f"{rule.items_per_facet - per_facet[facet.id]} more for facet '{facet.id}',"
        f" which has {per_facet[facet.id]}"
        for facet in bank.facets
        if per_facet[facet.id] < rule.items_per_facet
    ]
    shortest = min((len(form.item_ids) for form in bank.forms), default=None)
    if shortest is None:
        missing.append("a short form")
    elif len(active) < rule.times_the_shortest_form * shortest:
        needed = rule.times_the_shortest_form * shortest - len(active)
        missing.append(f"{needed} more items, to choose {shortest} from")
    return Requirement(
        id="pool",
        demand=(
            f"Each facet has {rule.items_per_facet} items, and the bank"
            f" {rule.times_the_shortest_form} times as many as its shortest form."
        ),
        found=(
            f"{len(active)} items in {len(bank.facets)} facets, shortest form of {shortest or 0}."
        ),
        missing=tuple(missing),
        source=rule.source,
    )


def require_translations(bank: ItemBank, rules: GateRules, least: TranslationState) -> Requirement:
    """Return whether every translation is up to date and has come far enough."""
    missing = []
    for translation in bank.translations:
        language = translation.language
        if stale := bank.stale_texts(language):
            missing.append(f"{language}: {len(stale)} texts are stale or not translated")
        if _STATES.index(translation.state) < _STATES.index(least):
            missing.append(f"{language}: is {translation.state}, and must be {least}")
    states = [f"{entry.language} {entry.state}" for entry in bank.translations]
    return Requirement(
        id="translations",
        demand=f"Every translation is up to date and at least {least}.",
        found=", ".join(states) + "." if states else "No translation.",
        missing=tuple(missing),
        source=rules.translation.source,
    )
