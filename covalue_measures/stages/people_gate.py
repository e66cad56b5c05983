"""What a gate asks of people: what matters to them, whether items fit, whether they understand."""

from covalue_measures.psychometrics.content_validity import (
    estimate_content_validity,
    estimate_saturation,
    summarize_interviews,
)
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    meets_in_hundredths,
)
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.schema import ItemBank, Role
from covalue_measures.stages.dossier import Dossier
from covalue_measures.stages.gate_rules import GateRules
from covalue_measures.stages.requirement import Requirement


def require_elicitation(bank: ItemBank, dossier: Dossier, rules: GateRules) -> Requirement:
    """Return whether people of the role told in each language what the domain means to them."""
    rule = rules.elicitation
    asked = {
        language: sum(
            entry.n_participants
            for entry in dossier.elicitations
            if entry.language == language
            and bank.domain in entry.domain_ids
            and bank.role in (entry.role, Role.RESPONDENT)
        )
        for language in bank.languages
    }
    return Requirement(
        id="elicitation",
        demand=(
            f"In each language {rule.participants} people of the role ({bank.role}) told what the"
            " domain means to them."
        ),
        found=", ".join(f"{language}: {n}" for language, n in asked.items()) + ".",
        missing=tuple(
            f"{language}: {rule.participants - n} more participants"
            for language, n in asked.items()
            if n < rule.participants
        ),
        source=rule.source,
    )


def require_ratings(bank: ItemBank, dossier: Dossier, rules: GateRules) -> Requirement:
    """Return whether raters of the role found the items relevant, in each language."""
    rule = rules.ratings
    rounds = _last_relevance_rounds(bank, dossier)
    found, missing = [], []
    for language in bank.languages:
        if language not in rounds:
            missing.append(f"{language}: a round of ratings of relevance of {bank.reference}")
            continue
        groups = estimate_content_validity(rounds[language])
        names = {key[0] for key in groups.groups}
        if bank.role is not Role.RESPONDENT and bank.role.value not in names:
            missing.append(f"{language}: raters who are of the role ({bank.role})")
        for (group, _), result in groups.groups.items():
            rated = [name for name in _active(bank) if name in result.item_statistics.index]
            items = result.item_statistics.loc[rated]
            average = float(items["i_cvi"].mean()) if rated else float("nan")
            found.append(f"{language}, {group}: S-CVI/Ave {average:.2f}")
            low = [
                name
                for name, value in items["i_cvi"].items()
                if not meets_in_hundredths(value, rule.item_index)
            ]
            few = items.index[items["n"] < rule.raters]
            unrated = [item for item in _active(bank) if item not in rated]
            missing += [f"{language}, {group}: I-CVI of {item} is too low" for item in low]
            missing += [f"{language}, {group}: {item} has too few raters" for item in few]
            missing += [f"{language}, {group}: {item} was not rated" for item in unrated]
            if not meets_in_hundredths(average, rule.mean_index):
                missing.append(f"{language}, {group}: S-CVI/Ave is {average:.2f}")
    return Requirement(
        id="ratings",
        demand=(
            f"In each language, raters of the role and any others find each item relevant: I-CVI"
            f" {rule.item_index:.2f} from {rule.raters} raters on, S-CVI/Ave"
            f" {rule.mean_index:.2f}."
        ),
        found="; ".join(found) + "." if found else "No ratings of this version.",
        missing=tuple(missing),
        source=rule.source,
    )


def _last_relevance_rounds(bank: ItemBank, dossier: Dossier) -> dict[str, ContentValidityRound]:
    rounds = [
        entry
        for entry in dossier.rounds
        if entry.bank == bank.reference and entry.aspect == "relevance" and entry.form is None
    ]
    return {entry.language: entry for entry in sorted(rounds, key=lambda entry: entry.round)}


def _active(bank: ItemBank) -> list[str]:
    return [item.id for item in bank.items if item.status == "active"]


def require_interviews(bank: ItemBank, dossier: Dossier, rules: GateRules) -> Requirement:
    """Return whether the items were tried with enough people, and no problem is left."""
    rule = rules.interviews
    demand = (
        f"In each language {rule.per_language} people of the role were interviewed, each item was"
        f" tried with {rule.per_item}, no problem of severity {rule.severity} or more is left, and"
        " the last round found no new one."
    )
    log = interviews_that_count(bank, dossier)
    if log is None:
        return Requirement(
            id="interviews",
            demand=demand,
            found="No interviews about the present wording.",
            missing=tuple(f"{name}: {rule.per_language} interviews" for name in bank.languages),
            source=rule.source,
        )
    missing, found = [], []
    table = summarize_interviews(
        log,
        item_ids=_active(bank),
        fewest_interviews=rule.per_item,
        least_severity=rule.severity,
    ).table.reset_index()
    saturated = estimate_saturation(log).is_saturated
    for language in bank.languages:
        entries = [
            entry
            for entry in log.entries
            if entry.language == language and bank.role in (entry.role, Role.RESPONDENT)
        ]
        people = {entry.interview_id for entry in entries}
        roles = {entry.role.value for entry in entries}
        found.append(f"{language}: {len(people)} interviews")
        if len(people) < rule.per_language:
            missing.append(f"{language}: {rule.per_language - len(people)} more interviews")
        rows = table[(table["language"] == language) & table["role"].isin(roles)]
        missing += [
            f"{language}: {row.item} has {row.n_interviews} interviews of {rule.per_item}, and"
            f" {row.n_unresolved} unresolved problems ({row.role})"
            for row in rows[~rows["meets_gate"] & ~rows["is_removed"]].itertuples()
        ]
        if not all(saturated[language, role] for role in roles):
            missing.append(f"{language}: a round that finds no new problem")
    return Requirement(
        id="interviews",
        demand=demand,
        found=", ".join(found) + ".",
        missing=tuple(missing),
        source=rule.source,
    )


def interviews_that_count(bank: ItemBank, dossier: Dossier) -> InterviewLog | None:
    """Return the interviews about the present wording of items in use; None without any."""
    log = dossier.interviews
    if log is None or log.bank != bank.id:
        return None
    revisions = {item.id: item.revision for item in bank.items if item.status == "active"}
    entries = tuple(
        entry for entry in log.entries if revisions.get(entry.item_id) == entry.item_revision
    )
    return log.model_copy(update={"entries": entries}) if entries else None
