"""The number of factors whose data, cut to the same distributions, have the same eigenvalues."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import mannwhitneyu

from covalue_measures.numerics.eigenvalues import component_eigenvalues
from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.typing import FloatArray, IntArray

#: One-sided level at which one factor more must bring the eigenvalues closer. It is this large
#: because a factor too few does more harm than one too many.
_LEVEL = 0.30
# A population is good enough when as many corrections in a row have not improved it.
_TRIALS = 5


@dataclass(frozen=True, slots=True)
class ComparisonData:
    """How far the eigenvalues of comparison data lie from the observed ones."""

    #: (n_solutions, n_samples) root mean squared differences with 1, 2, ... factors.
    distances: FloatArray
    #: (n_solutions,) one-sided Mann-Whitney probability that the distances are no smaller than
    #: those with a factor less; NaN for the first.
    pvalues: FloatArray

    @property
    def n_factors(self) -> int:
        """Number of factors before the first that did not bring the eigenvalues closer."""
        is_better = self.pvalues[1:] < _LEVEL
        return int(len(is_better) if is_better.all() else np.argmin(is_better)) + 1


def compare_with_factor_data(
    values: FloatArray,
    largest: int,
    rng: np.random.Generator,
    *,
    n_population: int = 10_000,
    n_samples: int = 500,
) -> ComparisonData:
    """Return how close the eigenvalues of data with 1, 2, ... factors come to the observed ones.

    For each number of factors a finite population is made that has it, the items' distributions
    and, as far as so many factors can, their correlations. The observed eigenvalues are compared
    with those of samples from it, until a factor more does not bring them closer. All populations
    are made from the same random numbers, and the same rows sampled from each, so that they differ
    by the factor alone; that is our addition, without which one factor more often seems closer.

    Parameters
    ----------
    values : (n_respondents, n_items)
        Complete, every item varies.
    largest : int
        Most factors to try.

    References
    ----------
    Ruscio and Roche (2012), doi:10.1037/a0025697; the populations: Ruscio and Kaczetow (2008),
    doi:10.1080/00273170802285693.
    """
    n_respondents, n_items = values.shape
    observed: FloatArray = np.asarray(np.corrcoef(values, rowvar=False))
    target = component_eigenvalues(observed)
    ranks = (np.arange(n_population) * n_respondents) // n_population
    margins = np.sort(values, axis=0)[ranks].T
    common = rng.standard_normal((largest, n_population))
    unique = rng.standard_normal((n_items, n_population))
    rows = rng.integers(0, n_population, (n_samples, n_respondents))
    distances: list[FloatArray] = []
    pvalues = [np.nan]
    for n_factors in range(1, largest + 1):
        population = _population(observed, common[:n_factors], unique, margins)
        sampled = _sampled_eigenvalues(population, rows)
        distances.append(np.sqrt(np.mean((sampled - target) ** 2, axis=1)))
        if n_factors > 1:
            test = mannwhitneyu(
                distances[-1], distances[-2], alternative="less", method="asymptotic"
            )
            pvalues.append(float(test.pvalue))
            if pvalues[-1] >= _LEVEL:
                break
    return ComparisonData(np.stack(distances), np.array(pvalues))


def _population(
    target: FloatArray, common: FloatArray, unique: FloatArray, margins: FloatArray
) -> FloatArray:
    """Return answers (n_population, n_items) with so many factors behind them.

    Cutting normal numbers to the items' distributions weakens their correlations. So the
    correlations to be factored are raised by what was missing, for as long as that helps.
    """
    above = np.triu_indices(len(target), 1)
    wanted, best, best_left, closest = target, target, np.zeros_like(target), margins
    smallest, trial = np.inf, 0
    while trial < _TRIALS:
        made = _cut(wanted, common, unique, margins)
        left = target - np.corrcoef(made)
        distance = float(np.sqrt(np.mean(left[above] ** 2)))
        if distance < smallest:
            smallest, trial = distance, 0
            best, best_left, closest = wanted, left, made
        else:
            trial += 1
        wanted = best + 0.5**trial * best_left
    return np.ascontiguousarray(closest.T)


def _cut(
    correlations: FloatArray, common: FloatArray, unique: FloatArray, margins: FloatArray
) -> FloatArray:
    """Return factor scores and residuals, weighted by loadings, in the given distributions.

    Parameters
    ----------
    common : (n_factors, n_population)
    unique, margins : (n_items, n_population)

    Returns
    -------
    (n_items, n_population)
    """
    factors = minres(correlations, len(common))
    latent = factors.loadings @ common + np.sqrt(factors.uniquenesses)[:, None] * unique
    cut = np.empty_like(latent)
    np.put_along_axis(cut, np.argsort(latent, axis=1), margins, axis=1)
    return cut


def _sampled_eigenvalues(population: FloatArray, rows: IntArray) -> FloatArray:
    """Return the eigenvalues (n_samples, n_items), largest first, of samples of these rows."""
    n_items = population.shape[1]
    products = np.empty((len(rows), n_items, n_items))
    for sample, drawn_rows in enumerate(rows):
        drawn = population[drawn_rows]
        drawn -= drawn.mean(axis=0)
        products[sample] = drawn.T @ drawn
    spread = np.sqrt(np.einsum("sii->si", products))
    # An item that does not vary in a sample correlates with nothing there.
    spread = np.where(spread > 0, spread, 1.0)
    correlations = products / (spread[:, :, None] * spread[:, None, :])
    index = np.arange(n_items)
    correlations[:, index, index] = 1.0
    return np.linalg.eigvalsh(correlations)[:, ::-1]
