"""Whether the claimed structure fits the data."""

from dataclasses import dataclass

from covalue_measures.evaluation.evidence import ParallelAnalysisRecord, Rating
from covalue_measures.evaluation.rule_set import StructuralValidityRule


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralFit:
    """Fit of a confirmatory model of the claimed structure; None for an index not computed."""

    n_respondents: int
    cfi: float | None = None
    tli: float | None = None
    rmsea: float | None = None
    srmr: float | None = None


def rate_structural_validity(
    rule: StructuralValidityRule,
    fit: StructuralFit | None,
    dimensionality: ParallelAnalysisRecord | None,
) -> Rating:
    """Return ``+`` if one fit index meets its criterion, ``-`` if all fail, ``?`` without a fit.

    Exploratory results are reported with the reason and rated nowhere: the criteria are about
    confirmatory models.

    Parameters
    ----------
    rule : StructuralValidityRule
    fit : StructuralFit or None
    dimensionality : ParallelAnalysisRecord or None
    """
    threshold = (
        f"CFI or TLI > {rule.cfi_or_tli_above:g}, or RMSEA < {rule.rmsea_below:g},"
        f" or SRMR < {rule.srmr_below:g}"
    )
    criteria = (
        ()
        if fit is None
        else (
            ("CFI", fit.cfi, fit.cfi is not None and fit.cfi > rule.cfi_or_tli_above),
            ("TLI", fit.tli, fit.tli is not None and fit.tli > rule.cfi_or_tli_above),
            ("RMSEA", fit.rmsea, fit.rmsea is not None and fit.rmsea < rule.rmsea_below),
            ("SRMR", fit.srmr, fit.srmr is not None and fit.srmr < rule.srmr_below),
        )
    )
    computed = [(name, value, met) for name, value, met in criteria if value is not None]
    if fit is None or not computed:
        return Rating(
            measurement_property="structural validity",
            subject="instrument",
            rating="?",
            value="",
            threshold=threshold,
            source=rule.source,
            reason="No confirmatory model was fitted. " + _exploratory(dimensionality),
        )
    met_by = [name for name, _, met in computed if met]
    return Rating(
        measurement_property="structural validity",
        subject="instrument",
        rating="+" if met_by else "-",
        value=", ".join(f"{name} {value:.3f}" for name, value, _ in computed)
        + f" (n = {fit.n_respondents})",
        threshold=threshold,
        source=rule.source,
        reason=(
            f"{' and '.join(met_by)} meet{'s' if len(met_by) == 1 else ''} the criterion."
            if met_by
            else f"None of {', '.join(name for name, _, _ in computed)} meets its criterion."
        ),
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _exploratory(dimensionality: ParallelAnalysisRecord | None) -> str:
    if dimensionality is None:
        return "The number of factors was not examined either."
    asked = (
        f"Parallel analysis asks for {_counted(dimensionality.n_components, 'component')} and"
        f" {_counted(dimensionality.n_factors, 'factor')}"
    )
    if dimensionality.n_hypothesized is None:
        return f"{asked}; the instrument claims no structure."
    return f"{asked}; the instrument claims {dimensionality.n_hypothesized}."
