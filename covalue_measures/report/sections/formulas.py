"""Publications behind the numbers of a record."""

from covalue_measures.evaluation.evidence import (
    EvidenceRecord,
    FactorModelRecord,
    FitRecord,
    InvarianceRecord,
)
from covalue_measures.report import references
from covalue_measures.report.context import Block, Paragraph, Reference, References


def formulas(evidence: EvidenceRecord) -> Block:
    """Return the publications behind the numbers that this record holds."""
    entries = (*_of_coefficients(evidence), *_of_factor_models(evidence))
    if entries:
        return References(entries=tuple(dict.fromkeys(entries)))
    return Paragraph(text="No coefficient was estimated.", is_absence=True)


def _of_coefficients(evidence: EvidenceRecord) -> tuple[Reference, ...]:
    alphas = [subscale.alpha for subscale in evidence.subscales if subscale.alpha]
    record = evidence.dimensionality
    has_omega = evidence.general_omega or any(subscale.omega for subscale in evidence.subscales)
    has_polychoric = evidence.correlations and evidence.correlations.method == "polychoric"
    has_ordinal_alpha = any(alpha.ordinal_alpha is not None for alpha in alphas)
    used = (
        (references.POLYCHORIC, bool(has_polychoric) or has_ordinal_alpha),
        (references.KMO, evidence.suitability is not None),
        (references.BARTLETT, evidence.suitability is not None),
        (references.PARALLEL_ANALYSIS, record is not None),
        (
            references.PARALLEL_ANALYSIS_OF_ORDINAL_DATA,
            record is not None and record.correlation == "polychoric",
        ),
        (references.ALPHA, bool(alphas)),
        (references.ALPHA_INTERVAL, bool(alphas)),
        (references.ORDINAL_ALPHA, has_ordinal_alpha),
        (references.OMEGA_TOTAL, bool(has_omega)),
        (references.OMEGA_HIERARCHICAL, evidence.general_omega is not None),
    )
    return tuple(reference for reference, is_used in used if is_used)


def _of_factor_models(evidence: EvidenceRecord) -> tuple[Reference, ...]:
    found: list[Reference] = []
    if record := evidence.exploratory:
        used = (
            (references.MINRES, record.extraction == "minres"),
            (references.ROTATION, record.n_factors > 1),
        )
        found += [reference for reference, is_used in used if is_used]
    if evidence.confirmatory:
        found += _of_confirmatory(evidence.confirmatory)
    for comparison in evidence.invariance:
        found += _of_invariance(comparison)
    return tuple(found)


def _of_confirmatory(record: FactorModelRecord) -> tuple[Reference, ...]:
    is_ordinal = record.correlation == "polychoric"
    used = (
        (references.ORDINAL_FACTOR_MODEL, is_ordinal),
        (references.ROBUST_MAXIMUM_LIKELIHOOD, record.estimator == "MLR"),
        (references.AVERAGE_VARIANCE_EXTRACTED, bool(record.reliability)),
        (references.HTMT, bool(record.htmt)),
        (references.MODIFICATION_INDICES, bool(record.modifications)),
    )
    found = tuple(reference for reference, is_used in used if is_used)
    return found if record.fit is None else (*found, *_of_fit(record.fit, is_ordinal=is_ordinal))


def _of_fit(fit: FitRecord, *, is_ordinal: bool) -> tuple[Reference, ...]:
    has_robust_cfi = "robust" in (fit.cfi_version, fit.tli_version)
    has_robust_rmsea = fit.rmsea_version == "robust"
    used = (
        (references.CFI, fit.cfi is not None),
        (references.TLI, fit.tli is not None),
        (references.RMSEA, fit.rmsea is not None),
        (references.SRMR, fit.srmr is not None),
        (references.ROBUST_CFI_AND_TLI, has_robust_cfi and not is_ordinal),
        (references.ROBUST_RMSEA, has_robust_rmsea and not is_ordinal),
        (
            references.ROBUST_INDICES_OF_ORDINAL_DATA,
            (has_robust_cfi or has_robust_rmsea) and is_ordinal,
        ),
        (references.FIT_OF_ORDINAL_DATA, is_ordinal),
    )
    return tuple(reference for reference, is_used in used if is_used)


def _of_invariance(record: InvarianceRecord) -> tuple[Reference, ...]:
    used = (
        (references.INVARIANCE_CUT_OFFS, "Chen" in record.source),
        (references.INVARIANCE_OF_ORDINAL_ITEMS, "Wu" in record.identification),
    )
    return tuple(reference for reference, is_used in used if is_used)
