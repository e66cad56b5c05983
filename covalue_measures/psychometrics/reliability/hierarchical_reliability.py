"""How much of a sum score is due to one general factor."""

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.variance_share import composite_share
from covalue_measures.psychometrics.factor.schmid_leiman import SchmidLeimanResult
from covalue_measures.psychometrics.options import require_share
from covalue_measures.psychometrics.reliability.composite import (
    Composite,
    CompositeSource,
    Estimate,
)
from covalue_measures.psychometrics.reliability.hierarchical_result import (
    HierarchicalParts,
    HierarchicalReliabilityResult,
    assemble_hierarchical,
)
from covalue_measures.psychometrics.reliability.hierarchy import (
    Hierarchy,
    hierarchy_of,
    standardized_loadings,
)
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, require_fit
from covalue_measures.typing import BoolArray


def estimate_hierarchical_reliability(
    fit: CfaResult | SchmidLeimanResult,
    *,
    observed_variance: bool = False,
    latent_scale: bool = False,
    confidence_level: float = 0.95,
) -> HierarchicalReliabilityResult:
    r"""Return omega hierarchical of a general factor and of its group factors.

    .. math::
        \omega_h = \frac{(\sum_i \lambda_{ig})^2}{V}, \qquad
        \omega_{hs} = \frac{(\sum_{i \in s} \lambda_{is})^2}{V_s}

    with V the variance of the sum of all items and V_s that of the sum of a group's items. A
    second-order model is taken in its orthogonal form: the general factor through the others, and
    what it leaves of each.

    Parameters
    ----------
    fit : CfaResult or SchmidLeimanResult
        A bifactor or second-order model, or the Schmid-Leiman form of an exploratory one, in which
        an item is of the group factor of its largest loading.
    observed_variance : bool
        Divide by variances of the sample instead of those that the model implies; without standard
        errors then.
    latent_scale : bool
        Of ordinal items: of the sum of latent responses, not of category numbers.
    confidence_level : float

    Raises
    ------
    ModelError
        If the model is neither bifactor nor of second order.

    Notes
    -----
    Explained common variance and construct replicability H are of standardized loadings, for
    ordinal items those of the latent responses. Omegas are of the items in their own units, of
    category numbers where these are ordinal, of standardized items with a Schmid-Leiman form.

    References
    ----------
    Rodriguez, Reise and Haviland (2016), doi:10.1037/met0000045; for ordinal items Green and Yang
    (2009), doi:10.1007/s11336-008-9099-3.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> rng = np.random.default_rng(1)
    >>> parts = rng.normal(size=(1000, 1)) + rng.normal(size=(1000, 3))
    >>> answers = np.repeat(parts, 3, axis=1) + rng.normal(size=(1000, 9))
    >>> model = "x =~ a + b + c\ny =~ d + e + f\nz =~ g + h + i\nall =~ x + y + z"
    >>> fit = cm.fit_cfa(pd.DataFrame(answers, columns=list("abcdefghi")), model)
    >>> round(cm.estimate_hierarchical_reliability(fit).omega_hierarchical, 2)
    0.7
    """
    require_share("confidence_level", confidence_level)
    if isinstance(fit, SchmidLeimanResult):
        if observed_variance:
            raise ModelError(
                "A Schmid-Leiman form keeps no observed correlations; its own omega_hierarchical"
                " and omega_total divide by them."
            )
        belongs = fit.groups.to_numpy()[:, None] == fit.group_loadings.columns.to_numpy()
        return assemble_hierarchical(
            [_parts_of_schmid_leiman(fit, belongs)],
            belongs=belongs,
            kind="schmid_leiman",
            observed_variance=False,
            latent_scale=False,
            confidence_level=confidence_level,
            n_respondents=fit.n_respondents,
        )
    require_fit(fit)
    hierarchy = hierarchy_of(fit)
    sources = [
        CompositeSource(
            estimation=fit.estimation,
            group=group,
            observed_variance=observed_variance,
            latent_scale=latent_scale,
            hierarchical=True,
        )
        for group in range(len(fit.group_labels))
    ]
    return assemble_hierarchical(
        [
            _parts_of_model(source, hierarchy, label)
            for source, label in zip(sources, fit.group_labels, strict=True)
        ],
        belongs=hierarchy.belongs,
        kind=hierarchy.kind,
        observed_variance=observed_variance,
        latent_scale=latent_scale,
        confidence_level=confidence_level,
        n_respondents=sum(fit.n_used),
    )


def _parts_of_model(source: CompositeSource, hierarchy: Hierarchy, label: str) -> HierarchicalParts:
    names, items = source.estimation.model.table.latent, source.estimation.model.items
    members = [hierarchy.items, *(hierarchy.items[own] for own in hierarchy.belongs.T)]
    own = [
        Composite(names[factor], part, np.array([factor]))
        for factor, part in zip(hierarchy.factors, members, strict=True)
    ]
    every = [Composite(part.name, part.items, hierarchy.factors) for part in own]
    return HierarchicalParts(
        label=label,
        composites=own,
        alone=[source.reliability(part) for part in own],
        together=[source.reliability(part) for part in every],
        item_ids=tuple(items[item] for item in hierarchy.items),
        loadings=standardized_loadings(source)[np.ix_(hierarchy.items, hierarchy.factors)],
    )


def _parts_of_schmid_leiman(fit: SchmidLeimanResult, belongs: BoolArray) -> HierarchicalParts:
    names = ["general", *(str(name) for name in fit.group_loadings.columns)]
    loadings = np.column_stack([fit.general_loadings, fit.group_loadings])
    common = loadings @ loadings.T
    total = common + np.diag(fit.uniquenesses.to_numpy())
    members = [np.arange(len(total)), *(np.flatnonzero(own) for own in belongs.T)]
    blocks = [np.ix_(items, items) for items in members]
    alone = [
        composite_share(np.outer(column, column)[block], total[block])
        for column, block in zip(loadings.T, blocks, strict=True)
    ]
    together = [composite_share(common[block], total[block]) for block in blocks]
    return HierarchicalParts(
        label="",
        composites=[
            Composite(name, items, np.array([factor]))
            for factor, (name, items) in enumerate(zip(names, members, strict=True))
        ],
        alone=[Estimate(share.value, float("nan")) for share in alone],
        together=[Estimate(share.value, float("nan")) for share in together],
        item_ids=tuple(str(name) for name in fit.general_loadings.index),
        loadings=loadings,
    )
