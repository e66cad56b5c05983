"""A cohort answers an instrument."""

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InstrumentError
from covalue_measures.responses import (
    Group,
    ImportMap,
    IntakeRecord,
    ItemColumn,
    ResponseData,
)
from covalue_measures.responses.synthetic import SYNTHETIC_LAYOUT, SYNTHETIC_PREFIX
from covalue_measures.schema import QuantityScale
from covalue_measures.simulation.carelessness import draw_carelessness
from covalue_measures.simulation.cohort import Cohort
from covalue_measures.simulation.generator import generator_version
from covalue_measures.simulation.latent_draws import LatentDraws
from covalue_measures.simulation.missing_answers import draw_missing
from covalue_measures.simulation.ordered_categories import OrderedCategories
from covalue_measures.simulation.simulated_sample import SimulatedSample, SimulatedTruth
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.simulation.synthetic_model import SyntheticModel
from covalue_measures.typing import FloatArray

#: Column of respondent ids; its name tells a renamed file from real answers.
ID_COLUMN = SYNTHETIC_PREFIX + "respondent"
GROUPS = ("site", "country")


def answer_instrument(
    model: SyntheticModel,
    cohort: Cohort,
    draws: LatentDraws,
    streams: Streams,
    *,
    noun: str = "respondent",
    label: str = "",
    rules: tuple[str, ...] = (),
) -> SimulatedSample:
    """Return the answers of a cohort and the truth about them.

    Parameters
    ----------
    model, cohort, draws : SyntheticModel, Cohort, LatentDraws
    streams : Streams
        For carelessness, missing answers, and choices that hang on nothing.
    noun : str
        What a row is; the ids start with it.
    label : str
        Ends the name of the source.
    rules : tuple of str
        What else there is to say about how the answers were made.

    Raises
    ------
    InstrumentError
        If an item has the name of a group.
    """
    _refuse_names_of_groups(model)
    scores = model.latent_scores(cohort, draws)
    latent = model.latent_responses(scores, draws)
    chance = streams.of(Part.OPTIONS).random(latent.shape)
    read = np.column_stack(
        [
            answers.answer(latent[:, column], chance[:, column])
            for column, answers in enumerate(model.answer_models)
        ]
    )
    careless = draw_carelessness(cohort.n_respondents, model.population, streams)
    scales = tuple(model.instrument.response_scale(item) for item in model.instrument.items)
    missing = draw_missing(cohort.n_respondents, scales, model.population, streams)
    values = careless.apply(read, model.answer_models, chance)
    respondents = pd.DataFrame(
        {
            "site": np.array(cohort.site_names, dtype=object)[cohort.site_of],
            "country": np.array(cohort.country_of_site, dtype=object)[cohort.site_of],
            "carelessness": careless.labels,
            "n_reached": missing.n_reached,
        }
    )
    width = len(str(cohort.n_respondents))
    responses = ResponseData(
        instrument=model.instrument,
        items=model.instrument.items,
        values=np.where(missing.reasons == 0, values, 0),
        reasons=missing.reasons,
        intake=_intake_record(model, cohort.n_respondents, streams.seed, label, rules),
        groups=tuple(Group(name=name, labels=tuple(respondents[name])) for name in GROUPS),
        respondent_ids=tuple(
            f"{SYNTHETIC_PREFIX}{noun}_{1 + row:0{width}d}" for row in range(cohort.n_respondents)
        ),
    )
    return SimulatedSample(
        responses=responses, truth=_truth(model, cohort, scores, respondents, streams.seed)
    )


def _refuse_names_of_groups(model: SyntheticModel) -> None:
    if found := [name for name in GROUPS if name in model.instrument.item_ids]:
        raise InstrumentError(
            f"Item '{found[0]}' of '{model.instrument.reference}' has the name of a group that"
            f" synthetic answers have: {' and '.join(GROUPS)}."
        )


def _intake_record(
    model: SyntheticModel, n_respondents: int, seed: int, label: str, rules: tuple[str, ...]
) -> IntakeRecord:
    instrument, population = model.instrument, model.population
    asks_for_money = any(
        isinstance(scale, QuantityScale) and scale.unit == "currency"
        for scale in map(instrument.response_scale, instrument.items)
    )
    name = instrument.reference.replace("@", "_").replace("/", "_")
    return IntakeRecord(
        source="_".join(filter(None, (f"{SYNTHETIC_PREFIX}{name}_seed{seed}", label))),
        layout=SYNTHETIC_LAYOUT,
        n_rows=n_respondents,
        columns=tuple(ItemColumn(item=name, column=name) for name in instrument.item_ids),
        ignored_columns=(),
        applied_rules=(
            "No person gave these answers: a program made them.",
            f"Made by covalue_measures {generator_version()} with seed {seed}.",
            f"Population: {population.describe(instrument)}.",
            *rules,
        ),
        import_map=ImportMap(
            respondent_id=ID_COLUMN,
            groups=GROUPS,
            currency=population.currency if asks_for_money else None,
            price_year=population.price_year if asks_for_money else None,
            synthetic=True,
        ),
    )


def _truth(
    model: SyntheticModel,
    cohort: Cohort,
    scores: FloatArray,
    respondents: pd.DataFrame,
    seed: int,
) -> SimulatedTruth:
    factors = model.factors
    names, item_ids = list(factors.names), list(model.instrument.item_ids)
    return SimulatedTruth(
        seed=seed,
        population=model.population,
        loadings=pd.DataFrame(model.loadings, index=item_ids, columns=names),
        factor_correlations=pd.DataFrame(factors.answer_correlations, index=names, columns=names),
        thresholds={
            item_id: answers.thresholds
            for item_id, answers in zip(item_ids, model.answer_models, strict=True)
            if isinstance(answers, OrderedCategories)
        },
        site_icc=factors.site_icc,
        sites=pd.DataFrame(
            {
                "country": cohort.country_of_site,
                "effect": np.sqrt(factors.site_icc) * cohort.site_scores,
            },
            index=list(cohort.site_names),
        ),
        latent_scores=pd.DataFrame(scores, columns=names),
        respondents=respondents,
    )
