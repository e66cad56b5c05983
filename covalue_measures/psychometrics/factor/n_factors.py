"""How many factors the data ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.eigenvalues import component_eigenvalues, factor_eigenvalues
from covalue_measures.numerics.polychoric import polychoric
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
    correlate,
)
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.typing import FloatArray


@dataclass(frozen=True, kw_only=True)
class NFactorsResult:
    """Parallel analysis: observed eigenvalues against those of random data."""

    #: Components whose eigenvalue exceeds the random one, counted until the first that does not.
    n_components: int
    #: The same for eigenvalues with communalities in the diagonal.
    n_factors: int
    #: One row an eigenvalue, largest first: ``component``, ``component_reference``,
    #: ``component_mean``, ``factor``, ``factor_reference``, ``factor_mean``; the reference is the
    #: quantile of the random eigenvalues, the mean their mean.
    parallel_analysis: pd.DataFrame
    quantile: float
    n_draws: int
    #: ``permuted``: the observed columns, each shuffled; ``normal``: random normal numbers.
    reference: Literal["permuted", "normal"]
    seed: int
    correlation: str
    n_items: int
    n_respondents: int


def suggest_n_factors(
    data: Responses | CorrelationResult,
    *,
    correlation: CorrelationMethod = "pearson",
    reference: Literal["permuted", "normal"] = "permuted",
    n_draws: int = 100,
    quantile: float = 0.95,
    seed: int = 0,
    progress: Progress = silent,
) -> NFactorsResult:
    """Return how many components and factors exceed those of random data.

    Parameters
    ----------
    data : ResponseData, DataFrame, 2-D array or CorrelationResult
        A correlation matrix alone allows the reference ``normal`` only.
    correlation : ``pearson`` or ``polychoric``
        Of the observed and of the random data alike.
    reference : ``permuted`` or ``normal``
        Shuffling each column keeps its distribution and its missing cells, and breaks every
        association; normal numbers keep the size only.
    n_draws : int
        Random data sets.
    quantile : float
        Of the random eigenvalues, that an observed one must exceed.
    seed : int
        Each draw has its own stream, so that the result does not depend on their order.

    Raises
    ------
    InsufficientDataError
        If there are fewer than three items.
    ValueError
        If permuted columns are asked for without data, or normal ones for polychorics.

    References
    ----------
    Horn (1965), doi:10.1007/BF02289447; for ordinal data and the quantile: Garrido, Abad and
    Ponsoda (2013), doi:10.1037/a0030005.
    """
    correlations = correlate(data, correlation)
    n_items = len(correlations.item_ids)
    if n_items < 3:
        raise InsufficientDataError(f"Parallel analysis needs at least 3 items, got {n_items}.")
    seeds = np.random.SeedSequence(seed).spawn(n_draws)
    generators = (np.random.default_rng(child) for child in seeds)
    if reference == "permuted":
        if isinstance(data, CorrelationResult):
            raise ValueError("Permuted columns need the data; use reference='normal'.")
        matrices = _permuted(as_item_matrix(data), correlation, generators)
    elif correlations.method == "polychoric":
        raise ValueError("Normal numbers have no categories; use reference='permuted'.")
    else:
        matrices = _normal(correlations.n_respondents, n_items, generators)
    components, factors = np.empty((n_draws, n_items)), np.empty((n_draws, n_items))
    for draw, matrix in enumerate(matrices):
        components[draw], factors[draw] = component_eigenvalues(matrix), factor_eigenvalues(matrix)
        progress("parallel analysis", draw + 1, n_draws)
    observed = correlations.matrix
    table = pd.DataFrame(
        _columns("component", component_eigenvalues(observed), components, quantile)
        | _columns("factor", factor_eigenvalues(observed), factors, quantile),
        index=pd.RangeIndex(1, n_items + 1, name="number"),
    )
    return NFactorsResult(
        n_components=_count(table, "component"),
        n_factors=_count(table, "factor"),
        parallel_analysis=table,
        quantile=quantile,
        n_draws=n_draws,
        reference=reference,
        seed=seed,
        correlation=correlations.method,
        n_items=n_items,
        n_respondents=correlations.n_respondents,
    )


def _columns(
    name: str, observed: FloatArray, random: FloatArray, quantile: float
) -> dict[str, FloatArray]:
    return {
        name: observed,
        f"{name}_reference": np.quantile(random, quantile, axis=0),
        f"{name}_mean": random.mean(axis=0),
    }


def _count(table: pd.DataFrame, name: str) -> int:
    exceeds = (table[name] > table[f"{name}_reference"]).to_numpy()
    return int(np.argmin(exceeds)) if not exceeds.all() else len(exceeds)


def _permuted(
    matrix: ItemMatrix, correlation: CorrelationMethod, generators: Iterator[np.random.Generator]
) -> Iterator[FloatArray]:
    if correlation == "pearson":
        for rng in generators:
            yield pairwise_correlation(rng.permuted(matrix.values, axis=0))
        return
    codes, categories = encode_categories(matrix)
    largest = max(len(values) for values in categories)
    for rng in generators:
        yield polychoric(rng.permuted(codes, axis=0), largest).correlations


def _normal(
    n_respondents: int, n_items: int, generators: Iterator[np.random.Generator]
) -> Iterator[FloatArray]:
    for rng in generators:
        yield pairwise_correlation(rng.standard_normal((n_respondents, n_items)))
