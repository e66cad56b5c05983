"""Correlations between items, on their numbers or on the latent responses behind them."""

from covalue_measures.psychometrics.correlation.choice import CorrelationMethod, correlate
from covalue_measures.psychometrics.correlation.pearson import estimate_pearson
from covalue_measures.psychometrics.correlation.polychoric import estimate_polychoric
from covalue_measures.psychometrics.correlation.results import (
    CorrelationResult,
    Missing,
    PolychoricResult,
)

__all__ = [
    "CorrelationMethod",
    "CorrelationResult",
    "Missing",
    "PolychoricResult",
    "correlate",
    "estimate_pearson",
    "estimate_polychoric",
]
