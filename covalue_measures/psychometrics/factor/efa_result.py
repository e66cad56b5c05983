"""What an exploratory factor analysis returns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from covalue_measures.numerics.convergence import Convergence
from covalue_measures.numerics.extraction.choice import ExtractionName
from covalue_measures.numerics.factor_fit import FactorFit
from covalue_measures.numerics.rotation.choice import RotationChoice, RotationName
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.readable import Readable


@dataclass(frozen=True, kw_only=True, eq=False)
class RotationRecord:
    """How the rotation was chosen, and how the search for it went."""

    name: RotationName
    oblique: bool
    #: Whether rows were brought to length 1 while rotated.
    normalize: bool
    #: Gamma of oblimin, epsilon of geomin, kappa of Crawford-Ferguson, power of promax, number of
    #: small loadings of simplimax; None for the others.
    parameter: float | None
    #: (n_items, n_factors) loadings aimed at; None but for a target rotation.
    target: pd.DataFrame | None
    #: Smallest value found; of promax, that of the varimax it starts from.
    criterion: float
    converged: bool
    iterations: int
    #: Frobenius norm of the projected gradient where it ended.
    gradient_norm: float
    n_starts: int
    #: Starts that ended no more than 1e-6 above the smallest value.
    n_starts_at_best: int
    #: Different values, more than 1e-6 apart, at which converged starts ended. Above 1 there are
    #: other solutions almost as simple: look before a factor is named.
    n_distinct_minima: int

    @property
    def choice(self) -> RotationChoice:
        """The rotation, ready to be done again on other loadings."""
        return RotationChoice(
            name=self.name,
            oblique=self.oblique,
            normalize=self.normalize,
            parameter=self.parameter,
            pattern=None if self.target is None else self.target.to_numpy(dtype=np.float64),
        )


@dataclass(frozen=True, kw_only=True)
class EfaSettings:
    """What was asked for."""

    extraction: ExtractionName
    rotation: str
    #: ``pearson``, ``polychoric`` or ``given``.
    correlation: str
    missing: Literal["pairwise", "listwise"]
    n_starts: int
    seed: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class EfaResult(Readable):
    """Factors of the correlations among items, with everything needed to judge them.

    Frames have items in rows under their ids and factors ``factor_1`` ... in columns.
    """

    #: (n_items, n_factors) pattern: what each factor, the others held, does to each item.
    loadings: pd.DataFrame
    #: (n_factors, n_factors) identity if orthogonal.
    factor_correlations: pd.DataFrame
    #: (n_items,) share of each item's variance that the factors explain.
    communalities: pd.Series
    #: (n_items,) what they leave; with the communality it sums to 1 but for Heywood items.
    uniquenesses: pd.Series
    #: (n_items,) Hofmann's index: 1 for an item of one factor, 2 for one of two in equal parts.
    complexity: pd.Series
    #: (n_items, n_factors) correlations of items with factors.
    structure_coefficients: pd.DataFrame
    #: One row a factor: ``sum_of_squares`` (correlated factors share theirs), ``proportion`` of all
    #: variance, ``cumulative_proportion``, ``proportion_of_common``,
    #: ``cumulative_proportion_of_common``.
    variance_accounted: pd.DataFrame
    fit: FactorFit
    #: (n_items, n_items) observed less implied correlations.
    residuals: pd.DataFrame
    #: Items with almost no uniqueness left: the model does not fit them.
    heywood_items: tuple[str, ...]
    #: Of the extraction.
    convergence: Convergence
    #: None for one factor, without rotation, or if a factor has no loadings.
    rotation: RotationRecord | None
    #: What was factored.
    correlations: CorrelationResult
    settings: EfaSettings
    n_items: int
    n_factors: int
    n_respondents: int

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return self.correlations.item_ids

    @property
    def is_oblique(self) -> bool:
        """Whether the factors were left free to correlate."""
        return self.rotation is not None and self.rotation.oblique

    def to_frame(self) -> pd.DataFrame:
        """Return one row an item: its loadings, communality, uniqueness and complexity."""
        return self.loadings.assign(
            communality=self.communalities,
            uniqueness=self.uniquenesses,
            complexity=self.complexity,
        )
