"""From arrays to the labeled result of a factor analysis."""

import numpy as np
import pandas as pd

from covalue_measures.numerics.extraction.extraction import Extraction
from covalue_measures.numerics.factor_fit import factor_fit
from covalue_measures.numerics.rotation.choice import RotationChoice
from covalue_measures.numerics.rotation.gradient_projection import Rotation
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.factor.efa_result import (
    EfaResult,
    EfaSettings,
    RotationRecord,
)
from covalue_measures.typing import FloatArray


def assemble(
    correlations: CorrelationResult,
    extracted: Extraction,
    choice: RotationChoice | None,
    rotated: Rotation | None,
    settings: EfaSettings,
) -> EfaResult:
    """Return the result of one extraction and, if it was rotated, one rotation."""
    items = list(correlations.item_ids)
    n_items, n_factors = extracted.loadings.shape
    factors = _factor_names(n_factors)
    loadings, phi, record = extracted.loadings, np.eye(n_factors), None
    if choice is not None and rotated is not None:
        loadings, phi = rotated.loadings, rotated.factor_correlations
        record = _record(choice, rotated, correlations.item_ids)
    common = loadings @ phi @ loadings.T
    communalities = np.diag(common)
    implied = common.copy()
    np.fill_diagonal(implied, 1.0)
    squares = loadings**2
    left = correlations.matrix - common - np.diag(extracted.uniquenesses)
    with np.errstate(invalid="ignore"):
        complexity = squares.sum(axis=1) ** 2 / (squares**2).sum(axis=1)
    return EfaResult(
        loadings=pd.DataFrame(loadings, index=items, columns=factors),
        factor_correlations=pd.DataFrame(phi, index=factors, columns=factors),
        communalities=pd.Series(communalities, index=items, name="communality"),
        uniquenesses=pd.Series(extracted.uniquenesses, index=items, name="uniqueness"),
        complexity=pd.Series(complexity, index=items, name="complexity"),
        structure_coefficients=pd.DataFrame(loadings @ phi, index=items, columns=factors),
        variance_accounted=_variance_accounted(loadings, phi, factors),
        fit=factor_fit(correlations.matrix, implied, n_factors, correlations.n_respondents),
        residuals=pd.DataFrame(left, index=items, columns=items),
        heywood_items=tuple(np.array(items)[extracted.is_heywood].tolist()),
        convergence=extracted.convergence,
        rotation=record,
        correlations=correlations,
        settings=settings,
        n_items=n_items,
        n_factors=n_factors,
        n_respondents=correlations.n_respondents,
    )


def _variance_accounted(
    loadings: FloatArray, factor_correlations: FloatArray, factors: list[str]
) -> pd.DataFrame:
    sums = np.diag(factor_correlations @ loadings.T @ loadings)
    shares = sums / len(loadings)
    with np.errstate(invalid="ignore"):
        common = sums / sums.sum()
    return pd.DataFrame(
        {
            "sum_of_squares": sums,
            "proportion": shares,
            "cumulative_proportion": np.cumsum(shares),
            "proportion_of_common": common,
            "cumulative_proportion_of_common": np.cumsum(common),
        },
        index=factors,
    )


def _record(choice: RotationChoice, rotated: Rotation, item_ids: tuple[str, ...]) -> RotationRecord:
    target = None
    if choice.pattern is not None:
        names = _factor_names(choice.pattern.shape[1])
        target = pd.DataFrame(choice.pattern, index=list(item_ids), columns=names)
    return RotationRecord(
        name=choice.name,
        oblique=choice.oblique,
        normalize=choice.normalize,
        parameter=choice.parameter,
        target=target,
        criterion=rotated.criterion,
        converged=rotated.converged,
        iterations=rotated.iterations,
        gradient_norm=rotated.gradient_norm,
        n_starts=rotated.n_starts,
        n_starts_at_best=rotated.n_starts_at_best,
        n_distinct_minima=rotated.n_distinct_minima,
    )


def _factor_names(n_factors: int) -> list[str]:
    return [f"factor_{k + 1}" for k in range(n_factors)]
