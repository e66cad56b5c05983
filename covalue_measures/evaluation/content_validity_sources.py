"""What rounds of ratings and interviews say about one question of content validity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from covalue_measures.evaluation.content_validity_rating import ContentSource
from covalue_measures.evaluation.content_validity_rules import (
    ContentValidityRuleSet,
    CriterionRule,
    Judges,
    Method,
)
from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.content_validity import (
    ContentValidityResult,
    estimate_content_validity,
)
from covalue_measures.psychometrics.content_validity.content_validity_result import (
    meets_in_hundredths,
)
from covalue_measures.records.cognitive_interview import CognitiveInterview, InterviewLog
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.schema.instrument import Instrument


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which items one group of people found to meet a question."""

    method: Method
    #: Rater group, or role of the people interviewed.
    group: str
    language: str
    #: Number of the round of ratings; None for interviews.
    round: int | None
    #: Item, or facet, to the number of people who judged it and whether it meets the question.
    judged: Mapping[str, tuple[int, bool]]
    #: Items, or facets, that there are to judge.
    n_items: int


def survey_judgements(
    rules: ContentValidityRuleSet, rounds: Iterable[ContentValidityRound], instrument: Instrument
) -> list[Judgement]:
    """Return what each rater group and language found in its last round.

    Parameters
    ----------
    rules : ContentValidityRuleSet
    rounds : iterable of ContentValidityRound
        About one question, from the first on.
    instrument : Instrument

    Raises
    ------
    ResponseDataError
        If a round rates something that the instrument does not have.
    """
    last: dict[tuple[str, str], Judgement] = {}
    for entry in rounds:
        for (group, language), result in estimate_content_validity(entry).groups.items():
            subjects = _subjects(entry, result, instrument)
            judged = {
                str(name): (int(n), meets_in_hundredths(i_cvi, rules.survey.i_cvi_at_least))
                for name, n, i_cvi in result.item_statistics[["n", "i_cvi"]].itertuples()
                if name in subjects and n >= rules.survey.fewest_raters
            }
            last[(group, language)] = Judgement(
                "survey", group, language, entry.round, judged, len(subjects)
            )
    return list(last.values())


def interview_judgements(
    rules: ContentValidityRuleSet,
    criterion: CriterionRule,
    log: InterviewLog,
    instrument: Instrument,
) -> list[Judgement]:
    """Return what interviews found, by language and role; nothing if they cannot tell.

    Only interviews about the wordings that the instrument holds count.
    """
    if not criterion.codes:
        return []
    revisions = {item.id: item.revision for item in instrument.items}
    cells: dict[tuple[str, str], dict[str, list[CognitiveInterview]]] = {}
    for entry in log.entries:
        if revisions.get(entry.item_id) == entry.item_revision:
            items = cells.setdefault((str(entry.role), entry.language), {})
            items.setdefault(entry.item_id, []).append(entry)

    def stands_against(entry: CognitiveInterview) -> bool:
        return entry.code in criterion.codes and entry.severity >= rules.interviews.severity

    return [
        Judgement(
            "interviews",
            role,
            language,
            None,
            {
                item_id: (
                    len({entry.interview_id for entry in entries}),
                    not any(map(stands_against, entries)),
                )
                for item_id, entries in items.items()
            },
            len(revisions),
        )
        for (role, language), items in cells.items()
    ]


def rate_source(
    rules: ContentValidityRuleSet,
    criterion: CriterionRule,
    judgement: Judgement,
    instrument: Instrument,
) -> ContentSource:
    """Return the rating of one judgement.

    ``+`` if the items that meet the question are enough whatever the others would have been, ``-``
    if they cannot be enough, ``?`` between the two, and where this group's judgement does not
    count.
    """
    role = instrument.bank.role
    population = (*rules.population.of(role), role.value)
    judges: Judges = "population" if judgement.group in population else "experts"
    n_items, n_judged = judgement.n_items, len(judgement.judged)
    n_met = sum(met for _, met in judgement.judged.values())
    fewest = min((n for n, _ in judgement.judged.values()), default=0)
    # Shares are compared as counts: 17 of 20 is .85 in any arithmetic.
    needed = rules.item_share * n_items - 1e-9
    rating, adequacy = "?", None
    if judges not in criterion.judges:
        reason = "Does not count: it is for the people whom the measure is for to judge."
    else:
        if n_met >= needed:
            rating = "+"
        elif n_met + n_items - n_judged < needed:
            rating = "-"
        unjudged = n_items - n_judged
        reason = f"{n_met} of {n_items} meet the question; {rules.item_share:.0%} are needed."
        if unjudged:
            reason += f" {unjudged} were not judged by enough people."
        if rating != "?":
            adequacy = rules.sample_adequacy(judgement.method, judges, fewest)
            adequacy = "doubtful" if unjudged else adequacy
    return ContentSource.model_validate(
        {
            "method": judgement.method,
            "group": judgement.group,
            "judges": judges,
            "language": judgement.language,
            "round": judgement.round,
            "n": fewest,
            "n_items": n_items,
            "n_judged": n_judged,
            "n_met": n_met,
            "rating": rating,
            "adequacy": adequacy,
            "reason": reason,
        }
    )


def _subjects(
    entry: ContentValidityRound, result: ContentValidityResult, instrument: Instrument
) -> frozenset[str]:
    """Return what there is to rate: items; of comprehensiveness facets, or the bank as a whole."""
    bank = instrument.bank
    rated = frozenset(map(str, result.item_statistics.index))
    if entry.aspect == "comprehensiveness":
        if rated == {bank.id}:
            return rated
        subjects = frozenset(item.facet for item in instrument.items)
        known = frozenset(facet.id for facet in bank.facets)
    else:
        subjects = frozenset(instrument.item_ids)
        known = frozenset(item.id for item in bank.items)
    if unknown := sorted(rated - known):
        raise ResponseDataError(
            f"Round {entry.round} about {entry.aspect} rates '{unknown[0]}', which bank"
            f" '{bank.reference}' does not have; it has {', '.join(sorted(known))}."
        )
    return subjects
