"""Correlations between items, on their numbers or on the latent responses behind them."""

from covalue_measures.psychometrics.correlation.choice import CorrelationMethod, correlate
from covalue_measures.psychometrics.correlation.mixed import estimate_mixed
from covalue_measures.psychometrics.correlation.pearson import estimate_pearson
from covalue_measures.psychometrics.correlation.polychoric import estimate_polychoric
from covalue_measures.psychometrics.correlation.results import (
    CorrelationResult,
    LatentCorrelationResult,
    Missing,
    MixedCorrelationResult,
    PolychoricResult,
)
from covalue_measures.psychometrics.correlation.smoothing import (
    SmoothedCorrelationResult,
    smooth_correlations,
)
from covalue_measures.psychometrics.correlation.tetrachoric import estimate_tetrachoric

__all__ = [
    "CorrelationMethod",
    "CorrelationResult",
    "LatentCorrelationResult",
    "Missing",
    "MixedCorrelationResult",
    "PolychoricResult",
    "SmoothedCorrelationResult",
    "correlate",
    "estimate_mixed",
    "estimate_pearson",
    "estimate_polychoric",
    "estimate_tetrachoric",
    "smooth_correlations",
]
