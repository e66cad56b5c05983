"""Records of one subscale: internal consistency and scores."""

from covalue_measures.evaluation.attempt import attempt
from covalue_measures.evaluation.data_evidence import finite
from covalue_measures.evaluation.evidence import (
    AlphaItemRecord,
    AlphaRecord,
    EvaluationSettings,
    OmegaRecord,
    SubscaleRecord,
)
from covalue_measures.evaluation.score_evidence import record_score
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.reliability import (
    AlphaResult,
    OmegaResult,
    estimate_alpha,
    estimate_omega,
)
from covalue_measures.responses import ResponseData
from covalue_measures.schema.subscale import Subscale
from covalue_measures.scoring import score_subscale


def estimate_subscale_alpha(
    data: ResponseData, subscale: Subscale, settings: EvaluationSettings
) -> AlphaResult | None:
    """Return alpha of a reflective subscale with at least two items, else None."""
    if subscale.measurement_model == "formative" or len(subscale.item_ids) < 2:
        return None
    subset = data.select_items(subscale.item_ids)
    return attempt(
        f"alpha of subscale '{subscale.id}'",
        lambda: estimate_alpha(subset, confidence_level=settings.confidence_level, ordinal=True),
    )


def record_subscale(
    data: ResponseData,
    subscale: Subscale,
    alpha: AlphaResult | None,
    correlations: CorrelationResult | None,
    language: str,
) -> SubscaleRecord:
    """Return everything about one subscale.

    Parameters
    ----------
    correlations : CorrelationResult or None
        Of all reflective items; omega is taken from it.
    language : str
        Of the title.
    """
    omega = None
    if alpha is not None and correlations is not None and alpha.n_items > 2:
        of_subscale = correlations.select(subscale.item_ids)
        omega = attempt(
            f"omega of subscale '{subscale.id}'", lambda: estimate_omega(of_subscale, n_factors=1)
        )
    return SubscaleRecord(
        subscale_id=subscale.id,
        title=subscale.title.get(language) or subscale.id,
        measurement_model=subscale.measurement_model,
        item_ids=subscale.item_ids,
        alpha=None if alpha is None else record_alpha(alpha),
        omega=None if omega is None else record_omega(omega),
        scores=tuple(
            record_score(score_subscale(data, rule))
            for rule in data.instrument.scoring_rules
            if rule.subscale_id == subscale.id
        ),
    )


def record_alpha(result: AlphaResult) -> AlphaRecord:
    """Return alpha with its items."""
    return AlphaRecord(
        alpha=result.alpha,
        interval_lower=result.interval[0],
        interval_upper=result.interval[1],
        confidence_level=result.confidence_level,
        standardized_alpha=result.standardized_alpha,
        ordinal_alpha=result.ordinal_alpha,
        n_respondents=result.n_respondents,
        n_complete=result.n_complete,
        missing=result.missing,
        items=tuple(
            AlphaItemRecord(
                item_id=str(item_id),
                n=int(row["n"]),
                item_rest_correlation=float(row["item_rest_correlation"]),
                alpha_if_dropped=finite(row["alpha_if_dropped"]),
            )
            for item_id, row in result.item_statistics.iterrows()
        ),
    )


def record_omega(result: OmegaResult) -> OmegaRecord:
    """Return omega with what it rests on."""
    return OmegaRecord(
        omega_total=result.omega_total,
        omega_hierarchical=result.omega_hierarchical,
        explained_common_variance=result.explained_common_variance,
        n_factors=result.n_factors,
        correlation=result.correlation,
        rmsr=result.rmsr,
        converged=result.convergence.converged,
        heywood_items=result.heywood_items,
    )
