"""Records of one subscale: internal consistency and scores."""

import math

import numpy as np

from covalue_measures.evaluation.attempt import attempt
from covalue_measures.evaluation.data_evidence import finite
from covalue_measures.evaluation.evidence import (
    AlphaItemRecord,
    AlphaRecord,
    EvaluationSettings,
    OmegaRecord,
    ScoreCount,
    ScoreRecord,
    SubscaleRecord,
)
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.reliability import (
    AlphaResult,
    OmegaResult,
    estimate_alpha,
    estimate_omega,
)
from covalue_measures.responses import ResponseData
from covalue_measures.schema.subscale import Subscale
from covalue_measures.scoring import SubscaleScore, score_subscale
from covalue_measures.typing import FloatArray

#: Most bars in the picture of a score's distribution.
_MOST_BINS = 16


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


def _histogram_edges(score: SubscaleScore) -> FloatArray:
    """Return edges between the scores that full answers can give, a whole number of them a bar.

    Other edges make a comb of scores that move in steps.
    """
    lowest, highest = score.possible_range
    step = (highest - lowest) / score.n_steps
    per_bin = math.ceil((score.n_steps + 1) / _MOST_BINS)
    n_bins = math.ceil((score.n_steps + 1) / per_bin)
    edges = [lowest - step / 2 + step * per_bin * bin_number for bin_number in range(n_bins + 1)]
    return np.array(edges, dtype=np.float64)


def record_score(score: SubscaleScore) -> ScoreRecord:
    """Return the distribution of a score."""
    values = score.values[~np.isnan(score.values)]
    lowest, highest = score.possible_range
    edges = _histogram_edges(score)
    counts, _ = np.histogram(values, bins=edges)
    n = len(values)
    return ScoreRecord(
        rule_id=score.rule.id,
        rule_version=str(score.rule.version),
        n=n,
        n_without_score=len(score.values) - n,
        n_prorated=int(score.is_prorated.sum()),
        minimum_possible=lowest,
        maximum_possible=highest,
        mean=float(values.mean()) if n else None,
        standard_deviation=float(values.std(ddof=1)) if n > 1 else None,
        floor=float(np.isclose(values, lowest).mean()) if n else None,
        ceiling=float(np.isclose(values, highest).mean()) if n else None,
        counts=tuple(
            ScoreCount(lower=float(lower), upper=float(upper), count=int(count))
            for lower, upper, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ),
    )
