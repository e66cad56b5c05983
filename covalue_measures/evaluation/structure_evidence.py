"""Records of correlations, of their suitability, and of the number of factors."""

from covalue_measures.evaluation.evidence import (
    CorrelationRecord,
    EvaluationSettings,
    ItemSuitability,
    ParallelAnalysisRecord,
    SuitabilityRecord,
)
from covalue_measures.progress import Progress
from covalue_measures.psychometrics.correlation import CorrelationResult, PolychoricResult
from covalue_measures.psychometrics.factor import assess_suitability, suggest_n_factors
from covalue_measures.responses import ResponseData


def record_correlations(result: CorrelationResult) -> CorrelationRecord:
    """Return the correlations with what weakens them."""
    n_items = len(result.item_ids)
    empty = (
        int((result.empty_cells.to_numpy() > 0).sum() // 2)
        if isinstance(result, PolychoricResult)
        else 0
    )
    return CorrelationRecord(
        method=result.method,
        item_ids=result.item_ids,
        matrix=tuple(tuple(float(entry) for entry in row) for row in result.matrix),
        n_pairwise_minimum=int(result.n_pairwise.to_numpy().min()) if n_items else 0,
        smallest_eigenvalue=result.smallest_eigenvalue,
        n_pairs_with_empty_cells=empty,
    )


def record_suitability(data: ResponseData) -> SuitabilityRecord:
    """Return KMO and Bartlett's test on Pearson correlations, as both are defined."""
    result = assess_suitability(data)
    return SuitabilityRecord(
        correlation=result.correlation,
        kmo=result.kmo,
        items=tuple(
            ItemSuitability(item_id=str(item_id), kmo=float(kmo))
            for item_id, kmo in result.items["kmo"].items()
        ),
        bartlett_chi_square=result.chi_square,
        bartlett_df=result.df,
        bartlett_p=result.pvalue,
        determinant=result.determinant,
        n=result.n_respondents,
    )


def record_dimensionality(
    data: ResponseData, settings: EvaluationSettings, progress: Progress
) -> ParallelAnalysisRecord:
    """Return parallel analysis beside the structure that the instrument claims."""
    result = suggest_n_factors(
        data,
        correlation=settings.correlation,
        n_draws=settings.n_draws,
        quantile=settings.quantile,
        seed=settings.seed,
        progress=progress,
    )
    structure = data.instrument.structure
    table = {name: tuple(map(float, column)) for name, column in result.parallel_analysis.items()}
    return ParallelAnalysisRecord(
        correlation=result.correlation,
        method="observed columns, each shuffled",
        n_draws=result.n_draws,
        quantile=result.quantile,
        component_eigenvalues=table["component"],
        component_reference=table["component_reference"],
        factor_eigenvalues=table["factor"],
        factor_reference=table["factor_reference"],
        n_components=result.n_components,
        n_factors=result.n_factors,
        n_hypothesized=structure.n_factors if structure else None,
        structure=structure.kind if structure else None,
    )
