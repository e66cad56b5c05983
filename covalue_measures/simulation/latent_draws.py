"""What respondents bring themselves: their factor scores around the mean of their site."""

from dataclasses import dataclass, field

import numpy as np

from covalue_measures.simulation.factor_model import FactorModel
from covalue_measures.simulation.streams import Part, Streams
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LatentDraws:
    """Deviations of people from their site, and of their answers from their factors."""

    #: (n_respondents, n_factors) in the direction of better experience.
    within_site: FloatArray = field(repr=False)
    #: (n_respondents, n_items) standard normal.
    errors: FloatArray = field(repr=False)

    def blend(self, other: "LatentDraws", correlation: float) -> "LatentDraws":
        """Return draws like ``other`` that correlate with these."""
        rest = np.sqrt(1 - correlation**2)
        return LatentDraws(
            within_site=correlation * self.within_site + rest * other.within_site,
            errors=correlation * self.errors + rest * other.errors,
        )


def draw_latent(
    factors: FactorModel, n_respondents: int, streams: Streams, *, composite: FloatArray
) -> LatentDraws:
    """Return draws whose composite of factors is given.

    Parameters
    ----------
    factors : FactorModel
    n_respondents : int
    streams : Streams
    composite : (n_respondents,)
        Standard normal: the weighted sum of the factors within sites, as a standard score.

    Notes
    -----
    Given the composite, the factors are normal around its regression on them with the rest of
    their covariance, which is a covariance matrix whatever the composite correlates with.
    """
    covariance = factors.within_site
    with_composite = covariance @ factors.composite_weights
    slopes = with_composite / np.sqrt(factors.composite_weights @ with_composite)
    root = _square_root(covariance - np.outer(slopes, slopes))
    rest = streams.of(Part.WITHIN).standard_normal((n_respondents, len(factors.names)))
    return LatentDraws(
        within_site=np.outer(composite, slopes) + rest @ root,
        errors=streams.of(Part.ERRORS).standard_normal((n_respondents, len(factors.members))),
    )


def draw_composite(n_respondents: int, streams: Streams) -> FloatArray:
    """Return (n_respondents,) standard normal numbers."""
    return streams.of(Part.COMPOSITE).standard_normal(n_respondents)


def _square_root(covariance: FloatArray) -> FloatArray:
    """Return the symmetric root, which does not hang on the signs of eigenvectors."""
    eigenvalues, vectors = np.linalg.eigh(covariance)
    root: FloatArray = (vectors * np.sqrt(np.maximum(eigenvalues, 0.0))) @ vectors.T
    return root
