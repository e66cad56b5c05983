"""Coefficient omega: how much of a sum score is common to the items, and to all of them."""

import warnings
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
)
from covalue_measures.numerics.convergence import Convergence
from covalue_measures.numerics.extraction.extraction import Extraction
from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.numerics.extraction.uniqueness_search import SMALLEST_UNIQUENESS
from covalue_measures.numerics.rotation.criteria import oblimin
from covalue_measures.numerics.rotation.gradient_projection import Rotation, arranged, rotate
from covalue_measures.numerics.schmid_leiman import SchmidLeiman, schmid_leiman
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
    Missing,
    correlate,
)
from covalue_measures.psychometrics.door import Responses, name_items
from covalue_measures.psychometrics.options import require_choice, require_count
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray

#: Whose sum a share is of: the observed correlations, or those that the model implies.
Variance: TypeAlias = Literal["observed", "model"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OmegaResult(Readable):
    """Omega of a factor model, with the model."""

    #: Share of the sum score's variance that is common to at least some items.
    omega_total: float
    #: Share due to one general factor; None with one factor, where it would be ``omega_total``.
    omega_hierarchical: float | None
    #: ``omega_hierarchical / omega_total``: what it tends to as the items become many.
    omega_limit: float | None
    #: Share of the common variance that the general factor explains; None with one factor.
    explained_common_variance: float | None
    #: One row an item: ``general`` (and ``group_1`` ... with more factors), ``communality``,
    #: ``uniqueness``.
    loadings: pd.DataFrame
    #: (n_factors, n_factors) of the oblique solution; None with one factor.
    factor_correlations: pd.DataFrame | None
    n_factors: int
    #: Root mean square of the residual correlations.
    rmsr: float
    correlation: str
    variance: Variance
    n_items: int
    n_respondents: int
    #: Items whose uniqueness stands at its lower bound: the model does not fit them.
    heywood_items: tuple[str, ...]
    #: Factors that the general factor explains wholly, or more than wholly: a Heywood case of the
    #: second order, which leaves nothing to the group factor.
    heywood_factors: tuple[str, ...]
    convergence: Convergence
    #: Rotation starts that ended at the best criterion, and starts in all; None without rotation.
    rotation_starts: tuple[int, int] | None


def estimate_omega(
    data: Responses | CorrelationResult,
    n_factors: int = 3,
    *,
    correlation: CorrelationMethod = "pearson",
    missing: Missing = "pairwise",
    variance: Variance = "observed",
    n_starts: int = 10,
    seed: int = 0,
) -> OmegaResult:
    r"""Return omega total and hierarchical of a minres, oblimin, Schmid-Leiman solution.

    .. math::
        \omega_t = 1 - \frac{\sum_i u_i}{V}, \qquad
        \omega_h = \frac{\left(\sum_i \lambda_{ig}\right)^2}{V}

    with uniquenesses u, loadings on the general factor, and V the sum of the correlations.

    Parameters
    ----------
    data : ResponseData, DataFrame, 2-D array or CorrelationResult
        Items keyed in one direction: nothing is flipped here beyond what an instrument declares.
    n_factors : int
        Group factors. With 1 there is no hierarchical omega; with 2 the general factor loads
        both equally, an assumption and not an estimate.
    correlation : ``pearson`` or ``polychoric``
        Omega of a polychoric matrix is that of the latent responses' sum, not of the observed
        sum score.
    variance : ``observed`` or ``model``
        V from the observed correlations, as ``psych::omega``, or from those the model implies.
    n_starts, seed : int
        Starts of the rotation, the first one the unrotated position.

    Raises
    ------
    InsufficientDataError
        If there are not more items than factors, or fewer than three items.

    References
    ----------
    McDonald (1999), Test theory, equations 6.20 and 6.21; Zinbarg, Revelle, Yovel and Li (2005),
    doi:10.1007/s11336-003-0974-7, equations 4 and 5.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> matrix = pd.DataFrame(np.full((4, 4), 0.36) + 0.64 * np.eye(4), columns=list("abcd"))
    >>> given = cm.CorrelationResult.from_matrix(matrix, n_respondents=200)
    >>> round(cm.estimate_omega(given, n_factors=1).omega_total, 4)
    0.6923
    """
    require_choice("variance", variance, Variance)
    require_count("n_factors", n_factors)
    require_count("n_starts", n_starts)
    correlations = correlate(data, correlation, missing)
    n_items = len(correlations.item_ids)
    if n_items < 3 or not 1 <= n_factors < n_items:
        raise InsufficientDataError(
            f"Omega needs at least 3 items and fewer factors than items; got {n_items} items and"
            f" {n_factors} factors."
        )
    matrix = correlations.matrix
    extraction = minres(matrix, n_factors)
    rotation, hierarchy = None, None
    if n_factors > 1:
        rng = np.random.default_rng(seed)
        rotation = arranged(
            rotate(extraction.loadings, oblimin, oblique=True, rng=rng, n_starts=n_starts)
        )
        hierarchy = schmid_leiman(rotation.loadings, rotation.factor_correlations)
    result = _assemble(correlations, extraction, rotation, hierarchy, variance)
    _warn(result)
    return result


def _assemble(
    correlations: CorrelationResult,
    extraction: Extraction,
    rotation: Rotation | None,
    hierarchy: SchmidLeiman | None,
    variance: Variance,
) -> OmegaResult:
    matrix, loadings = correlations.matrix, extraction.loadings
    implied = loadings @ loadings.T + np.diag(extraction.uniquenesses)
    total = float((matrix if variance == "observed" else implied).sum())
    omega_total = 1 - float(extraction.uniquenesses.sum()) / total
    residuals = (matrix - implied)[np.triu_indices(len(matrix), 1)]
    columns: dict[str, FloatArray] = {"general": loadings[:, 0]}
    omega_hierarchical = explained = None
    if hierarchy is not None:
        omega_hierarchical = float(hierarchy.general.sum()) ** 2 / total
        common = np.sum(hierarchy.general**2)
        explained = float(common / (common + np.sum(hierarchy.group**2)))
        groups = {f"group_{k + 1}": column for k, column in enumerate(hierarchy.group.T)}
        columns = {"general": hierarchy.general} | groups
    columns["communality"] = np.sum(loadings**2, axis=1)
    columns["uniqueness"] = extraction.uniquenesses
    factor_correlations = starts = None
    if rotation is not None:
        names = [f"factor_{k + 1}" for k in range(loadings.shape[1])]
        factor_correlations = pd.DataFrame(rotation.factor_correlations, index=names, columns=names)
        starts = (rotation.n_starts_at_best, rotation.n_starts)
    return OmegaResult(
        omega_total=omega_total,
        omega_hierarchical=omega_hierarchical,
        omega_limit=None if omega_hierarchical is None else omega_hierarchical / omega_total,
        explained_common_variance=explained,
        loadings=pd.DataFrame(columns, index=pd.Index(correlations.item_ids, name="item")),
        factor_correlations=factor_correlations,
        n_factors=loadings.shape[1],
        rmsr=float(np.sqrt(np.mean(residuals**2))),
        correlation=correlations.method,
        variance=variance,
        n_items=len(matrix),
        n_respondents=correlations.n_respondents,
        heywood_items=tuple(np.array(correlations.item_ids)[extraction.is_heywood].tolist()),
        heywood_factors=_heywood_factors(hierarchy),
        convergence=_joint_convergence(extraction, rotation, hierarchy),
        rotation_starts=starts,
    )


def _heywood_factors(hierarchy: SchmidLeiman | None) -> tuple[str, ...]:
    if hierarchy is None:
        return ()
    is_whole = 1 - hierarchy.second_order**2 <= SMALLEST_UNIQUENESS * (1 + 1e-6)
    return tuple(f"group_{number + 1}" for number in np.flatnonzero(is_whole))


def _joint_convergence(
    extraction: Extraction, rotation: Rotation | None, hierarchy: SchmidLeiman | None
) -> Convergence:
    """Return the extraction's record, not converged if any later step was not."""
    first = extraction.convergence
    second = hierarchy.extraction if hierarchy else None
    failures = [] if first.converged else [f"extraction: {first.message}"]
    if rotation and not rotation.converged:
        failures.append(f"rotation: not converged after {rotation.iterations} steps")
    if second and not second.convergence.converged:
        failures.append(f"general factor: {second.convergence.message}")
    return Convergence(
        converged=not failures,
        iterations=first.iterations + (rotation.iterations if rotation else 0),
        objective=first.objective,
        gradient=first.gradient,
        message="; ".join(failures) or "converged",
    )


def _warn(result: OmegaResult) -> None:
    if not result.convergence.converged:
        warnings.warn(
            f"Omega did not converge ({result.convergence.message}).",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
    item_ids = tuple(str(name) for name in result.loadings.index)
    free = (result.n_items - result.n_factors) ** 2 - (result.n_items + result.n_factors)
    if free < 0:
        warnings.warn(
            f"{result.n_factors} factors of {result.n_items} items are more than the correlations"
            " determine: other loadings fit as well, and other omegas follow from them.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    if result.heywood_items:
        warnings.warn(
            f"Heywood case: almost no uniqueness is left for {', '.join(result.heywood_items)}; the"
            " factor model does not fit these items.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    if result.heywood_factors:
        warnings.warn(
            f"Heywood case of the second order: the general factor leaves nothing to"
            f" {', '.join(result.heywood_factors)}; ask for fewer factors, and do not rely on the"
            " hierarchical omega.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    is_negative = result.loadings["general"].to_numpy() < 0
    if is_negative.any():
        warnings.warn(
            f"The general factor loads {name_items(item_ids, is_negative)} negatively: is the"
            " keying declared?",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
