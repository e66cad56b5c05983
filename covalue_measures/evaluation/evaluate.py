"""The main job: answers and an instrument into an evidence record."""

import threading
import warnings
from datetime import UTC, datetime

import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.evaluation.cross_cultural_validity import (
    rate_cross_cultural_validity,
    rate_without_groups,
)
from covalue_measures.evaluation.data_evidence import record_items, record_missing
from covalue_measures.evaluation.evidence import (
    CorrelationRecord,
    DataRecord,
    EvaluationSettings,
    EvidenceRecord,
    InstrumentRecord,
    Rating,
    SampleSizeRating,
    SubscaleRecord,
)
from covalue_measures.evaluation.exploratory_evidence import (
    record_exploratory,
)
from covalue_measures.evaluation.internal_consistency import rate_internal_consistency
from covalue_measures.evaluation.not_assessed import rate_not_assessed
from covalue_measures.evaluation.rule_set import RuleSet, load_rule_set
from covalue_measures.evaluation.sample_size import rate_factor_analysis_sample
from covalue_measures.evaluation.second_opinions import take_second_opinions
from covalue_measures.evaluation.software import installed_software
from covalue_measures.evaluation.structural_validity import rate_structural_validity
from covalue_measures.evaluation.structure import StructureEvidence, evaluate_structure
from covalue_measures.evaluation.subscale_evidence import (
    estimate_subscale_alpha,
    record_subscale,
)
from covalue_measures.exceptions import (
    DataQualityWarning,
    MeasuresWarning,
    ResponseDataError,
)
from covalue_measures.parallel.threads import on_one_thread
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.screening import screen_missing
from covalue_measures.responses import ResponseData
from covalue_measures.schema import Instrument, InstrumentLike, as_instrument

#: Warnings are collected for the whole process, and so by one evaluation at a time.
_COLLECTING = threading.Lock()


def evaluate(
    data: ResponseData,
    bank: InstrumentLike,
    plan: EvaluationSettings | None = None,
    *,
    progress: Progress = silent,
) -> EvidenceRecord:
    """Return the evidence that ``data`` give about ``bank``, rated by published criteria.

    Parameters
    ----------
    data : ResponseData
        Answers read with this very instrument.
    bank : ItemBank or Instrument
    plan : EvaluationSettings, optional
        Rule set, correlation, seed and the rest; the defaults without it.
    progress : Progress
        Told of each step.

    Raises
    ------
    ResponseDataError
        If ``data`` are not answers to ``bank`` in this version.

    Notes
    -----
    What the data do not allow is left out and named among the record's warnings; the same
    warnings are issued. Evaluations in several threads wait for each other; run them in processes
    to have them at the same time.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> bank = cm.load_bank("examples/bfi/instrument")
    >>> rules = cm.read_import_map("examples/bfi/import_map.yaml")
    >>> data = cm.read_responses("examples/bfi/bfi.csv", bank, import_map=rules)
    >>> plan = cm.EvaluationSettings(n_draws=2, second_opinions=False)
    >>> evidence = cm.evaluate(data, bank, plan)
    >>> evidence.subscales[0].subscale_id, round(evidence.subscales[0].alpha.alpha, 3)
    ('agreeableness', 0.703)
    """
    instrument = as_instrument(bank)
    _refuse_other_instrument(data, instrument)
    settings = EvaluationSettings() if plan is None else plan
    if not isinstance(settings, EvaluationSettings):
        raise TypeError(f"A plan is an EvaluationSettings, not a {type(settings).__name__}.")
    rules = load_rule_set(settings.rule_set)
    with _COLLECTING:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", MeasuresWarning)
            evidence = _evaluate(data, settings, rules, progress)
        # Still alone: issued later they would be caught by the next evaluation.
        for warning in caught:
            warnings.warn(warning.message, warning.category, stacklevel=callers_level())
    messages = [
        str(warning.message) for warning in caught if issubclass(warning.category, MeasuresWarning)
    ]
    return evidence.model_copy(update={"warnings": tuple(dict.fromkeys(messages))})


def _refuse_other_instrument(data: ResponseData, instrument: Instrument) -> None:
    if not isinstance(data, ResponseData):
        raise ResponseDataError(
            f"evaluate takes answers read with read_responses, not a {type(data).__name__}: only"
            " they are tied to an instrument."
        )
    if (data.instrument.reference, data.instrument.digest) != (
        instrument.reference,
        instrument.digest,
    ):
        raise ResponseDataError(
            f"These are answers to '{data.instrument.reference}'"
            f" (digest {data.instrument.digest[:12]}), not to '{instrument.reference}'"
            f" (digest {instrument.digest[:12]}). Read them with the instrument that they answer."
        )


@on_one_thread
def _evaluate(
    data: ResponseData, settings: EvaluationSettings, rules: RuleSet, progress: Progress
) -> EvidenceRecord:
    instrument = data.instrument
    _warn_of_empty_records(data)
    reflective = _reflective_items(data)
    structure = evaluate_structure(reflective, settings, progress)
    alphas = {
        subscale.id: alpha
        for subscale in instrument.subscales
        if (alpha := estimate_subscale_alpha(data, subscale, settings))
    }
    subscales = tuple(
        record_subscale(
            data, subscale, alphas.get(subscale.id), structure.result, instrument.bank.language
        )
        for subscale in instrument.subscales
    )
    screened = screen_missing(data)
    progress("second opinions", 0, 1)
    opinions = take_second_opinions(
        reflective,
        alphas,
        structure.exploratory,
        structure.confirmatory,
        wanted=settings.second_opinions,
    )
    progress("second opinions", 1, 1)
    sample_sizes = _rate_sample_sizes(rules, structure.correlations)
    return EvidenceRecord(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        instrument=_record_instrument(instrument),
        data=DataRecord(
            fingerprint=data.fingerprint,
            n_respondents=data.n_respondents,
            n_complete=int(data.is_answered.all(axis=1).sum()),
            group_names=tuple(group.name for group in data.groups),
            intake=data.intake,
        ),
        settings=settings,
        software=installed_software(),
        missing=record_missing(data, screened),
        items=record_items(data, screened),
        correlations=structure.correlations,
        suitability=structure.suitability,
        dimensionality=structure.dimensionality,
        exploratory=(
            None if structure.exploratory is None else record_exploratory(structure.exploratory)
        ),
        confirmatory=structure.factor_model,
        invariance=structure.invariance,
        general_omega=structure.general_omega,
        subscales=subscales,
        second_opinions=opinions,
        sample_sizes=sample_sizes,
        ratings=_rate(rules, structure, subscales, sample_sizes),
        warnings=(),
    )


def _reflective_items(data: ResponseData) -> ResponseData:
    wanted = {
        item_id
        for subscale in data.instrument.subscales
        if subscale.measurement_model == "reflective"
        for item_id in subscale.item_ids
    }
    reflective = data.select_items([item_id for item_id in data.item_ids if item_id in wanted])
    numbers = pd.DataFrame(reflective.to_array(), columns=list(reflective.item_ids))
    n_values = numbers.nunique()
    if left_out := [item_id for item_id in reflective.item_ids if n_values[item_id] < 2]:
        warnings.warn(
            "Left out of correlations, factors and second opinions, because no one answered, or"
            f" everyone gave the same answer: {', '.join(left_out)}.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    return reflective.select_items([i for i in reflective.item_ids if i not in left_out])


def _warn_of_empty_records(data: ResponseData) -> None:
    n_empty = int((~data.is_answered).all(axis=1).sum())
    if n_empty:
        is_formative = all(s.measurement_model == "formative" for s in data.instrument.subscales)
        consequence = (
            "They have no sums."
            if is_formative
            else "Pairwise estimates count them in n, which makes intervals too narrow and tests"
            " too sharp: leave them out of the file."
        )
        warnings.warn(
            f"{n_empty} of {data.n_respondents} respondents answered no item. {consequence}",
            DataQualityWarning,
            stacklevel=callers_level(),
        )


def _record_instrument(instrument: Instrument) -> InstrumentRecord:
    bank = instrument.bank
    form = instrument.form
    return InstrumentRecord(
        reference=instrument.reference,
        name=bank.id,
        version=str(bank.version),
        form=instrument.form_id,
        status=bank.status,
        title=(form or bank).title.get(bank.language) or bank.id,
        digest=instrument.digest,
        definition=bank,
    )


def _rate_sample_sizes(
    rules: RuleSet, correlations: CorrelationRecord | None
) -> tuple[SampleSizeRating, ...]:
    if correlations is None:
        return ()
    rating = rate_factor_analysis_sample(
        rules.factor_analysis_sample,
        n=correlations.n_pairwise_minimum,
        n_items=len(correlations.item_ids),
        subject="instrument",
    )
    if rating.adequacy in ("doubtful", "inadequate"):
        warnings.warn(
            f"The sample is {rating.adequacy} for a factor analysis: n = {rating.n} for"
            f" {rating.n_items} items.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    return (rating,)


def _rate(
    rules: RuleSet,
    structure: StructureEvidence,
    subscales: tuple[SubscaleRecord, ...],
    sample_sizes: tuple[SampleSizeRating, ...],
) -> tuple[Rating, ...]:
    is_formative = all(subscale.measurement_model == "formative" for subscale in subscales)
    structural = rate_structural_validity(
        rules.structural_validity,
        structure.factor_model,
        structure.dimensionality,
        is_formative=is_formative,
        sample=sample_sizes[0] if sample_sizes else None,
    )
    consistency = [
        rate_internal_consistency(rules.internal_consistency, subscale, structural)
        for subscale in subscales
    ]
    rule = rules.cross_cultural_validity
    groups = [
        rate_cross_cultural_validity(rule, record, structural) for record in structure.invariance
    ]
    if not groups:
        groups = [rate_without_groups(rule, is_formative=is_formative)]
    return (structural, *consistency, *groups, *map(rate_not_assessed, rules.not_assessed))
