"""Answers that no person gave, for trying out studies; they say so wherever they go."""

from covalue_measures.responses.synthetic import is_synthetic
from covalue_measures.simulation.population import Population
from covalue_measures.simulation.retest import simulate_retest
from covalue_measures.simulation.role_pairs import simulate_role_pairs
from covalue_measures.simulation.simulate import simulate_responses, simulate_sample
from covalue_measures.simulation.simulated_sample import (
    PairedSamples,
    SimulatedSample,
    SimulatedTruth,
)
from covalue_measures.simulation.synthetic_files import write_synthetic_responses

__all__ = [
    "PairedSamples",
    "Population",
    "SimulatedSample",
    "SimulatedTruth",
    "is_synthetic",
    "simulate_responses",
    "simulate_retest",
    "simulate_role_pairs",
    "simulate_sample",
    "write_synthetic_responses",
]
