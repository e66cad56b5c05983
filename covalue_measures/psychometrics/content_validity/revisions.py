"""What the next draft of a bank has to take up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    ContentValidityResult,
    meets_in_hundredths,
)
from covalue_measures.psychometrics.content_validity.interview_table import (
    LEAST_SEVERITY,
    removed_items,
    unresolved_problems,
)
from covalue_measures.psychometrics.content_validity.rater_groups import RaterGroupResults
from covalue_measures.psychometrics.options import require_share
from covalue_measures.records.cognitive_interview import CognitiveInterview, InterviewLog
from covalue_measures.schema.item_bank import ItemBank

#: ``retest``: a newer wording is decided on and waits for interviews; ``undecided``: raters or
#: interviews speak against the item, and nothing is decided yet.
RevisionDecision: TypeAlias = Literal["drop", "split", "revise", "undecided", "retest"]

#: Which decision stands where several were made: the one that changes most.
_ORDER: tuple[RevisionDecision, ...] = ("drop", "split", "revise", "undecided", "retest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One item that cannot stay as it is, and why."""

    item_id: str
    #: Revision of the item that the bank holds.
    from_revision: int
    decision: RevisionDecision
    #: Sentences, each with where it comes from.
    reasons: tuple[str, ...]
    #: Languages and roles, or rater groups, that the reasons come from.
    languages: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reason:
    item_id: str
    decision: RevisionDecision
    text: str
    languages: tuple[str, ...]
    roles: tuple[str, ...]


def list_revisions(
    results: RaterGroupResults[ContentValidityResult]
    | Sequence[RaterGroupResults[ContentValidityResult]],
    log: InterviewLog | None,
    bank: ItemBank,
    *,
    least_i_cvi: float = 0.78,
    least_severity: int = LEAST_SEVERITY,
) -> tuple[Revision, ...]:
    """Return the active items of ``bank`` that the next draft must take up, in the bank's order.

    An item is listed if a rater group found it too little relevant, if a problem of
    ``least_severity`` or more is unresolved, or if it was decided to revise, drop or split the
    wording that the bank holds. Decisions that the bank's revision already answers are not listed;
    nor are rounds about comprehensiveness, which rate facets.

    Parameters
    ----------
    results : RaterGroupResults, or several
        Of rounds about this version of the bank.
    log : InterviewLog or None
    bank : ItemBank
    least_i_cvi : float
        Compared in hundredths, as it was published: 7 of 9 raters, .777..., meet .78.
    least_severity : int

    Raises
    ------
    ResponseDataError
        If results or log are about another bank or version, or name an item that the bank does not
        have.

    References
    ----------
    Polit, Beck and Owen (2007), doi:10.1002/nur.20199, for .78.
    """
    require_share("least_i_cvi", least_i_cvi)
    rounds = [results] if isinstance(results, RaterGroupResults) else list(results)
    active = [item for item in bank.items if item.status == "active"]
    revisions = {item.id: item.revision for item in active}
    reasons = _from_ratings(rounds, bank, least_i_cvi)
    if log is not None:
        _check_log(log, bank)
        reasons += _from_problems(log, revisions, least_severity)
        reasons += _from_decisions(log, revisions)
    listed = []
    for item in active:
        own = [reason for reason in reasons if reason.item_id == item.id]
        if own:
            listed.append(
                Revision(
                    item_id=item.id,
                    from_revision=item.revision,
                    decision=min((reason.decision for reason in own), key=_ORDER.index),
                    reasons=tuple(dict.fromkeys(reason.text for reason in own)),
                    languages=tuple(sorted({name for r in own for name in r.languages})),
                    roles=tuple(sorted({name for r in own for name in r.roles})),
                )
            )
    return tuple(listed)


def _from_ratings(
    rounds: list[RaterGroupResults[ContentValidityResult]], bank: ItemBank, least: float
) -> list[_Reason]:
    reasons = []
    for results in rounds:
        if results.bank != bank.reference:
            raise ResponseDataError(
                f"The ratings are about {results.bank}, and the bank is {bank.reference}; a"
                " revision is listed for the version that was rated."
            )
        if results.aspect == "comprehensiveness":
            continue
        for (group, language), result in results.groups.items():
            for item_id, row in result.item_statistics.iterrows():
                _require_item(str(item_id), bank, f"Round {results.round}")
                if not meets_in_hundredths(row["i_cvi"], least):
                    text = (
                        f"Round {results.round}, {results.criterion or results.aspect}: I-CVI"
                        f" {row['i_cvi']:.2f} by {group} ({language}, n = {row['n']}), below"
                        f" {least:g}."
                    )
                    reasons.append(_Reason(str(item_id), "undecided", text, (language,), (group,)))
    return reasons


def _from_problems(
    log: InterviewLog, revisions: dict[str, int], least_severity: int
) -> list[_Reason]:
    reasons = []
    for entry in unresolved_problems(log, least_severity):
        revision = revisions.get(entry.item_id)
        if revision is None:
            continue
        waits = revision > entry.item_revision
        outcome = f"revision {revision} was not tried yet" if waits else "not resolved"
        text = (
            f"Interview {entry.interview_id}, {entry.code} of severity {entry.severity} on revision"
            f" {entry.item_revision} ({entry.language}, {entry.role}): {outcome}."
        )
        reasons.append(_reason(entry, "retest" if waits else "undecided", text))
    return reasons


def _from_decisions(log: InterviewLog, revisions: dict[str, int]) -> list[_Reason]:
    reasons = []
    for entry in log.entries:
        decision = entry.decision
        if decision is None or decision == "keep" or entry.item_id not in revisions:
            continue
        is_done = not entry.removes_item and revisions[entry.item_id] >= (
            entry.new_item_revision or 0
        )
        if not is_done:
            text = f"Decided by {entry.decided_by} on {entry.date}: {decision}."
            reasons.append(_reason(entry, decision, text))
    return reasons


def _reason(entry: CognitiveInterview, decision: RevisionDecision, text: str) -> _Reason:
    return _Reason(entry.item_id, decision, text, (entry.language,), (str(entry.role),))


def _check_log(log: InterviewLog, bank: ItemBank) -> None:
    if log.bank != bank.id:
        raise ResponseDataError(f"The interviews are about bank '{log.bank}', not '{bank.id}'.")
    # A draft forgets items that left it; the log does not.
    removed = removed_items(log)
    for entry in log.entries:
        if entry.item_id not in removed:
            _require_item(entry.item_id, bank, f"Interview {entry.interview_id}")


def _require_item(item_id: str, bank: ItemBank, where: str) -> None:
    known = [item.id for item in bank.items]
    if item_id not in known:
        raise ResponseDataError(
            f"{where} names item '{item_id}', which bank '{bank.reference}' does not have; it has"
            f" {', '.join(known)}."
        )
