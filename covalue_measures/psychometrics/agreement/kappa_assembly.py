"""From ratings and a method to kappa, its standard error and its interval."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.numerics.agreement_variance import unit_agreement
from covalue_measures.numerics.chance_agreement import cohen_null_error, fleiss_null_error
from covalue_measures.numerics.pairwise_agreement import (
    AgreementMethod,
    RatedUnits,
    agreement_of,
    category_shares,
    rater_shares,
)
from covalue_measures.psychometrics.agreement.kappa_result import KappaResult, WeightsUsed
from covalue_measures.psychometrics.agreement.ratings import Ratings
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class KappaQuestion:
    """Whose agreement about what is asked for, and how it is counted."""

    ratings: Ratings
    #: Units that differ, and how many there are of each.
    units: RatedUnits
    frequencies: FloatArray
    weights: FloatArray
    weights_name: WeightsUsed
    method: AgreementMethod
    confidence_level: float
    n_left_out: int

    @property
    def n_units(self) -> float:
        """Number of units."""
        return float(self.frequencies.sum())


def assemble_kappa(question: KappaQuestion) -> KappaResult:
    """Return the coefficient with all that is behind it."""
    units, frequencies = question.units, question.frequencies
    labels = pd.Index(question.ratings.categories, name="category", tupleize_cols=False)
    agreement = agreement_of(units, question.weights, question.method, frequencies)
    estimate = float(agreement.coefficient)
    if np.isnan(estimate):
        _warn_of_no_room(question)
    elif question.method == "cohen":
        _warn_of_constant_rater(question)
    error = _standard_error(question)
    return KappaResult(
        estimate=estimate,
        standard_error=error,
        interval=_interval(question, estimate, error),
        confidence_level=question.confidence_level,
        null_standard_error=_null_standard_error(question),
        observed_agreement=float(agreement.observed),
        expected_agreement=float(agreement.expected),
        method=question.method,
        weights=question.weights_name,
        category_weights=pd.DataFrame(question.weights, index=labels, columns=labels),
        prevalence=pd.Series(
            category_shares(units, "fleiss", frequencies), index=labels, name="prevalence"
        ),
        rater_prevalence=pd.DataFrame(
            rater_shares(units, frequencies).T,
            index=labels,
            columns=list(question.ratings.rater_ids),
        ),
        n_raters=len(question.ratings.rater_ids),
        n_units=int(question.n_units),
        n_compared=int(frequencies[units.is_paired].sum()),
        n_left_out=question.n_left_out,
    )


def _standard_error(question: KappaQuestion) -> float:
    parts = unit_agreement(question.units, question.weights, question.method, question.frequencies)
    # The variance of large samples by Fleiss, Cohen and Everitt; Gwet's is that of a mean.
    divisor = question.n_units - (question.method != "cohen")
    return float(np.sqrt(question.frequencies @ parts**2 / (question.n_units * divisor)))


def _interval(question: KappaQuestion, estimate: float, error: float) -> tuple[float, float]:
    share = (1 + question.confidence_level) / 2
    is_normal = question.method == "cohen"
    reach = ndtri(share) if is_normal else stdtrit(question.n_units - 1, share)
    lowest = 0 if question.method == "percent_agreement" else -1
    lower, upper = estimate - reach * error, estimate + reach * error
    return float(np.maximum(lower, lowest)), float(np.minimum(upper, 1))


def _null_standard_error(question: KappaQuestion) -> float:
    units, frequencies = question.units, question.frequencies
    if question.method == "cohen":
        shares = rater_shares(units, frequencies)
        return cohen_null_error(shares, question.weights, question.n_units)
    n_ratings = units.n_ratings
    is_unweighted = np.array_equal(question.weights, np.eye(len(question.weights)))
    if question.method == "fleiss" and is_unweighted and (n_ratings == n_ratings[0]).all():
        shares = category_shares(units, "fleiss", frequencies)
        return fleiss_null_error(shares, float(n_ratings[0]), question.n_units)
    return float("nan")


def _warn_of_no_room(question: KappaQuestion) -> None:
    used = np.flatnonzero(question.units.counts.any(axis=0))
    labels = [question.ratings.categories[place] for place in used]
    if len(labels) == 1:
        why = f"Every rater put every unit into {labels[0]!r}"
        advice = "Look at the observed agreement, or collect units that differ."
    else:
        why = f"The weights count every two of the categories {labels} as agreement"
        advice = "Give weights that tell them apart."
    warnings.warn(
        f"{why}: chance alone gives such agreement, so {question.method} is undefined. {advice}",
        DataQualityWarning,
        stacklevel=callers_level(),
    )


def _warn_of_constant_rater(question: KappaQuestion) -> None:
    shares = rater_shares(question.units, question.frequencies)
    for name, places in zip(question.ratings.rater_ids, shares, strict=True):
        if (places > 0).sum() == 1:
            only = question.ratings.categories[int(places.argmax())]
            warnings.warn(
                f"Rater '{name}' put every unit into {only!r}: kappa is 0 whatever the other rater"
                " does, and has no standard error.",
                DataQualityWarning,
                stacklevel=callers_level(),
            )
