"""The claimed structure fitted to the answers."""

import numpy as np
import pandas as pd

from covalue_measures.evaluation.evidence import (
    EvaluationSettings,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    FactorModelRecord,
    FactorReliabilityRecord,
    HtmtRecord,
    LoadingRecord,
    ModificationRecord,
    ResidualMatrixRecord,
    ResidualRecord,
    RSquaredRecord,
)
from covalue_measures.evaluation.fit_record import number, record_fit
from covalue_measures.psychometrics.reliability import estimate_composite_reliability
from covalue_measures.psychometrics.structural import CfaResult, fit_cfa
from covalue_measures.psychometrics.validity import estimate_htmt
from covalue_measures.responses import ResponseData
from covalue_measures.schema import HypothesizedStructure

#: How many of the largest residuals and modification indices are kept.
_N_LARGEST = 10


def fit_claimed_structure(data: ResponseData, settings: EvaluationSettings) -> CfaResult:
    """Return the fit of the structure that the instrument claims.

    Ordinal answers by WLSMV over all pairs, numbers by MLR over all answers.
    """
    ordinal = settings.correlation == "polychoric"
    return fit_cfa(
        data,
        estimator="WLSMV" if ordinal else "MLR",
        missing="pairwise" if ordinal else "fiml",
        confidence_level=settings.confidence_level,
    )


def record_factor_model(
    fit: CfaResult,
    data: ResponseData,
    structure: HypothesizedStructure,
    settings: EvaluationSettings,
) -> FactorModelRecord:
    """Return the fit with everything that the report shows of it."""
    usable = fit.convergence.converged and not fit.estimation.undetermined
    general = _general_factor(fit, structure)
    of_items = tuple(
        factor for factor in fit.factors if structure.kind != "second_order" or factor != general
    )
    table = fit.standardized
    loadings = table[table["op"] == "=~"]
    is_item = loadings["rhs"].isin(fit.item_ids)
    return FactorModelRecord(
        subject="instrument",
        syntax=fit.settings.syntax,
        kind=structure.kind,
        factors=of_items,
        general_factor=general,
        item_ids=fit.item_ids,
        estimator=fit.settings.estimator,
        parameterization=fit.settings.parameterization if fit.settings.ordered else None,
        missing=fit.settings.missing,
        correlation=settings.correlation,
        confidence_level=fit.settings.confidence_level,
        n_respondents=fit.n_respondents,
        n_used=sum(fit.n_used),
        n_parameters=round(fit.fit_indices["npar"]),
        converged=fit.convergence.converged,
        problems=fit.problems,
        fit=record_fit(fit.fit_indices) if usable else None,
        loadings=tuple(_loading(row) for _, row in loadings[is_item].iterrows()) if usable else (),
        factor_loadings=(
            tuple(_factor_loading(row) for _, row in loadings[~is_item].iterrows())
            if usable
            else ()
        ),
        factor_correlations=_factor_correlations(fit, structure) if usable else (),
        r_squared=_explained(fit) if usable else (),
        reliability=_reliability(fit, data) if usable else (),
        htmt=_htmt(data, structure, settings),
        residuals=_residuals(fit) if usable else None,
        modifications=_modifications(fit) if usable else (),
    )


def _general_factor(fit: CfaResult, structure: HypothesizedStructure) -> str | None:
    if structure.kind not in ("second_order", "bifactor"):
        return None
    rows = fit.standardized
    rows = rows[rows["op"] == "=~"]
    # The one that measures more than any subscale: all items, or all factors.
    if structure.kind == "second_order":
        return str(rows[~rows["rhs"].isin(fit.item_ids)]["lhs"].iloc[0])
    return str(rows["lhs"].value_counts().idxmax())


def _loading(row: "pd.Series[float]") -> LoadingRecord:
    return LoadingRecord.model_validate(
        {"factor": str(row["lhs"]), "item_id": str(row["rhs"])} | _uncertain(row)
    )


def _factor_loading(row: "pd.Series[float]") -> FactorLoadingRecord:
    return FactorLoadingRecord.model_validate({"factor": str(row["rhs"])} | _uncertain(row))


def _uncertain(row: "pd.Series[float]") -> dict[str, object]:
    return {
        "standardized": float(row["est_std"]),
        "standard_error": number(row["se"]),
        "lower": number(row["ci_lower"]),
        "upper": number(row["ci_upper"]),
        "p": number(row["pvalue"]),
    }


def _factor_correlations(
    fit: CfaResult, structure: HypothesizedStructure
) -> tuple[FactorCorrelationRecord, ...]:
    if structure.kind != "correlated_factors":
        return ()
    table = fit.standardized
    is_pair = (table["op"] == "~~") & (table["lhs"] != table["rhs"])
    pairs = table[is_pair & table["lhs"].isin(fit.factors) & table["rhs"].isin(fit.factors)]
    return tuple(
        FactorCorrelationRecord(
            first=str(row["lhs"]),
            second=str(row["rhs"]),
            estimate=float(row["est_std"]),
            lower=number(row["ci_lower"]),
            upper=number(row["ci_upper"]),
        )
        for _, row in pairs.iterrows()
    )


def _explained(fit: CfaResult) -> tuple[RSquaredRecord, ...]:
    return tuple(
        RSquaredRecord(item_id=str(name), r_squared=float(share))
        for name, share in zip(fit.r_squared["name"], fit.r_squared["r_squared"], strict=True)
        if name in fit.item_ids and np.isfinite(share)
    )


def _reliability(fit: CfaResult, data: ResponseData) -> tuple[FactorReliabilityRecord, ...]:
    table = estimate_composite_reliability(fit, data).factors
    return tuple(
        FactorReliabilityRecord(
            factor=str(row["factor"]),
            n_items=int(row["n_items"]),
            composite_reliability=number(row["omega"]),
            average_variance_extracted=number(row["average_variance_extracted"]),
        )
        for _, row in table.iterrows()
    )


def _htmt(
    data: ResponseData, structure: HypothesizedStructure, settings: EvaluationSettings
) -> tuple[HtmtRecord, ...]:
    """Return ratios of every two subscales of at least two items each."""
    sizes = [len(data.instrument.subscale(name).item_ids) for name in structure.subscale_ids]
    if len(sizes) < 2 or min(sizes) < 2 or structure.kind == "one_factor":
        return ()
    result = estimate_htmt(data, correlation=settings.correlation, n_draws=0)
    table = result.to_frame()
    return tuple(
        HtmtRecord(first=str(first), second=str(second), ratio=number(float(ratio)))
        for first, second, ratio in zip(
            table["factor_1"], table["factor_2"], table["htmt"], strict=True
        )
    )


def _residuals(fit: CfaResult) -> ResidualMatrixRecord | None:
    frame = fit.residual_correlations[fit.group_labels[0]]
    matrix = frame.to_numpy()
    if not np.isfinite(matrix).all():
        return None
    rows, columns = np.triu_indices(len(matrix), 1)
    order = np.argsort(-np.abs(matrix[rows, columns]), kind="stable")[:_N_LARGEST]
    names = list(fit.item_ids)
    return ResidualMatrixRecord(
        item_ids=fit.item_ids,
        matrix=tuple(tuple(float(entry) for entry in row) for row in matrix),
        largest=tuple(
            ResidualRecord(
                first=names[rows[pair]],
                second=names[columns[pair]],
                residual=float(matrix[rows[pair], columns[pair]]),
            )
            for pair in order
        ),
    )


def _modifications(fit: CfaResult) -> tuple[ModificationRecord, ...]:
    return tuple(
        ModificationRecord(
            lhs=str(row["lhs"]),
            op=str(row["op"]),
            rhs=str(row["rhs"]),
            index=float(row["mi"]),
            expected_change=float(row["epc"]),
        )
        for _, row in fit.modification_indices().head(_N_LARGEST).iterrows()
    )
