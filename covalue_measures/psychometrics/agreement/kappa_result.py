"""Chance-corrected agreement, and what is behind it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd
from scipy.special import ndtr

from covalue_measures.numerics.category_weights import WeightScheme
from covalue_measures.numerics.pairwise_agreement import AgreementMethod
from covalue_measures.psychometrics.readable import Readable

WeightsUsed: TypeAlias = WeightScheme | Literal["custom"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class KappaResult(Readable):
    """Agreement of raters beyond chance."""

    #: 1 if raters always agree, 0 if they agree as chance would; NaN where undefined.
    estimate: float
    standard_error: float
    #: At ``confidence_level``; cut off at 1.
    interval: tuple[float, float]
    confidence_level: float
    #: Standard error if there were no agreement beyond chance, for ``z``; NaN where no formula is
    #: known: for ``cohen``, and for unweighted ``fleiss`` of complete ratings, there is one.
    null_standard_error: float
    observed_agreement: float
    expected_agreement: float
    method: AgreementMethod
    weights: WeightsUsed
    #: (n_categories, n_categories) what counts as how much agreement.
    category_weights: pd.DataFrame
    #: Share of each category, averaged over units. Near 0 or 1, kappa is low even where raters
    #: hardly ever differ: read it beside ``observed_agreement``.
    prevalence: pd.Series
    #: Share of each category (rows) among the ratings of each rater (columns).
    rater_prevalence: pd.DataFrame
    n_raters: int
    #: Units used.
    n_units: int
    #: Those that two raters or more rated; the others only tell prevalence.
    n_compared: int
    #: Rows without the ratings that the method needs.
    n_left_out: int

    @property
    def categories(self) -> tuple[object, ...]:
        """Labels of the categories, in order."""
        return tuple(self.prevalence.index)

    @property
    def rater_ids(self) -> tuple[str, ...]:
        """Names of the raters."""
        return tuple(str(name) for name in self.rater_prevalence.columns)

    @property
    def z(self) -> float:
        """Estimate over its standard error without agreement beyond chance."""
        return (
            self.estimate / self.null_standard_error if self.null_standard_error else float("nan")
        )

    @property
    def pvalue(self) -> float:
        """Two-sided probability of such a ``z`` if raters agreed by chance only."""
        return float(2 * ndtr(-abs(self.z)))
