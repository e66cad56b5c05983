"""Whether the claimed structure fits the data."""

from covalue_measures.evaluation.evidence import (
    FactorModelRecord,
    ParallelAnalysisRecord,
    Rating,
    SampleSizeRating,
)
from covalue_measures.evaluation.rule_set import StructuralValidityRule

_FORMATIVE = (
    "Does not apply: every subscale is formative. Its items make up a total, and need not hang"
    " together."
)

_INADEQUATE = " It is not rated: the sample is inadequate for a factor analysis."


def rate_structural_validity(
    rule: StructuralValidityRule,
    model: FactorModelRecord | None,
    dimensionality: ParallelAnalysisRecord | None,
    *,
    is_formative: bool = False,
    sample: SampleSizeRating | None = None,
) -> Rating:
    """Return ``+`` if one fit index meets its criterion, ``-`` if all fail, ``?`` without a fit.

    Exploratory results are reported with the reason and rated nowhere: the criteria are about
    confirmatory models. Nor is an improper solution rated, whose fit means nothing.

    Parameters
    ----------
    rule : StructuralValidityRule
    model : FactorModelRecord or None
        Of the claimed structure.
    dimensionality : ParallelAnalysisRecord or None
    is_formative : bool
        Whether no subscale is reflective, so that the criterion does not apply.
    sample : SampleSizeRating or None
        Fit in an inadequate sample is shown, and rated ``?``: chance alone may meet a criterion.
    """
    threshold = (
        f"CFI or TLI > {rule.cfi_or_tli_above:g}, or RMSEA < {rule.rmsea_below:g},"
        f" or SRMR < {rule.srmr_below:g}"
    )
    fit = None if model is None else model.fit
    if model is None or fit is None or model.problems:
        return Rating(
            measurement_property="structural validity",
            subject="instrument",
            rating="?",
            value="",
            threshold=threshold,
            source=rule.source,
            applies=not is_formative,
            reason=_FORMATIVE if is_formative else _unrated(model) + _exploratory(dimensionality),
        )
    criteria = (
        ("CFI", fit.cfi, fit.cfi is not None and fit.cfi > rule.cfi_or_tli_above),
        ("TLI", fit.tli, fit.tli is not None and fit.tli > rule.cfi_or_tli_above),
        ("RMSEA", fit.rmsea, fit.rmsea is not None and fit.rmsea < rule.rmsea_below),
        ("SRMR", fit.srmr, fit.srmr is not None and fit.srmr < rule.srmr_below),
    )
    computed = [(name, value, met) for name, value, met in criteria if value is not None]
    met_by = [name for name, _, met in computed if met]
    is_inadequate = sample is not None and sample.adequacy == "inadequate"
    version = {"robust": " (robust)", "scaled": " (scaled)", "naive": ""}[fit.cfi_version]
    return Rating(
        measurement_property="structural validity",
        subject="instrument",
        rating="?" if is_inadequate else "+" if met_by else "-",
        value=", ".join(f"{name} {value:.3f}" for name, value, _ in computed)
        + f"{version} (n = {model.n_used})",
        threshold=threshold,
        source=rule.source,
        reason=(
            f"{_listed(met_by)} meet{'s' if len(met_by) == 1 else ''} the criterion."
            if met_by
            else f"None of {_listed([name for name, _, _ in computed])} meets its criterion."
        )
        + (_INADEQUATE if is_inadequate else ""),
    )


def _unrated(model: FactorModelRecord | None) -> str:
    if model is None:
        return "No confirmatory model was fitted. "
    if model.fit is None:
        return "The confirmatory model has no solution that could be rated. "
    return "The confirmatory solution is improper, and its fit is not rated. "


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


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
