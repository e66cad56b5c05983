"""Sums of the items of a model: what is common to them, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.green_yang import category_share
from covalue_measures.numerics.structural.implied import implied_moments
from covalue_measures.numerics.variance_share import VarianceShare, composite_share, item_share
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.standardized import delta_method, item_variances
from covalue_measures.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Composite:
    """A sum of items, and the factors whose share of it is asked for."""

    name: str
    #: (n_items,) ascending places among the model's items.
    items: IntArray
    #: (n_factors,) places among the model's latent variables.
    factors: IntArray


@dataclass(frozen=True, slots=True)
class CompositeMoments:
    """Implied moments; leading axes as the parameters had.

    A latent response has mean 0 and variance 1, a numeric item is in its own unit.
    """

    #: (..., n_items, n_factors) of latent variables only.
    loadings: FloatArray
    #: (..., n_factors, n_factors)
    factor_covariance: FloatArray
    #: (..., n_items, n_items)
    covariance: FloatArray
    #: (..., n_thresholds)
    thresholds: FloatArray

    def common(self, composite: Composite) -> FloatArray:
        """Return what the factors share of the items' covariances: (..., n_items, n_items)."""
        loadings = self.loadings[..., composite.items[:, None], composite.factors]
        among = self.factor_covariance[..., composite.factors[:, None], composite.factors]
        shared: FloatArray = loadings @ among @ loadings.swapaxes(-1, -2)
        return shared

    def total(self, composite: Composite) -> FloatArray:
        """Return the covariances of the items of the sum: (..., n_items, n_items)."""
        return self.covariance[..., composite.items[:, None], composite.items]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error, NaN where there is none."""

    value: float
    standard_error: float


@dataclass(frozen=True, kw_only=True)
class CompositeSource:
    """Where the moments of one group come from, and which variance is the whole."""

    estimation: Estimation
    group: int
    #: Whole variance of the sample, or of the model.
    observed_variance: bool
    #: Sum of latent responses, or of category numbers.
    latent_scale: bool
    #: Loadings of disturbances, through all factors between them and the items: orthogonal parts
    #: of a hierarchy. Otherwise the model's own loadings and factor covariances.
    hierarchical: bool = False

    def moments(self, parameters: FloatArray | None = None) -> CompositeMoments:
        """Return the moments at the estimates, or at (..., n_parameters) others."""
        at = self.estimation.parameters if parameters is None else parameters
        model, kinds = self.estimation.model, self.estimation.samples.kinds
        layout, n_latent = model.layouts[self.group], len(model.table.latent)
        matrices = layout.fill(at)
        implied = implied_moments(layout, matrices)
        scale = np.where(
            kinds.is_ordinal, 1 / np.sqrt(item_variances(kinds, matrices, implied)), 1.0
        )
        covariance = implied.covariance * scale[..., :, None] * scale[..., None, :]
        ordinal = np.flatnonzero(kinds.is_ordinal)
        covariance[..., ordinal, ordinal] = 1.0
        owner = layout.threshold_item
        among = matrices["latent_covariance"] if self.hierarchical else implied.factor_covariance
        loadings = implied.total_loadings if self.hierarchical else matrices["loadings"]
        return CompositeMoments(
            loadings=loadings[..., :n_latent] * scale[..., None],
            factor_covariance=among[..., :n_latent, :n_latent],
            covariance=covariance,
            thresholds=scale[..., owner] * (matrices["thresholds"] - implied.mean[..., owner]),
        )

    @property
    def observed(self) -> FloatArray:
        """(n_items, n_items) of the sample: polychoric correlations where items are ordinal."""
        return self.estimation.samples.observed[self.group].covariance

    def is_ordinal(self, composite: Composite) -> bool:
        """Whether the items are categories.

        Raises
        ------
        ModelError
            If only some of them are.
        """
        kinds = self.estimation.samples.kinds.is_ordinal[composite.items]
        if kinds.any() and not kinds.all():
            names = self.estimation.model.items
            ordinal = [names[item] for item in composite.items[kinds]]
            numeric = [names[item] for item in composite.items[~kinds]]
            raise ModelError(
                f"The items of '{composite.name}' are ordinal ({', '.join(ordinal)}) and numeric"
                f" ({', '.join(numeric)}): their sum has no unit. Take all as one or the other."
            )
        return bool(kinds.any())

    def reliability(self, composite: Composite) -> Estimate:
        """Return the share of the sum's variance that the factors explain."""
        moments = self.moments()
        common, total = moments.common(composite), moments.total(composite)
        if self.observed_variance:
            total = self.observed[np.ix_(composite.items, composite.items)]
        if not self.is_ordinal(composite) or self.latent_scale:
            share = composite_share(common, total)
        else:
            cuts, owner = self._cuts(composite)
            observed = self.estimation.samples.observed[self.group].thresholds
            share = category_share(
                moments.thresholds[cuts],
                owner,
                common,
                total,
                observed[cuts] if self.observed_variance else None,
            )
        # What the sample's covariances have to do with the estimates is not in their covariance.
        error = np.nan if self.observed_variance else self._standard_error(composite, share)
        return Estimate(share.value, error)

    def extracted(self, composite: Composite) -> Estimate:
        """Return the share of the items' own variances that the factors explain."""
        moments, is_ordinal = self.moments(), self.is_ordinal(composite)
        is_observed = self.observed_variance and not is_ordinal
        total = moments.total(composite)
        if is_observed:
            total = self.observed[np.ix_(composite.items, composite.items)]
        share = item_share(moments.common(composite), total)
        error = np.nan if is_observed else self._standard_error(composite, share)
        return Estimate(share.value, error)

    def _cuts(self, composite: Composite) -> tuple[IntArray, IntArray]:
        """Return the places of the thresholds of the sum's items, and each one's item in it."""
        owner = self.estimation.model.layouts[self.group].threshold_item
        cuts = np.flatnonzero(np.isin(owner, composite.items))
        return cuts, np.searchsorted(composite.items, owner[cuts])

    def _standard_error(self, composite: Composite, share: VarianceShare) -> float:
        cuts = self._cuts(composite)[0] if len(share.by_thresholds) else np.zeros(0, np.int64)

        def inputs(parameters: FloatArray) -> FloatArray:
            moments = self.moments(parameters)
            flat = (*parameters.shape[:-1], -1)
            common, total = moments.common(composite), moments.total(composite)
            parts = [common.reshape(flat), total.reshape(flat), moments.thresholds[..., cuts]]
            return np.concatenate(parts, axis=-1)

        slopes = delta_method(inputs, self.estimation.parameters)
        gradient = np.concatenate(
            [share.by_common.ravel(), share.by_total.ravel(), share.by_thresholds]
        )
        moved = gradient @ slopes
        return float(np.sqrt(np.maximum(moved @ self.estimation.covariance @ moved, 0.0)))
