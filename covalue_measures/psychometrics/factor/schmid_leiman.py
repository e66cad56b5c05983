"""A general factor and group factors from the correlated factors of a fit."""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
)
from covalue_measures.numerics.extraction.uniqueness_search import SMALLEST_UNIQUENESS
from covalue_measures.numerics.schmid_leiman import (
    explained_common_variance,
    uncontaminated_correlations,
)
from covalue_measures.numerics.schmid_leiman import schmid_leiman as transform
from covalue_measures.psychometrics.door import name_items
from covalue_measures.psychometrics.factor.efa_result import EfaResult
from covalue_measures.psychometrics.readable import Readable


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SchmidLeimanResult(Readable):
    """Orthogonal general and group factors that imply the same correlations as the fit.

    Group factors ``group_1`` ... are what the general one leaves of ``factor_1`` ....
    """

    #: (n_items,) on the general factor.
    general_loadings: "pd.Series[float]"
    #: (n_items, n_factors)
    group_loadings: pd.DataFrame
    #: (n_factors,) of the correlated factors on the general one.
    second_order_loadings: "pd.Series[float]"
    #: (n_items,) with the uniqueness it sums to 1 but for Heywood items.
    communalities: "pd.Series[float]"
    #: (n_items,)
    uniquenesses: "pd.Series[float]"
    #: (n_items,) group factor with the largest absolute loading.
    groups: "pd.Series[str]"
    #: The general factor's share of the common variance.
    explained_common_variance: float
    #: (n_items,) the same for each item.
    item_explained_common_variance: "pd.Series[float]"
    #: Share of the correlations that are of items of different groups. If high, a one-factor
    #: model of the items is little biased, even where the common variance is not all general.
    uncontaminated_correlations: float
    #: Squared sum of the general loadings, by the sum of the observed correlations.
    omega_hierarchical: float
    #: One less the sum of the uniquenesses, by the same sum.
    omega_total: float
    #: Group factors of which the general factor leaves nothing: Heywood cases of second order.
    heywood_factors: tuple[str, ...]
    converged: bool
    n_items: int
    n_factors: int
    n_respondents: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row an item: its loadings, communality and uniqueness."""
        general = self.general_loadings.rename("general")
        return pd.concat(
            [general, self.group_loadings, self.communalities, self.uniquenesses], axis=1
        )


def schmid_leiman(fit: EfaResult) -> SchmidLeimanResult:
    """Return the Schmid-Leiman transformation of an oblique solution, and what follows from it.

    Parameters
    ----------
    fit : EfaResult
        Of at least two factors that may correlate, its items keyed in one direction. With two
        the general factor loads both equally, an assumption and not an estimate.

    Raises
    ------
    InsufficientDataError
        If the fit has no correlated factors.

    Notes
    -----
    The general factor is extracted from the factor correlations by minres, as in
    ``psych::schmid``.

    References
    ----------
    Schmid and Leiman (1957), doi:10.1007/BF02289209; omega: Zinbarg, Revelle, Yovel and Li (2005),
    doi:10.1007/s11336-003-0974-7; explained common variance: Reise, Moore and Haviland (2010),
    doi:10.1080/00223891.2010.496477; uncontaminated correlations: Reise, Scheines, Widaman and
    Haviland (2013), doi:10.1177/0013164412449831.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> from covalue_measures.psychometrics.factor import schmid_leiman
    >>> pattern = np.repeat(np.eye(3), 3, axis=0) * 0.8
    >>> matrix = pattern @ (np.full((3, 3), 0.25) + 0.75 * np.eye(3)) @ pattern.T + 0.36 * np.eye(9)
    >>> frame = pd.DataFrame(matrix, columns=list("abcdefghi"))
    >>> given = cm.CorrelationResult.from_matrix(frame, n_respondents=500)
    >>> schmid_leiman(cm.fit_efa(given, 3)).general_loadings.round(3).unique().tolist()
    [0.4]
    """
    if not fit.is_oblique:
        raise InsufficientDataError(
            f"A Schmid-Leiman transformation needs at least two correlated factors; this fit has"
            f" {fit.n_factors}, rotation '{fit.settings.rotation}'."
        )
    hierarchy = transform(fit.loadings.to_numpy(), fit.factor_correlations.to_numpy())
    items = list(fit.item_ids)
    groups = [f"group_{number + 1}" for number in range(fit.n_factors)]
    membership = np.argmax(np.abs(hierarchy.group), axis=1)
    squares = hierarchy.general**2
    total = float(fit.correlations.matrix.sum())
    is_whole = 1 - hierarchy.second_order**2 <= SMALLEST_UNIQUENESS * (1 + 1e-6)
    result = SchmidLeimanResult(
        general_loadings=pd.Series(hierarchy.general, index=items, name="general"),
        group_loadings=pd.DataFrame(hierarchy.group, index=items, columns=groups),
        second_order_loadings=pd.Series(
            hierarchy.second_order, index=fit.loadings.columns, name="general"
        ),
        communalities=fit.communalities,
        uniquenesses=fit.uniquenesses,
        groups=pd.Series([groups[number] for number in membership], index=items, name="group"),
        explained_common_variance=explained_common_variance(hierarchy.general, hierarchy.group),
        item_explained_common_variance=pd.Series(
            squares / (squares + (hierarchy.group**2).sum(axis=1)),
            index=items,
            name="explained_common_variance",
        ),
        uncontaminated_correlations=uncontaminated_correlations(membership),
        omega_hierarchical=float(hierarchy.general.sum()) ** 2 / total,
        omega_total=1 - float(fit.uniquenesses.sum()) / total,
        heywood_factors=tuple(np.array(groups)[is_whole].tolist()),
        converged=hierarchy.extraction is None or hierarchy.extraction.convergence.converged,
        n_items=fit.n_items,
        n_factors=fit.n_factors,
        n_respondents=fit.n_respondents,
    )
    _warn(result)
    return result


def _warn(result: SchmidLeimanResult) -> None:
    if not result.converged:
        warnings.warn(
            "The extraction of the general factor did not converge.",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
    if result.heywood_factors:
        warnings.warn(
            f"Heywood case of the second order: the general factor leaves nothing to"
            f" {', '.join(result.heywood_factors)}; ask for fewer factors, and do not rely on the"
            " general one.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    is_negative = result.general_loadings.to_numpy() < 0
    if is_negative.any():
        items = tuple(str(name) for name in result.general_loadings.index)
        warnings.warn(
            f"The general factor loads {name_items(items, is_negative)} negatively: is the keying"
            " declared? The omegas are those of the items as they are.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
