"""What factor models and comparisons of groups say, in plain sentences."""

from covalue_measures.evaluation.evidence import (
    EvidenceRecord,
    ExploratoryRecord,
    FactorModelRecord,
    FitRecord,
    IndexVersion,
    InvarianceComparisonRecord,
    InvarianceRecord,
)
from covalue_measures.report.number_text import (
    coefficient_text,
    count_text,
    counted,
    is_available,
    listed,
    typeset,
)
from covalue_measures.report.vocabulary import (
    RATINGS,
    correlations_title,
    estimator_title,
    extraction_title,
    invariance_meaning,
    rule_set_title,
    sentence_case,
    structure_title,
)

NOT_FOR_REPAIR = (
    "For inspection, not for repair: a model that was changed until it fits these respondents has"
    " to be tested with others."
)
_ORDINAL_CUT_OFFS = (
    "The usual cut-offs come from maximum likelihood of continuous answers; with least squares of"
    " ordinal answers the same misfit looks smaller (Xia and Yang, 2019)."
)


def exploratory(record: ExploratoryRecord) -> str:
    """Return how the factors were found, and how much they leave."""
    rotation = ""
    if record.n_factors > 1:
        kind = "factors left free to correlate" if record.is_oblique else "uncorrelated factors"
        rotation = f", {record.rotation.replace('_', ' ')} rotation ({kind})"
    indices = "".join(
        f", {name} {coefficient_text(value)}"
        for name, value in (("RMSEA", record.rmsea), ("TLI", record.tli))
        if is_available(value)
    )
    return (
        f"{counted(record.n_factors, 'factor')} of {counted(len(record.item_ids), 'item')},"
        f" extracted by {extraction_title(record.extraction)} from"
        f" {correlations_title(record.correlation)}{rotation};"
        f" n = {count_text(record.n_respondents)}. The residual correlations have a root mean"
        f" square of {coefficient_text(record.rmsr)}{indices}. Nothing here is rated: the criteria"
        " are about confirmatory models."
    )


def exploratory_cautions(record: ExploratoryRecord) -> tuple[str, ...]:
    """Return what weakens the factors; empty where nothing does."""
    found = []
    if not record.converged:
        found.append("The estimation did not converge: do not rely on these loadings.")
    if record.heywood_items:
        found.append(
            f"Almost no uniqueness is left for {listed(record.heywood_items)} (Heywood case): the"
            " number of factors does not suit the data, or they are too few."
        )
    if record.n_distinct_minima is not None and record.n_distinct_minima > 1:
        found.append(
            f"The rotation ended at {count_text(record.n_distinct_minima)} different solutions;"
            " the simplest is shown, and others are almost as simple. Look at them before a factor"
            " is named."
        )
    return tuple(found)


def factor_model(record: FactorModelRecord) -> str:
    """Return which model was fitted to what, and how."""
    n_factors = len(record.factors)
    structure = sentence_case(structure_title(record.kind))
    if record.kind != "one_factor":
        structure += f" ({counted(n_factors, 'factor')} of items)"
    parameterization = f", {record.parameterization} parameterization" * bool(
        record.parameterization
    )
    fitted = (
        "covariances" if record.correlation == "pearson" else correlations_title(record.correlation)
    )
    return (
        f"{structure}, {counted(len(record.item_ids), 'item')} and"
        f" {counted(record.n_parameters, 'free parameter')}; {estimator_title(record.estimator)}"
        f" of {fitted}{parameterization}; missing answers: {record.missing};"
        f" n = {count_text(record.n_used)} of {counted(record.n_respondents, 'respondent')}."
    )


def verdict_on_structure(evidence: EvidenceRecord, record: FactorModelRecord) -> str:
    """Return how the structure is rated, and what the rating leaves open."""
    rating = next(
        (
            rating
            for rating in evidence.ratings
            if rating.measurement_property == "structural validity"
            and rating.subject == record.subject
        ),
        None,
    )
    if rating is None:
        return "The fit of the claimed structure was not rated."
    text = (
        f"By the criteria of {rule_set_title(evidence.settings.rule_set)} the claimed structure is"
        f" rated {RATINGS[rating.rating][1]}. {typeset(rating.reason)}"
    )
    if rating.threshold:
        text += f" Criteria: {typeset(rating.threshold)}."
    if record.problems:
        text += " This rests on the improper solution, and says nothing before its cause is known."
    elif rating.rating == "+":
        text += (
            " The data do not contradict the model; they may not contradict others either. The"
            " loadings and the residuals show where it is weak."
        )
    return text


def version_notes(record: FactorModelRecord, fit: FitRecord) -> tuple[str, ...]:
    """Return which version of each index is rated, and why."""
    named = (("CFI", fit.cfi_version), ("TLI", fit.tli_version), ("RMSEA", fit.rmsea_version))
    notes = []
    for version in dict.fromkeys(version for _, version in named):
        names = tuple(name for name, found in named if found == version)
        notes.append(f"{listed(names)}: {_version(version, record)}")
    if fit.version_note:
        notes.append(typeset(fit.version_note))
    if record.correlation == "polychoric" and {version for _, version in named} != {"robust"}:
        notes.append(_ORDINAL_CUT_OFFS)
    return tuple(notes)


def _version(version: IndexVersion, record: FactorModelRecord) -> str:
    if version == "robust":
        target = (
            "maximum likelihood would give if the latent responses had been seen"
            if record.correlation == "polychoric"
            else "normal data would give"
        )
        return f"the robust version is rated, because it estimates the value that {target}."
    if version == "scaled":
        return (
            "the scaled version is rated, from the corrected chi-square; it depends on the"
            " distribution of the answers as well as on the model."
        )
    return "the naive version is rated, from the chi-square without correction."


def invariance(record: InvarianceRecord) -> str:
    """Return who was compared, and how."""
    groups = listed(tuple(f"{group.label} (n = {count_text(group.n)})" for group in record.groups))
    identified = f"; identification by {record.identification}" * bool(record.identification)
    return (
        f"Groups: {groups}. {sentence_case(estimator_title(record.estimator))}; missing answers:"
        f" {record.missing}{identified}."
    )


def highest_level(record: InvarianceRecord) -> str:
    """Return up to which level invariance holds, what that allows, and where it ends."""
    if record.highest_level is None:
        return (
            "No level of invariance is supported: not even the model without equal parameters could"
            " be estimated in all groups."
        )
    text = f"Invariance is supported up to the {record.highest_level} level"
    meaning = invariance_meaning(record.highest_level)
    text += f": {meaning}." if meaning else "."
    names = [level.name for level in record.levels]
    for comparison in record.comparisons:
        if comparison.from_level == record.highest_level and comparison.to_level in names:
            text += f" {_where_it_ends(comparison)}"
    return text


def _where_it_ends(comparison: InvarianceComparisonRecord) -> str:
    level = comparison.to_level
    if comparison.holds is None:
        return f"The {level} level could not be judged."
    changes = {
        "cfi": ("CFI falls", comparison.delta_cfi, comparison.cut_offs.cfi_fall),
        "rmsea": ("RMSEA rises", comparison.delta_rmsea, comparison.cut_offs.rmsea_rise),
        "srmr": ("SRMR rises", comparison.delta_srmr, comparison.cut_offs.srmr_rise),
    }
    parts = tuple(
        f"{words} by {coefficient_text(None if change is None else abs(change))} (cut-off"
        f" {coefficient_text(cut_off)})"
        for words, change, cut_off in (changes[index] for index in comparison.exceeded)
    )
    return f"The {level} level is not: {listed(parts)}." if parts else f"The {level} level is not."


def invariance_cautions(record: InvarianceRecord) -> tuple[str, ...]:
    """Return what weakens the comparison; empty where nothing does."""
    failed = tuple(level.name for level in record.levels if not level.converged)
    found = list(map(typeset, record.problems))
    if failed:
        found.insert(0, f"Did not converge: {listed(failed)}.")
    found += [
        f"Nobody in group {empty.group} answered {empty.category} to {empty.item_id}: the groups"
        " do not share all thresholds of this item."
        for empty in record.empty_categories
    ]
    return tuple(found)


def methods(evidence: EvidenceRecord) -> tuple[str, ...]:
    """Return the sentences on factor models for the methods paragraph."""
    sentences = []
    if found := evidence.exploratory:
        rotated = (
            f" with {found.rotation.replace('_', ' ')} rotation" if found.n_factors > 1 else ""
        )
        sentences.append(
            f"Exploratory factors were extracted from the {correlations_title(found.correlation)}"
            f" by {extraction_title(found.extraction)}{rotated}."
        )
    if model := evidence.confirmatory:
        sentences.append(
            f"The claimed structure ({structure_title(model.kind)}) was fitted by"
            f" {estimator_title(model.estimator)}; missing answers: {model.missing}."
        )
    if evidence.invariance:
        names = listed(tuple(dict.fromkeys(record.group_name for record in evidence.invariance)))
        estimators = tuple(dict.fromkeys(record.estimator for record in evidence.invariance))
        sources = tuple(
            dict.fromkeys(record.source for record in evidence.invariance if record.source)
        )
        sentences.append(
            f"Invariance across groups by {names} was examined by multiple-group models"
            f" ({listed(estimators)})"
            + (f", judged by changes in fit ({listed(sources)})." if sources else ".")
        )
    return tuple(sentences)
