"""Content validity, rated by the ten questions of COSMIN."""

from collections.abc import Iterable, Sequence

from covalue_measures.evaluation.content_validity_rating import (
    AspectRating,
    ContentRating,
    ContentSource,
    ContentValidityRating,
    CriterionRating,
)
from covalue_measures.evaluation.content_validity_rules import (
    Adequacy,
    ContentValidityRuleSet,
    CriterionRule,
    load_content_validity_rules,
)
from covalue_measures.evaluation.content_validity_sources import (
    interview_judgements,
    rate_source,
    survey_judgements,
)
from covalue_measures.exceptions import ResponseDataError
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.records.content_validity_round import (
    Aspect,
    ContentValidityRound,
    aspect_of,
)
from covalue_measures.schema.domain import Role
from covalue_measures.schema.instrument import Instrument, InstrumentLike, as_instrument

#: From the worst to the best.
_ADEQUACIES: tuple[Adequacy, ...] = ("inadequate", "doubtful", "adequate", "very good")
_ASPECTS: tuple[Aspect, ...] = ("relevance", "comprehensiveness", "comprehensibility")


def rate_content_validity(
    rounds: Sequence[ContentValidityRound],
    log: InterviewLog | None,
    *,
    instrument: InstrumentLike,
    elicited_from: Sequence[Role] = (),
    rule_set: str = "cosmin_2018",
) -> ContentValidityRating:
    """Return the rating of content validity, question by question, with the reasons.

    Parameters
    ----------
    rounds : sequence of ContentValidityRound
        Those about this version of the instrument count, the last of each question, rater group
        and language.
    log : InterviewLog or None
        Interviews about the wordings that the instrument holds count.
    instrument : ItemBank, or Instrument of one of its forms
    elicited_from : sequence of Role
        Roles of the people from whom the concepts were elicited. Without the role that the bank is
        for, adequacy is capped.
    rule_set : str

    Raises
    ------
    ResponseDataError
        If a record is about another bank, or names an item that the bank does not have.
    InstrumentError
        If there is no such rule set.

    Notes
    -----
    A source is a rater group, or a role in interviews, in one language. It is ``+`` for a question
    if at least 85% of the items meet it. An item meets it by an I-CVI of .78 or more, or with no
    interview problem of severity 2 or 3 against its present wording. Where sources disagree the
    question is ``±``. Questions about wording need a rated source in every language of the bank.
    A question that the measure gives no occasion for, such as one about a recall period, is left
    out. Adequacy is that of the worst source, question and aspect.

    The questions are those of Terwee et al. (2018). The 85%, the sample sizes and the cap are what
    is commonly cited and were not checked against the manual. Nor was the manual's own way to join
    questions into aspects: here an aspect is ``+`` only if all its questions are. Which interview
    problem speaks to which question is this library's reading. ``unconfirmed`` of the result says
    so too.

    References
    ----------
    Terwee et al. (2018), doi:10.1007/s11136-018-1829-0; Mokkink et al. (2018),
    doi:10.1007/s11136-017-1765-4; Terwee et al. (2012), doi:10.1007/s11136-011-9960-1, for the
    worst score counting.
    """
    rules = load_content_validity_rules(rule_set)
    chosen = as_instrument(instrument)
    _refuse_other_banks(rounds, log, chosen)
    counting, left_out = _choose_rounds(rounds, chosen, rules)
    criteria = tuple(_rate_criterion(rules, rule, counting, log, chosen) for rule in rules.criteria)
    aspects = tuple(_rate_aspect(aspect, criteria) for aspect in _ASPECTS)
    adequacy = _worst(aspect.adequacy for aspect in aspects)
    development = ""
    if chosen.bank.role not in elicited_from and adequacy is not None:
        cap = rules.development.without_elicitation
        adequacy = _worst((adequacy, cap))
        development = (
            f"At most {cap}: the concepts were not elicited from the people whom the measure is"
            f" for ({chosen.bank.role}); {rules.development.source}."
        )
    return ContentValidityRating(
        instrument=chosen.reference,
        rule_set=rules.id,
        source=rules.source,
        unconfirmed=rules.unconfirmed,
        criteria=criteria,
        aspects=aspects,
        rating=_join(aspect.rating for aspect in aspects),
        adequacy=adequacy,
        development=development,
        left_out=left_out,
    )


def _refuse_other_banks(
    rounds: Sequence[ContentValidityRound], log: InterviewLog | None, instrument: Instrument
) -> None:
    named = [entry.bank.partition("@")[0] for entry in rounds] + ([log.bank] if log else [])
    for name in named:
        if name != instrument.bank.id:
            raise ResponseDataError(
                f"A record is about bank '{name}', and '{instrument.bank.id}' is rated."
            )


def _choose_rounds(
    rounds: Sequence[ContentValidityRound], instrument: Instrument, rules: ContentValidityRuleSet
) -> tuple[dict[str, list[ContentValidityRound]], tuple[str, ...]]:
    """Return the rounds that count, by question and from the first, and why others do not."""
    defaults = {aspect_of(rule.id): rule.id for rule in rules.criteria if rule.default}
    counting: dict[str, list[ContentValidityRound]] = {}
    left_out = []
    for entry in sorted(rounds, key=lambda entry: entry.round):
        question = entry.criterion or defaults.get(entry.aspect)
        name = f"Round {entry.round} about {entry.criterion or entry.aspect} ({entry.language})"
        if entry.bank != instrument.bank.reference:
            left_out.append(f"{name} is about {entry.bank}.")
        elif entry.form not in (None, instrument.form_id):
            left_out.append(f"{name} is about the form '{entry.form}'.")
        elif question is None:
            left_out.append(f"{name} answers none of the questions.")
        else:
            counting.setdefault(question, []).append(entry)
    return counting, tuple(left_out)


def _rate_criterion(
    rules: ContentValidityRuleSet,
    rule: CriterionRule,
    rounds: dict[str, list[ContentValidityRound]],
    log: InterviewLog | None,
    instrument: Instrument,
) -> CriterionRating:
    judgements = survey_judgements(rules, rounds.get(rule.id, []), instrument)
    if log is not None:
        judgements += interview_judgements(rules, rule, log, instrument)
    sources = tuple(rate_source(rules, rule, judgement, instrument) for judgement in judgements)
    applies = _applies(rule, instrument)
    rated = [source for source in sources if source.rating != "?"]
    rating = _join(source.rating for source in rated) if applies else "?"
    languages = {source.language for source in rated}
    missing = [name for name in instrument.bank.languages if name not in languages]
    if not applies:
        reason = "Does not apply: the measure has nothing to ask it about."
    elif not rated:
        reason = "No source can tell."
    else:
        reason = f"{_counted(rated, '+')} sufficient, {_counted(rated, '-')} insufficient."
        if rule.per_language and missing:
            reason += f" No source in {', '.join(missing)}, which is a text of its own."
            rating = "?" if rating == "+" else rating
    return CriterionRating(
        criterion=rule.id,
        aspect=aspect_of(rule.id),
        question=rule.question,
        applies=applies,
        rating=rating,
        adequacy=_worst(source.adequacy for source in rated) if applies else None,
        sources=sources,
        reason=reason,
    )


def _applies(rule: CriterionRule, instrument: Instrument) -> bool:
    if rule.id == "recall_period_appropriate":
        return any(item.recall is not None for item in instrument.items)
    if rule.id == "instructions_understood":
        return instrument.instruction is not None
    return True


def _rate_aspect(aspect: Aspect, criteria: tuple[CriterionRating, ...]) -> AspectRating:
    asked = [entry for entry in criteria if entry.aspect == aspect and entry.applies]
    unrated = [entry.criterion for entry in asked if entry.rating == "?"]
    reason = ", ".join(f"{entry.criterion} {entry.rating}" for entry in asked) + "."
    if unrated:
        reason += f" {len(unrated)} of {len(asked)} questions are open."
    return AspectRating(
        aspect=aspect,
        rating=_join(entry.rating for entry in asked),
        adequacy=_worst(entry.adequacy for entry in asked),
        reason=reason,
    )


def _join(ratings: Iterable[ContentRating]) -> ContentRating:
    """Return ``+`` if all are, ``±`` where they disagree, ``-`` where one is and none is ``+``."""
    found = set(ratings)
    if "±" in found or {"+", "-"} <= found:
        return "±"
    if "-" in found:
        return "-"
    return "+" if found == {"+"} else "?"


def _worst(adequacies: Iterable[Adequacy | None]) -> Adequacy | None:
    return min(
        (entry for entry in adequacies if entry is not None), key=_ADEQUACIES.index, default=None
    )


def _counted(sources: list[ContentSource], rating: ContentRating) -> str:
    count = sum(source.rating == rating for source in sources)
    return f"{count} source" if count == 1 else f"{count} sources"
