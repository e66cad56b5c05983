"""Do intervals cover, and tests reject, as often as they say?

Answers come from two correlated factors: normal; with heavy tails, every respondent's deviations
stretched or shrunk by a factor of their own (kurtosis 1.64 times the normal one); and normal cut
into five categories, unequally. The errors of Monte Carlo are four standard errors of a share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import covalue_measures as cm
from covalue_measures.parallel import JoblibBackend

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5, 0.75, 0.65, 0.55, 0.7])
FACTOR = np.repeat([0, 1], 4)
CORRELATION = 0.4
ITEMS = [f"y{number}" for number in range(1, 9)]
MODEL = "f =~ y1 + y2 + y3 + y4\ng =~ y5 + y6 + y7 + y8"
CUTS = (-1.2, -0.4, 0.3, 1.1)
_BATCH = 25


def normal(rng: np.random.Generator, n: int) -> np.ndarray:
    between = [[1, CORRELATION], [CORRELATION, 1]]
    factors = rng.multivariate_normal([0, 0], between, n)
    residuals = rng.standard_normal((n, 8)) * np.sqrt(1 - LOADINGS**2)
    return factors[:, FACTOR] * LOADINGS + residuals


def heavy_tailed(rng: np.random.Generator, n: int) -> np.ndarray:
    # Mean 1, so that variances are those of the model; mean square 1.64.
    scale = np.where(rng.random(n) < 0.8, 0.6, 2.6)
    return normal(rng, n) * np.sqrt(scale)[:, None]


def ordinal(rng: np.random.Generator, n: int) -> np.ndarray:
    return np.digitize(normal(rng, n), CUTS)


@dataclass(frozen=True)
class Study:
    """One way to draw and to fit."""

    answers: Callable[[np.random.Generator, int], np.ndarray]
    estimator: str
    #: Name of the p value in question.
    pvalue: str
    n_respondents: int

    def __call__(self, seeds: Sequence[np.random.SeedSequence]) -> np.ndarray:
        """Return which of the loadings are covered, and whether the model is rejected."""
        return np.array([self.replication(np.random.default_rng(seed)) for seed in seeds])

    def replication(self, rng: np.random.Generator) -> np.ndarray:
        answers = pd.DataFrame(self.answers(rng, self.n_respondents), columns=ITEMS)
        fit = cm.fit_cfa(answers, MODEL, estimator=self.estimator, standardized_latents=True)
        rows = fit.estimates[fit.estimates["op"] == "=~"]
        is_covered = (rows["ci_lower"] <= LOADINGS) & (rows["ci_upper"] >= LOADINGS)
        return np.append(is_covered, fit.fit_indices[self.pvalue] < 0.05)


STUDIES = {
    "ML": Study(normal, "ML", "pvalue", 500),
    # The scaling factor rests on fourth moments, whose estimates come up from below: of 1.64 it
    # finds 1.597 with 1,000 respondents, which rejects 7.2 percent, and 1.629 with 4,000.
    "MLR": Study(heavy_tailed, "MLR", "pvalue_scaled", 3000),
    "WLSMV": Study(ordinal, "WLSMV", "pvalue_scaled", 1000),
}


@pytest.fixture(scope="module", params=list(STUDIES))
def shares(request: pytest.FixtureRequest, n_simulations: int) -> tuple[np.ndarray, int]:
    """Return the share of replications that cover each loading, or reject, and their number."""
    n_replications = 3 * n_simulations
    seeds = np.random.SeedSequence(20).spawn(n_replications)
    batches = [seeds[start : start + _BATCH] for start in range(0, n_replications, _BATCH)]
    outcomes = JoblibBackend().map(STUDIES[request.param], batches, step="replications")
    return np.concatenate(outcomes).mean(axis=0), n_replications


@pytest.mark.slow
def test_intervals_of_loadings_cover_as_often_as_they_say(shares: tuple[np.ndarray, int]) -> None:
    found, n_replications = shares
    assert (np.abs(found[:-1] - 0.95) < 4 * np.sqrt(0.95 * 0.05 / n_replications)).all(), found


@pytest.mark.slow
def test_a_true_model_is_rejected_as_often_as_the_level_says(
    shares: tuple[np.ndarray, int],
) -> None:
    found, n_replications = shares
    assert abs(found[-1] - 0.05) < 4 * np.sqrt(0.95 * 0.05 / n_replications), found


# The tails matter: without the correction a true model is rejected far too often.
@pytest.mark.slow
def test_maximum_likelihood_rejects_too_often_with_heavy_tails(n_simulations: int) -> None:
    study = Study(heavy_tailed, "ML", "pvalue", 1000)
    found = study(np.random.SeedSequence(21).spawn(n_simulations)).mean(axis=0)
    assert found[-1] > 0.05 + 4 * np.sqrt(0.95 * 0.05 / n_simulations)
