"""What a general factor and group factors explain of sums of items."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.numerics.hierarchical_loadings import (
    construct_replicability,
    group_membership,
    item_explained_common_variance,
)
from covalue_measures.numerics.schmid_leiman import uncontaminated_correlations
from covalue_measures.psychometrics.door import name_items
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.reliability.composite import Composite, Estimate
from covalue_measures.psychometrics.reliability.hierarchy import HierarchyKind
from covalue_measures.typing import BoolArray, FloatArray


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class HierarchicalReliabilityResult(Readable):
    """Omegas of a general factor and of group factors, and how general the items are."""

    #: One row a group and factor, the general one first, its sum that of all items: ``group factor
    #: n_items omega omega_se omega_hierarchical se ci_lower ci_upper relative_omega
    #: explained_common_variance construct_replicability``. ``omega`` is the share of the sum's
    #: variance that all factors explain, ``omega_hierarchical`` what this one explains,
    #: ``relative_omega`` one by the other.
    factors: pd.DataFrame
    #: One row a group and item: ``group item general_loading group_factor group_loading
    #: explained_common_variance``. Standardized; the group factor of the largest loading.
    items: pd.DataFrame
    #: Share of the correlations that are of items of different groups; NaN if an item is of
    #: several groups.
    uncontaminated_correlations: float
    kind: HierarchyKind
    general_factor: str
    observed_variance: bool
    latent_scale: bool
    #: Items with a negative loading on the general factor.
    negative_items: tuple[str, ...]
    confidence_level: float
    n_items: int
    n_respondents: int

    @property
    def omega_total(self) -> float:
        """Share of the sum's variance that any factor explains, in the first group."""
        return float(self.factors["omega"].iloc[0])

    @property
    def omega_hierarchical(self) -> float:
        """Share of the sum's variance that the general factor explains, in the first group."""
        return float(self.factors["omega_hierarchical"].iloc[0])

    @property
    def explained_common_variance(self) -> float:
        """The general factor's share of the common variance, in the first group."""
        return float(self.factors["explained_common_variance"].iloc[0])

    def to_frame(self) -> pd.DataFrame:
        """Return one row a group and factor."""
        return self.factors.copy()


@dataclass(frozen=True, slots=True, kw_only=True)
class HierarchicalParts:
    """What one group of respondents has."""

    label: str
    #: The sum of each factor's items, the general one first.
    composites: Sequence[Composite]
    #: What the factor explains of it, and what all factors explain.
    alone: Sequence[Estimate]
    together: Sequence[Estimate]
    item_ids: tuple[str, ...]
    #: (n_items, n_factors) standardized.
    loadings: FloatArray


def assemble_hierarchical(
    parts: Sequence[HierarchicalParts],
    *,
    belongs: BoolArray,
    kind: HierarchyKind,
    observed_variance: bool,
    latent_scale: bool,
    confidence_level: float,
    n_respondents: int,
) -> HierarchicalReliabilityResult:
    """Return the result of all groups, and warn of negative loadings.

    Parameters
    ----------
    belongs : (n_items, n_groups)
        Whether each item is of each group factor.
    """
    items = pd.concat([_item_frame(part) for part in parts], ignore_index=True)
    is_negative = (items["general_loading"] < 0).to_numpy()
    negative = tuple(dict.fromkeys(str(name) for name in items["item"].to_numpy()[is_negative]))
    if negative:
        named = name_items(negative, np.ones(len(negative), dtype=np.bool_))
        warnings.warn(
            f"The general factor loads {named} negatively: is the keying declared? The omegas are"
            " those of the items as they are.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    membership = group_membership(belongs)
    return HierarchicalReliabilityResult(
        factors=pd.concat(
            [_factor_frame(part, confidence_level) for part in parts], ignore_index=True
        ),
        items=items,
        uncontaminated_correlations=float("nan")
        if membership is None
        else uncontaminated_correlations(membership),
        kind=kind,
        general_factor=parts[0].composites[0].name,
        observed_variance=observed_variance,
        latent_scale=latent_scale,
        negative_items=negative,
        confidence_level=confidence_level,
        n_items=len(belongs),
        n_respondents=n_respondents,
    )


def _factor_frame(part: HierarchicalParts, confidence_level: float) -> pd.DataFrame:
    reach = float(ndtri((1 + confidence_level) / 2))
    squares = (part.loadings**2).sum(axis=0)
    alone = np.array([estimate.value for estimate in part.alone])
    error = np.array([estimate.standard_error for estimate in part.alone])
    together = np.array([estimate.value for estimate in part.together])
    return pd.DataFrame(
        {
            "group": part.label,
            "factor": [composite.name for composite in part.composites],
            "n_items": [len(composite.items) for composite in part.composites],
            "omega": together,
            "omega_se": [estimate.standard_error for estimate in part.together],
            "omega_hierarchical": alone,
            "se": error,
            "ci_lower": alone - reach * error,
            "ci_upper": alone + reach * error,
            "relative_omega": alone / together,
            "explained_common_variance": squares / squares.sum(),
            "construct_replicability": construct_replicability(part.loadings),
        }
    )


def _item_frame(part: HierarchicalParts) -> pd.DataFrame:
    general, group = part.loadings[:, 0], part.loadings[:, 1:]
    largest = np.argmax(np.abs(group), axis=1)
    own = group[np.arange(len(group)), largest]
    names = np.array([composite.name for composite in part.composites[1:]], dtype=object)
    return pd.DataFrame(
        {
            "group": part.label,
            "item": list(part.item_ids),
            "general_loading": general,
            # An item may be of the general factor alone.
            "group_factor": np.where(own == 0, "", names[largest]),
            "group_loading": own,
            "explained_common_variance": item_explained_common_variance(general, group),
        }
    )
