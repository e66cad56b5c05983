"""Agreement of one set of raters on the content of items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from covalue_measures.psychometrics.readable import Readable

#: Of a kappa corrected for chance agreement.
KappaBand: TypeAlias = Literal["excellent", "good", "fair", "poor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentValiditySettings:
    """What was asked for."""

    #: Ends of the rating scale.
    lowest: int
    highest: int
    #: Ratings from here on count as relevant.
    relevant_from: int
    #: Of the intervals.
    confidence_level: float
    #: One-sided, of the critical values.
    significance_level: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContentValidityResult(Readable):
    """Content validity indices of items and of the items together."""

    #: One row an item. ``n`` and ``missing``: raters who rated it and who did not; ``n_relevant``;
    #: ``i_cvi`` with Wilson's interval ``i_cvi_lower``, ``i_cvi_upper``; ``p_chance`` and
    #: ``modified_kappa`` with ``modified_kappa_band``; ``mean`` rating; ``aiken_v`` with score
    #: interval ``aiken_v_lower``, ``aiken_v_upper``; ``aiken_v_critical``, NaN where so few raters
    #: cannot be significant; ``aiken_v_significant``, whether it is reached.
    item_statistics: pd.DataFrame
    #: Mean of the I-CVIs.
    s_cvi_ave: float
    #: Share of items that everyone who rated them found relevant.
    s_cvi_ua: float
    n_raters: int
    n_items: int
    #: Rater groups and languages behind the numbers; empty for a plain table, which does not say.
    rater_groups: tuple[str, ...]
    languages: tuple[str, ...]
    settings: ContentValiditySettings

    @property
    def scale_statistics(self) -> Mapping[str, float]:
        """``n_raters``, ``n_items``, ``s_cvi_ave``, ``s_cvi_ua``."""
        return {
            "n_raters": self.n_raters,
            "n_items": self.n_items,
            "s_cvi_ave": self.s_cvi_ave,
            "s_cvi_ua": self.s_cvi_ua,
        }

    @property
    def is_pooled(self) -> bool:
        """Whether raters of several groups or languages count as one set, as was asked for."""
        return len(self.rater_groups) > 1 or len(self.languages) > 1


def kappa_band(kappa: float) -> KappaBand:
    """Return the band of a modified kappa.

    Above .74 it is excellent, from .60 good, from .40 fair.

    References
    ----------
    Cicchetti and Sparrow (1981), American Journal of Mental Deficiency 86, 127-137, and Fleiss
    (1981), as Polit, Beck and Owen (2007), doi:10.1002/nur.20199, apply them.
    """
    if kappa > 0.74:
        return "excellent"
    if kappa >= 0.60:
        return "good"
    return "fair" if kappa >= 0.40 else "poor"


def meets_in_hundredths(value: float, least: float) -> bool:
    """Whether ``value``, rounded to hundredths with halves up, is at least ``least``.

    Criteria of content validity are published so: .78 is what 7 of 9 raters come to.
    """
    # The small number is for halves that binary fractions miss.
    return value >= least - 0.005 - 1e-12
