"""Plausible records of factor models and of comparisons of groups."""

import itertools
from typing import Literal

import numpy as np

from covalue_measures.evaluation.evidence import (
    EmptyCategoryRecord,
    ExploratoryRecord,
    FactorCorrelationRecord,
    FactorLoadingRecord,
    FactorModelRecord,
    FactorReliabilityRecord,
    FitRecord,
    HtmtRecord,
    InvarianceComparisonRecord,
    InvarianceCutOffs,
    InvarianceGroup,
    InvarianceLevelRecord,
    InvarianceRecord,
    LoadingRecord,
    ModificationRecord,
    ReleaseRecord,
    ResidualMatrixRecord,
    ResidualRecord,
    RSquaredRecord,
)

Kind = Literal["one_factor", "correlated_factors", "second_order", "bifactor"]
CHEN = "Chen (2007), doi:10.1080/10705510701301834"
#: Loading of the fourth item of every factor: its interval includes zero.
WEAK = 0.08


def make_fit(**update: object) -> FitRecord:
    """Return the fit of an acceptable model of ordinal items."""
    values: dict[str, object] = {
        "statistic": 402.118,
        "df": 265,
        "p": 1.2e-7,
        "scaled_statistic": 421.306,
        "scaled_df": 265.0,
        "scaled_p": 3.4e-9,
        "scaling_factor": 1.072,
        "cfi": 0.957,
        "cfi_version": "robust",
        "tli": 0.951,
        "tli_version": "robust",
        "rmsea": 0.053,
        "rmsea_version": "robust",
        "rmsea_lower": 0.043,
        "rmsea_upper": 0.062,
        "rmsea_close_p": 0.312,
        "srmr": 0.061,
        "log_likelihood": None,
        "aic": None,
        "bic": None,
    }
    return FitRecord.model_validate(values | update)


def _interval(value: float, error: float) -> dict[str, float]:
    return {"lower": value - 1.96 * error, "upper": value + 1.96 * error}


def _loading(value: float, error: float) -> dict[str, float]:
    p = 2e-16 if abs(value) > 4 * error else 0.214
    return {"standardized": value, "standard_error": error, "p": p} | _interval(value, error)


def make_factor_model(subscales: dict[str, tuple[str, ...]], kind: Kind) -> FactorModelRecord:
    """Return a model with one factor a subscale, and a general one where the kind has it."""
    rng = np.random.default_rng(11)
    item_ids = tuple(itertools.chain.from_iterable(subscales.values()))
    groups = {"overall": item_ids} if kind == "one_factor" else subscales
    loadings = []
    for factor, members in groups.items():
        for position, item_id in enumerate(members):
            value = WEAK if position == 3 else float(rng.uniform(0.35, 0.88))
            loadings.append(LoadingRecord(factor=factor, item_id=item_id, **_loading(value, 0.06)))
    factors = tuple(groups)
    if kind == "bifactor":
        loadings = [
            LoadingRecord(factor="overall", item_id=item_id, **_loading(0.61, 0.05))
            for item_id in item_ids
        ] + loadings
        factors = ("overall", *factors)
    pairs = tuple(itertools.combinations(subscales, 2)) if kind == "correlated_factors" else ()
    correlations = rng.uniform(-0.3, 0.8, len(pairs)).tolist()
    return FactorModelRecord(
        subject="instrument",
        syntax="\n".join(f"{name} =~ {' + '.join(members)}" for name, members in groups.items()),
        kind=kind,
        factors=factors,
        general_factor="overall" if kind in ("second_order", "bifactor") else None,
        item_ids=item_ids,
        estimator="WLSMV",
        parameterization="delta",
        missing="pairwise",
        correlation="polychoric",
        confidence_level=0.95,
        n_respondents=212,
        n_used=209,
        n_parameters=5 * len(item_ids) + len(pairs),
        converged=True,
        problems=(),
        fit=make_fit(),
        loadings=tuple(loadings),
        factor_loadings=tuple(
            FactorLoadingRecord(factor=factor, **_loading(float(rng.uniform(0.5, 0.85)), 0.06))
            for factor in (factors if kind == "second_order" else ())
        ),
        factor_correlations=tuple(
            FactorCorrelationRecord(
                first=first, second=second, estimate=value, **_interval(value, 0.07)
            )
            for (first, second), value in zip(pairs, correlations, strict=True)
        ),
        r_squared=tuple(RSquaredRecord(item_id=i, r_squared=0.512) for i in item_ids),
        reliability=tuple(
            FactorReliabilityRecord(
                factor=factor,
                n_items=len(members),
                composite_reliability=0.834,
                average_variance_extracted=0.507,
            )
            for factor, members in groups.items()
        ),
        htmt=tuple(
            HtmtRecord(first=first, second=second, ratio=0.62 if first != "deciding" else None)
            for first, second in pairs
        ),
        residuals=make_residuals(item_ids, rng),
        modifications=(
            ModificationRecord(
                lhs=item_ids[0], op="~~", rhs=item_ids[1], index=41.207, expected_change=0.213
            ),
            ModificationRecord(
                lhs=factors[-1], op="=~", rhs=item_ids[0], index=18.442, expected_change=-0.302
            ),
        ),
    )


def make_residuals(item_ids: tuple[str, ...], rng: np.random.Generator) -> ResidualMatrixRecord:
    """Return small residuals of every pair, and the three largest."""
    lower = np.tril(rng.normal(0, 0.06, (len(item_ids),) * 2), -1)
    rows, columns = np.tril_indices(len(item_ids), -1)
    order = np.argsort(-abs(lower[rows, columns]))[:3]
    return ResidualMatrixRecord(
        item_ids=item_ids,
        matrix=tuple(tuple(map(float, row)) for row in lower + lower.T),
        largest=tuple(
            ResidualRecord(
                first=item_ids[columns[place]],
                second=item_ids[rows[place]],
                residual=float(lower[rows[place], columns[place]]),
            )
            for place in order
        ),
    )


def make_exploratory(subscales: dict[str, tuple[str, ...]]) -> ExploratoryRecord:
    """Return factors that resemble the subscales."""
    rng = np.random.default_rng(13)
    n_factors = len(subscales)
    membership = np.repeat(np.eye(n_factors), [len(m) for m in subscales.values()], axis=0)
    loadings = rng.normal(0.02, 0.12, membership.shape) + 0.62 * membership
    correlations = np.full((n_factors, n_factors), 0.34) + 0.66 * np.eye(n_factors)
    return ExploratoryRecord(
        n_factors=n_factors,
        extraction="minres",
        rotation="oblimin",
        is_oblique=True,
        correlation="polychoric",
        n_respondents=212,
        factors=tuple(f"factor_{number}" for number in range(1, n_factors + 1)),
        item_ids=tuple(itertools.chain.from_iterable(subscales.values())),
        loadings=tuple(tuple(map(float, row)) for row in loadings),
        factor_correlations=tuple(tuple(map(float, row)) for row in correlations),
        communalities=tuple(map(float, (loadings @ correlations * loadings).sum(axis=1))),
        rmsr=0.031,
        rmsea=0.044,
        tli=0.958,
        converged=True,
        n_distinct_minima=1,
        heywood_items=(),
    )


def make_invariance(item_ids: tuple[str, ...]) -> InvarianceRecord:
    """Return four levels, of which the last one fails."""
    levels = (
        ("configural", "nothing but the pattern of loadings", 0.957, 0.053, 0.061),
        ("thresholds", "thresholds", 0.956, 0.053, 0.061),
        ("metric", "thresholds and loadings", 0.952, 0.055, 0.066),
        ("scalar", "thresholds, loadings and intercepts", 0.931, 0.074, 0.082),
    )
    comparisons = []
    for before, after in itertools.pairwise(levels):
        is_last = after[0] == "scalar"
        srmr_rise = 0.03 if after[0] == "metric" else 0.01
        comparisons.append(
            InvarianceComparisonRecord(
                from_level=before[0],
                to_level=after[0],
                chi_square_difference=61.284 if is_last else 14.107,
                df_difference=10,
                p=2.1e-9 if is_last else 0.168,
                method="Satorra (2000)",
                delta_cfi=after[2] - before[2],
                delta_rmsea=after[3] - before[3],
                delta_srmr=after[4] - before[4],
                cut_offs=InvarianceCutOffs(cfi_fall=0.01, rmsea_rise=0.015, srmr_rise=srmr_rise),
                exceeded=("cfi", "rmsea", "srmr") if is_last else (),
                holds=not is_last,
            )
        )
    return InvarianceRecord(
        group_name="site",
        subject="instrument",
        groups=(InvarianceGroup(label="north", n=104), InvarianceGroup(label="south", n=105)),
        estimator="WLSMV",
        parameterization="theta",
        identification="Wu and Estabrook (2016)",
        missing="pairwise",
        n_used=209,
        levels=tuple(
            InvarianceLevelRecord(
                name=name,
                constrained=constrained,
                fit=make_fit(cfi=cfi, rmsea=rmsea, srmr=srmr, df=530 + 10 * position),
                converged=True,
            )
            for position, (name, constrained, cfi, rmsea, srmr) in enumerate(levels)
        ),
        comparisons=tuple(comparisons),
        rule="A level fails where CFI falls by more than its cut-off, and RMSEA or SRMR rises by"
        " more than its own.",
        source=CHEN,
        highest_level="metric",
        empty_categories=(EmptyCategoryRecord(item_id=item_ids[1], category=0, group="north"),),
        releases=(
            ReleaseRecord(
                level="scalar",
                item_id=item_ids[2],
                parameter="intercept",
                chi_square=24.613,
                df=1,
                p=7.0e-7,
            ),
        ),
        problems=(),
    )
