"""Whether the items of a subscale agree, given that they measure one thing."""

from covalue_measures.evaluation.evidence import Rating, SubscaleRecord
from covalue_measures.evaluation.rule_set import InternalConsistencyRule


def rate_internal_consistency(
    rule: InternalConsistencyRule, subscale: SubscaleRecord, structural: Rating
) -> Rating:
    """Return the rating of a subscale's alpha; never ``+`` without structural evidence.

    A high alpha does not show that items measure one thing: it assumes so.

    Parameters
    ----------
    rule : InternalConsistencyRule
    subscale : SubscaleRecord
    structural : Rating
        Of structural validity; only ``+`` opens the way to ``+`` or ``-`` here.
    """
    alpha = subscale.alpha
    value = ""
    if subscale.measurement_model == "formative":
        rating = "?"
        reason = (
            "Does not apply: the subscale is formative, its items need not agree with each other."
        )
    elif alpha is None:
        rating, reason = "?", "Alpha could not be estimated; see the warnings."
    else:
        is_met = alpha.alpha >= rule.alpha_at_least
        value = (
            f"alpha {alpha.alpha:.3f}"
            f" [{alpha.interval_lower:.3f}, {alpha.interval_upper:.3f}] (n = {alpha.n_respondents})"
        )
        meets = "meets" if is_met else "does not meet"
        if structural.rating == "+":
            rating, reason = ("+" if is_met else "-"), f"Alpha {meets} the criterion."
        else:
            rating = "?"
            reason = (
                f"Alpha {meets} the criterion. It is not rated: that the items measure one thing is"
                f" not shown, since structural validity is rated '{structural.rating}'."
            )
    return Rating.model_validate(
        {
            "measurement_property": "internal consistency",
            "subject": subscale.subscale_id,
            "rating": rating,
            "value": value,
            "threshold": f"alpha >= {rule.alpha_at_least:.2f}, and sufficient structural validity",
            "source": rule.source,
            "reason": reason,
            "applies": subscale.measurement_model != "formative",
        }
    )
