"""Factors that the answers suggest by themselves."""

import numpy as np

from covalue_measures.evaluation.evidence import EvaluationSettings, ExploratoryRecord
from covalue_measures.evaluation.fit_record import number
from covalue_measures.psychometrics.correlation import CorrelationResult
from covalue_measures.psychometrics.factor import EfaResult, fit_efa


def fit_exploratory(
    correlations: CorrelationResult, n_factors: int, settings: EvaluationSettings
) -> EfaResult:
    """Return minres factors, obliquely rotated: as many as claimed, or suggested."""
    return fit_efa(correlations, n_factors, rotation="oblimin", seed=settings.seed)


def record_exploratory(fit: EfaResult) -> ExploratoryRecord:
    """Return the factors with what weakens them."""
    rotation = fit.rotation
    return ExploratoryRecord(
        n_factors=fit.n_factors,
        extraction=fit.settings.extraction,
        rotation="none" if rotation is None else rotation.name,
        is_oblique=fit.is_oblique,
        correlation=fit.correlations.method,
        n_respondents=fit.n_respondents,
        factors=tuple(str(name) for name in fit.loadings.columns),
        item_ids=fit.item_ids,
        loadings=_rows(fit.loadings.to_numpy()),
        factor_correlations=_rows(fit.factor_correlations.to_numpy()),
        communalities=tuple(float(value) for value in fit.communalities),
        rmsr=float(fit.fit.rmsr),
        rmsea=number(fit.fit.rmsea),
        tli=number(fit.fit.tli),
        converged=fit.convergence.converged and (rotation is None or rotation.converged),
        n_distinct_minima=None if rotation is None else rotation.n_distinct_minima,
        heywood_items=fit.heywood_items,
    )


def _rows(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(entry) for entry in row) for row in matrix)
