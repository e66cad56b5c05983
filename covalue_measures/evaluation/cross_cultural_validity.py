"""Whether the instrument measures the same in every group."""

from covalue_measures.evaluation.evidence import InvarianceRecord, Rating
from covalue_measures.evaluation.rule_set import CrossCulturalValidityRule

#: Whose cut-offs the levels are judged by.
_RULE_SOURCE = "Chen (2007)"
_FORMATIVE = (
    "Does not apply: every subscale is formative, and there is no measurement model to compare"
    " between groups. Whether amounts mean the same in two countries is a question of their"
    " payment systems."
)


def rate_cross_cultural_validity(
    rule: CrossCulturalValidityRule, record: InvarianceRecord, structural: Rating
) -> Rating:
    """Return ``+`` if invariance holds up to the level that the rule asks for, ``-`` if not.

    ``?`` where the groups could not be compared, or the structure is not supported: that a model
    fits two groups equally badly says nothing about what is measured in them.

    Parameters
    ----------
    rule : CrossCulturalValidityRule
    record : InvarianceRecord
    structural : Rating
        Of structural validity; only ``+`` opens the way to ``+`` or ``-`` here.
    """
    names = [level.name for level in record.levels]
    groups = " and ".join(f"{group.label} (n = {group.n})" for group in record.groups)
    value, rating = "", "?"
    if record.empty_categories:
        first = record.empty_categories[0]
        reason = (
            f"Not compared: no one in group '{first.group}' chose category {first.category} of"
            f" '{first.item_id}'" + (", among others." if len(record.empty_categories) > 1 else ".")
        )
    elif not record.levels:
        reason = f"Not compared: {record.problems[0][0].lower()}{record.problems[0][1:]}"
    elif record.highest_level is None or rule.level not in names:
        reason = "Not compared: the model could not be fitted to every group."
    else:
        value = f"{record.highest_level} invariance holds ({groups})"
        reached = names.index(record.highest_level) >= names.index(rule.level)
        rating = "+" if reached else "-"
        failed = next((c for c in record.comparisons if c.holds is False), None)
        reason = f"The levels up to {record.highest_level} hold by their cut-offs."
        if not reached and failed is not None:
            reason = (
                f"The level {failed.to_level} does not hold: "
                + ", ".join(index.upper() for index in failed.exceeded)
                + " got worse by more than the cut-off."
            )
        if structural.rating != "+":
            rating = "?"
            reason += (
                " It is not rated: the structure that the groups are compared by is not shown,"
                f" since structural validity is rated '{structural.rating}'."
            )
    return Rating.model_validate(
        {
            "measurement_property": "cross-cultural validity",
            "subject": f"instrument, by {record.group_name}",
            "rating": rating,
            "value": value,
            "threshold": f"{rule.level} invariance, by the cut-offs of {_RULE_SOURCE}",
            "source": rule.source,
            "reason": reason,
        }
    )


def rate_without_groups(rule: CrossCulturalValidityRule, *, is_formative: bool = False) -> Rating:
    """Return ``?`` with the data that a rating would need, or why it does not apply."""
    return Rating(
        measurement_property="cross-cultural validity",
        subject="instrument",
        rating="?",
        value="",
        threshold="",
        source=rule.source,
        reason=_FORMATIVE if is_formative else f"Not assessed: it needs {rule.needs}.",
        assessed=is_formative,
        applies=not is_formative,
    )
