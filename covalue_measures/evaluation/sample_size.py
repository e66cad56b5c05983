"""Whether there are enough respondents for what was done."""

from covalue_measures.evaluation.evidence import SampleSizeRating
from covalue_measures.evaluation.rule_set import SampleSizeRule


def rate_factor_analysis_sample(
    rule: SampleSizeRule, *, n: int, n_items: int, subject: str
) -> SampleSizeRating:
    """Return the adequacy of ``n`` respondents for a factor analysis of ``n_items`` items.

    Parameters
    ----------
    rule : SampleSizeRule
    n : int
        Fewest respondents behind a correlation.
    """
    for level in rule.levels:
        if n >= level.respondents_per_item * n_items and n >= level.at_least:
            adequacy: str = level.adequacy
            break
    else:
        adequacy = "inadequate"
    best = rule.levels[0]
    return SampleSizeRating.model_validate(
        {
            "analysis": "factor analysis",
            "subject": subject,
            "n": n,
            "n_items": n_items,
            "adequacy": adequacy,
            "threshold": (
                f"very good from {best.respondents_per_item} respondents an item"
                f" and {best.at_least} in all"
            ),
            "source": rule.source,
        }
    )
