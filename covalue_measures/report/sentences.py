"""What the numbers say, in plain sentences."""

from collections import Counter

from covalue_measures.evaluation.evidence import (
    AlphaRecord,
    CorrelationRecord,
    DataRecord,
    EvidenceRecord,
    InstrumentRecord,
    ItemRecord,
    MissingRecord,
    OmegaRecord,
    ParallelAnalysisRecord,
    SampleSizeRating,
    ScoreRecord,
    SecondOpinionsRecord,
    SuitabilityRecord,
)
from covalue_measures.report.instrument_texts import InstrumentTexts
from covalue_measures.report.number_text import (
    coefficient_text,
    correlation_text,
    count_text,
    counted,
    decimal_text,
    interval_text,
    listed,
    p_text,
    share_of_count_text,
    share_text,
)
from covalue_measures.report.vocabulary import (
    RATINGS,
    correlations_title,
    rule_set_title,
    sentence_case,
    structure_title,
    unit_title,
)
from covalue_measures.responses.synthetic import is_synthetic

FORMATIVE = (
    "This subscale is formative: its items together make up the construct, and none of them needs"
    " to go along with the others. Alpha and omega do not apply and were not computed. A low value"
    " would not be a fault, and a high one no merit."
)
SEE_WARNINGS = "The warnings at the top of the page say why."


def title(evidence: EvidenceRecord) -> str:
    """Return the instrument's title, and before it that the answers are nobody's."""
    of_instrument = evidence.instrument.title
    return (
        f"Synthetic data: {of_instrument}" if is_synthetic(evidence.data.intake) else of_instrument
    )


def banner(evidence: EvidenceRecord) -> tuple[str, str]:
    """Return the words of the banner and its reason; both empty where there is none."""
    words, reason = _instrument_banner(evidence.instrument)
    if not is_synthetic(evidence.data.intake):
        return words, reason
    return (
        "Synthetic data: evidence of nothing",
        "A program made these answers, and no person gave them. The page shows what an evaluation"
        f" looks like; its numbers say nothing about the instrument. {reason}".rstrip(),
    )


def _instrument_banner(instrument: InstrumentRecord) -> tuple[str, str]:
    if instrument.status == "retired":
        return "Retired: not for use", "This version of the instrument was withdrawn from use."
    if instrument.status != "draft" and not instrument.version.startswith("0."):
        return "", ""
    return (
        "Draft: not for use",
        f"The instrument has status {instrument.status} and version {instrument.version}. Its"
        " scores support no decision about a person or a service yet, and later versions need not"
        " be comparable.",
    )


def summary(evidence: EvidenceRecord, texts: InstrumentTexts) -> tuple[str, ...]:
    """Return how many ratings came out which way, and which ones failed."""
    ratings = evidence.ratings
    rules = rule_set_title(evidence.settings.rule_set)
    respondents = counted(evidence.data.n_respondents, "respondent")
    if not ratings:
        return (f"No property was rated by the criteria of {rules} (n = {respondents}).",)
    counts = Counter[str](rating.rating for rating in ratings if rating.applies)
    parts = tuple(f"{counts[sign]} {RATINGS[sign][1]}" for sign in RATINGS)
    lines = [
        f"By the criteria of {rules}, {counted(sum(counts.values()), 'rating')} from the answers of"
        f" {respondents}: {listed(parts)}."
    ]
    if n_other := sum(not rating.assessed for rating in ratings):
        lines.append(f"{count_text(n_other)} of them were not assessed; the reasons say why.")
    if n_without := sum(not rating.applies for rating in ratings):
        lines.append(
            f"{counted(n_without, 'property', 'properties')} of formative subscales"
            f" {'does' if n_without == 1 else 'do'} not apply, and"
            f" {'is' if n_without == 1 else 'are'} not counted."
        )
    failed = tuple(
        f"{rating.measurement_property} ({texts.subject(rating.subject)})"
        for rating in ratings
        if rating.rating == "-"
    )
    if failed:
        lines.append(f"Insufficient: {listed(failed)}.")
    return tuple(lines)


def verdict_caption(evidence: EvidenceRecord) -> str:
    """Return the caption of the verdict table."""
    data = evidence.data
    return (
        f"Ratings of measurement properties by {rule_set_title(evidence.settings.rule_set)},"
        f" n = {count_text(data.n_respondents)} ({count_text(data.n_complete)} complete)"
    )


def sample(data: DataRecord, missing: MissingRecord, n_items: int) -> str:
    """Return how many answered, and how much is missing."""
    text = (
        f"{counted(data.n_respondents, 'respondent')} and {counted(n_items, 'item')} are in the"
        f" data; {count_text(data.n_complete)} answered every item"
        f" ({share_of_count_text(data.n_complete, data.n_respondents)} of n ="
        f" {count_text(data.n_respondents)})."
    )
    if not missing.n_missing:
        return f"{text} No answer is missing."
    is_or_are = "is" if missing.n_missing == 1 else "are"
    return (
        f"{text} Of {counted(missing.n_cells, 'possible answer')},"
        f" {count_text(missing.n_missing)} {is_or_are} missing"
        f" ({share_of_count_text(missing.n_missing, missing.n_cells)})."
    )


def missing_at_random(missing: MissingRecord) -> str:
    """Return Little's test in words, or why there is none."""
    test = missing.mcar
    if test is None:
        return f"Little's test of missing completely at random was not done. {missing.mcar_note}"
    return (
        f"Little's test that answers are missing completely at random: chi-square"
        f" {decimal_text(test.statistic)} with {count_text(test.df)} degrees of freedom,"
        f" p {_compared(test.p)} (n = {count_text(test.n)}, {counted(test.n_patterns, 'pattern')})."
        " A small p says that those who left items out answered the others differently."
    )


def floor_and_ceiling(items: tuple[ItemRecord, ...]) -> str:
    """Return the items with the most answers at either end of their response scale."""
    floors = [(item.floor, item) for item in items if item.floor is not None]
    ceilings = [(item.ceiling, item) for item in items if item.ceiling is not None]
    if not floors or not ceilings:
        return "No item has a share of answers in its lowest or highest category to report."
    floor, lowest = max(floors, key=lambda entry: entry[0])
    ceiling, highest = max(ceilings, key=lambda entry: entry[0])
    return (
        f"The lowest category is most used in {lowest.item_id}: {share_text(floor)} of"
        f" n = {count_text(lowest.n)}. The highest category is most used in {highest.item_id}:"
        f" {share_text(ceiling)} of n = {count_text(highest.n)}."
    )


def correlations(record: CorrelationRecord) -> str:
    """Return what the correlations are and how far they reach."""
    pairs = [
        (value, record.item_ids[column], record.item_ids[row])
        for row, values in enumerate(record.matrix)
        for column, value in enumerate(values[:row])
    ]
    kind = sentence_case(correlations_title(record.method))
    text = (
        f"{kind} of {counted(len(record.item_ids), 'item')}, each from at least"
        f" {counted(record.n_pairwise_minimum, 'respondent')}. Negatively keyed items were mirrored"
        " first, so that those of one subscale should correlate positively."
    )
    if not pairs:
        return text
    lowest, highest = min(pairs), max(pairs)
    return (
        f"{text} The lowest is {correlation_text(lowest[0])} ({lowest[1]} with {lowest[2]}),"
        f" the highest {correlation_text(highest[0])} ({highest[1]} with {highest[2]})."
    )


def correlation_quality(record: CorrelationRecord) -> str:
    """Return whether the matrix is proper, and how many of its entries rest on thin tables."""
    smallest = decimal_text(record.smallest_eigenvalue, 3)
    proper = (
        f"The smallest eigenvalue is {smallest}: the matrix is positive definite."
        if record.smallest_eigenvalue > 0
        else f"The smallest eigenvalue is {smallest}: the matrix is not positive definite, and"
        " factor results based on it deserve doubt."
    )
    n_pairs = record.n_pairs_with_empty_cells
    if not n_pairs:
        return proper
    has = "pair of items has" if n_pairs == 1 else "pairs of items have"
    return (
        f"{proper} {count_text(n_pairs)} {has} combinations of answers that nobody gave; these"
        " correlations are less certain than they look."
    )


def suitability(record: SuitabilityRecord) -> str:
    """Return whether the correlations are worth factoring."""
    return (
        f"Overall sampling adequacy is KMO = {coefficient_text(record.kmo)}"
        f" (n = {count_text(record.n)}); 1 is the best value, and below .500 a factor analysis"
        " makes little sense. Bartlett's test of the hypothesis that all items are uncorrelated:"
        f" chi-square {decimal_text(record.bartlett_chi_square)} with"
        f" {count_text(record.bartlett_df)} degrees of freedom, p {_compared(record.bartlett_p)}."
    )


def _compared(p: float) -> str:
    text = p_text(p)
    return text if text.startswith("<") else f"= {text}"


def number_of_factors(record: ParallelAnalysisRecord, n: int) -> str:
    """Return what parallel analysis asks for beside what the instrument claims."""
    text = (
        f"Parallel analysis (n = {count_text(n)}) asks for"
        f" {counted(record.n_components, 'component')} and {counted(record.n_factors, 'factor')}:"
        f" so many observed eigenvalues, from the first on, stand above those of"
        f" {record.n_draws} random data sets."
    )
    if record.n_hypothesized is None or record.structure is None:
        return f"{text} The instrument claims no structure."
    claim = (
        f"The instrument claims {counted(record.n_hypothesized, 'factor')}"
        f" ({structure_title(record.structure)})"
    )
    agrees = [number == record.n_hypothesized for number in (record.n_components, record.n_factors)]
    if all(agrees):
        return f"{text} {claim}, as many as both."
    if agrees[0]:
        return f"{text} {claim}, as many as the components, not as the factors."
    if agrees[1]:
        return f"{text} {claim}, as many as the factors, not as the components."
    return f"{text} {claim}, another number than either."


def internal_consistency(alpha: AlphaRecord) -> str:
    """Return alpha with its interval, in words."""
    level = f"{100 * alpha.confidence_level:g}%"
    interval = interval_text(alpha.interval_lower, alpha.interval_upper)
    text = (
        f"Alpha is {coefficient_text(alpha.alpha)}, {level} interval {interval}"
        f" (n = {count_text(alpha.n_respondents)}, {count_text(alpha.n_complete)} complete;"
        f" {alpha.missing} covariances of {counted(len(alpha.items), 'item')})."
    )
    rising = tuple(
        item.item_id
        for item in alpha.items
        if item.alpha_if_dropped is not None and item.alpha_if_dropped > alpha.alpha
    )
    if not any(item.alpha_if_dropped is not None for item in alpha.items):
        return text
    if not rising:
        return f"{text} It would be lower without any one of the items."
    return f"{text} It would be higher without {listed(rising)}."


def omega_quality(omega: OmegaRecord) -> str:
    """Return how well the factor model behind omega fits."""
    text = (
        f"Omega rests on {counted(omega.n_factors, 'factor')} of the"
        f" {correlations_title(omega.correlation)}; the residual correlations have a root mean"
        f" square of {coefficient_text(omega.rmsr)}."
    )
    if not omega.converged:
        text += " The estimation did not converge: do not rely on these values."
    if omega.heywood_items:
        text += f" Almost no uniqueness is left for {listed(omega.heywood_items)} (Heywood case)."
    return text


def score(record: ScoreRecord, title: str) -> str:
    """Return how many have a score, and how many stand at an end of its range."""
    if not record.n:
        return f"{title}: no respondent gave enough answers for a score."
    if record.unit:
        have = "has" if record.n_without_score == 1 else "have"
        return (
            f"{title}: half of n = {count_text(record.n)} have"
            f" {decimal_text(record.median)} {unit_title(record.unit)} or less, the mean is"
            f" {decimal_text(record.mean)}, and {share_text(record.floor)} stand at the lowest"
            f" amount; {count_text(record.n_without_score)} left an amount out and {have} no sum."
        )
    return (
        f"{title}: {share_text(record.floor)} of n = {count_text(record.n)} stand at the lowest,"
        f" {share_text(record.ceiling)} at the highest possible value;"
        f" {count_text(record.n_without_score)} gave too few answers for a score."
    )


def sample_size(record: SampleSizeRating, subject: str) -> str:
    """Return whether there are enough respondents for one analysis."""
    return (
        f"For {record.analysis} ({subject}), n = {count_text(record.n)} with"
        f" {counted(record.n_items, 'item')} is {record.adequacy}."
    )


def second_opinions(record: SecondOpinionsRecord) -> str:
    """Return whether other programs agree, or why none was asked."""
    if not record.taken:
        return f"No second opinion was taken. {record.reason}".strip()
    if not record.opinions:
        return "Second opinions were asked for, and no coefficient allowed one."
    apart = tuple(
        f"{opinion.coefficient} ({opinion.subject})"
        for opinion in record.opinions
        if not opinion.within_tolerance
    )
    packages = listed(tuple(sorted({opinion.package for opinion in record.opinions})))
    compared = counted(len(record.opinions), "coefficient")
    if not apart:
        return f"{compared} computed again with {packages}: all agree within the tolerance."
    return f"{compared} computed again with {packages}. Apart: {listed(apart)}."


def footer(evidence: EvidenceRecord) -> str:
    """Return what made the page."""
    versions = {entry.package: entry.version for entry in evidence.software}
    version = versions.get("covalue-measures", "")
    return (
        f"Made from evidence by covalue-measures {version}".rstrip()
        + f", evidence format {evidence.format_version}. Every number on this page comes from the"
        " evidence record."
    )
