"""The factors behind the answers to an instrument, and which items show which."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.schema import Instrument
from covalue_measures.simulation.burden import is_burden
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray

#: Names with a space, which no subscale has.
NEED = "need for care"
GENERAL = "general factor"
#: Rounding lets the smallest eigenvalue of a covariance matrix fall this far below zero.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorModel:
    """Factors, each with variance 1 within a country.

    Correlations are kept in the direction of better experience, so that sites and countries move
    all factors the same way; ``directions`` turns them into the direction of the answers.
    """

    names: tuple[str, ...]
    #: (n_factors, n_factors)
    correlations: FloatArray = field(repr=False)
    #: (n_factors,) 1, or 0 for what is specific to a subscale: sites and countries do not move it.
    reach: FloatArray = field(repr=False)
    #: (n_factors,) 1, or -1 where more of the factor is worse.
    directions: FloatArray = field(repr=False)
    #: Share of variance between the sites of a country, where ``reach`` is 1.
    site_icc: float
    #: Factors of each item, by position.
    members: dict[str, tuple[int, ...]] = field(repr=False)

    @property
    def within_site(self) -> FloatArray:
        """(n_factors, n_factors) covariance of respondents at the same site."""
        return self.correlations - self.site_icc * np.outer(self.reach, self.reach)

    @property
    def composite_weights(self) -> FloatArray:
        """(n_factors,) weights of the score that stands for all factors together.

        Need is left out, unless there is nothing else.
        """
        weights = self.reach.copy()
        if len(self.names) > 1 and self.names[-1] == NEED:
            weights[-1] = 0.0
        return weights

    @property
    def answer_correlations(self) -> FloatArray:
        """(n_factors, n_factors) correlations in the direction of the answers."""
        return self.correlations * np.outer(self.directions, self.directions)


def build_factor_model(
    instrument: Instrument, population: Population, streams: Streams
) -> FactorModel:
    """Return the factors that the instrument claims, and the need for care behind other items.

    Parameters
    ----------
    instrument : Instrument
    population : Population
    streams : Streams

    Raises
    ------
    ModelError
        If the correlations and the share of sites contradict each other.
    """
    factors = _claimed_factors(instrument)
    assigned = {item_id for _, item_ids in factors for item_id in item_ids}
    if rest := tuple(item_id for item_id in instrument.item_ids if item_id not in assigned):
        factors.append((NEED, rest))
    names = tuple(name for name, _ in factors)
    reach = _reach(instrument, names)
    low, high = population.site_icc_for(instrument)
    model = FactorModel(
        names=names,
        correlations=_correlations(names, reach, population, streams),
        reach=reach,
        directions=np.array([_direction(instrument, *factor) for factor in factors]),
        site_icc=float(streams.of_name(Part.SITES, "icc").uniform(low, high)),
        members={
            item_id: tuple(k for k, (_, item_ids) in enumerate(factors) if item_id in item_ids)
            for item_id in instrument.item_ids
        },
    )
    if np.linalg.eigvalsh(model.within_site)[0] < -_ROUNDING:
        shown = " to ".join(f"{value:g}" for value in population.factor_correlations)
        raise ModelError(
            f"{len(names)} factors with correlations of {shown}, and of"
            f" {population.need_correlation:g} with less need, cannot share {model.site_icc:.3f} of"
            " their variance between sites: raise factor_correlations or lower site_icc."
        )
    return model


def _claimed_factors(instrument: Instrument) -> list[tuple[str, tuple[str, ...]]]:
    """Return name and items of each factor, a general one first."""
    reflective = {
        s.id: s.item_ids for s in instrument.subscales if s.measurement_model == "reflective"
    }
    structure = instrument.structure
    factors: list[tuple[str, tuple[str, ...]]] = []
    if structure is not None:
        claimed = {name: reflective[name] for name in structure.subscale_ids}
        together = tuple(dict.fromkeys(item for items in claimed.values() for item in items))
        if structure.kind == "one_factor":
            factors = [(next(iter(claimed)) if len(claimed) == 1 else GENERAL, together)]
        else:
            general = [(GENERAL, together)] if structure.kind == "bifactor" else []
            factors = [*general, *claimed.items()]
    assigned = {item_id for _, item_ids in factors for item_id in item_ids}
    for name, item_ids in reflective.items():
        rest = tuple(item_id for item_id in item_ids if item_id not in assigned)
        if rest:
            factors.append((name, rest))
            assigned.update(rest)
    return factors


def _reach(instrument: Instrument, names: Sequence[str]) -> FloatArray:
    structure = instrument.structure
    specific = (
        set(structure.subscale_ids) if structure and structure.kind == "bifactor" else set[str]()
    )
    return np.array([0.0 if name in specific else 1.0 for name in names])


def _correlations(
    names: Sequence[str], reach: FloatArray, population: Population, streams: Streams
) -> FloatArray:
    """Return products of second-order loadings, which every claimed structure allows."""
    low, high = population.factor_correlations
    drawn = [streams.of_name(Part.FACTOR, name).uniform(low, high) for name in names]
    second_order = np.sqrt(np.array(drawn)) * reach
    correlations = np.outer(second_order, second_order)
    if names[-1] == NEED:
        correlations[-1] = correlations[:, -1] = population.need_correlation * reach
    np.fill_diagonal(correlations, 1.0)
    return correlations


def _direction(instrument: Instrument, name: str, item_ids: Sequence[str]) -> float:
    burdens = [is_burden(instrument, instrument.bank.item(item_id)) for item_id in item_ids]
    return -1.0 if name == NEED or 2 * sum(burdens) > len(burdens) else 1.0
