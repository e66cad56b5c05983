"""Eigenvalues of random data beside the observed ones."""

from collections.abc import Iterator
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.numerics.contingency import pair_tables
from covalue_measures.numerics.covariance import pairwise_correlation
from covalue_measures.numerics.eigenvalues import component_eigenvalues, factor_eigenvalues
from covalue_measures.numerics.polychoric import thresholds_of
from covalue_measures.numerics.weak_polychoric import weak_polychoric
from covalue_measures.progress import Progress
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
)
from covalue_measures.psychometrics.correlation.polychoric import encode_categories
from covalue_measures.psychometrics.door import ItemMatrix, Responses, as_item_matrix
from covalue_measures.typing import FloatArray

#: What the random data are: the observed columns, each shuffled, or normal numbers.
Reference: TypeAlias = Literal["permuted", "normal"]
# Draws whose polychorics are estimated together; each has its own stream all the same.
_BLOCK = 20


def random_correlations(
    data: Responses | CorrelationResult,
    observed: CorrelationResult,
    *,
    correlation: CorrelationMethod,
    reference: Reference,
    n_draws: int,
    seed: int,
) -> Iterator[FloatArray]:
    """Return the correlation matrices of ``n_draws`` random data sets, one after the other.

    Raises
    ------
    ValueError
        If permuted columns are asked for without data, or normal ones for polychorics.
    """
    seeds = np.random.SeedSequence(seed).spawn(n_draws)
    generators = (np.random.default_rng(child) for child in seeds)
    if reference == "permuted":
        if isinstance(data, CorrelationResult):
            raise ValueError(
                "Permuted columns need the answers: give them, and the kind of correlation. From"
                " Pearson correlations alone, use reference='normal'."
            )
        return _permuted(as_item_matrix(data), correlation, generators)
    if observed.method == "polychoric":
        raise ValueError("Normal numbers have no categories; use reference='permuted'.")
    return _normal(observed.n_respondents, len(observed.item_ids), generators)


def analyze_in_parallel(
    observed: FloatArray,
    random: Iterator[FloatArray],
    *,
    n_draws: int,
    quantile: float,
    progress: Progress,
) -> pd.DataFrame:
    """Return the eigenvalues of the observed correlations beside those of the random ones."""
    n_items = len(observed)
    components, factors = np.empty((n_draws, n_items)), np.empty((n_draws, n_items))
    for draw, matrix in enumerate(random):
        components[draw] = component_eigenvalues(matrix)
        factors[draw] = factor_eigenvalues(matrix)
        progress("parallel analysis", draw + 1, n_draws)
    return pd.DataFrame(
        _columns("component", component_eigenvalues(observed), components, quantile)
        | _columns("factor", factor_eigenvalues(observed), factors, quantile),
        index=pd.RangeIndex(1, n_items + 1, name="number"),
    )


def _columns(
    name: str, observed: FloatArray, random: FloatArray, quantile: float
) -> dict[str, FloatArray]:
    return {
        name: observed,
        f"{name}_reference": np.quantile(random, quantile, axis=0),
        f"{name}_mean": random.mean(axis=0),
    }


def _permuted(
    matrix: ItemMatrix, correlation: CorrelationMethod, generators: Iterator[np.random.Generator]
) -> Iterator[FloatArray]:
    if correlation == "pearson":
        for rng in generators:
            yield pairwise_correlation(rng.permuted(matrix.values, axis=0))
        return
    codes, categories = encode_categories(matrix)
    largest = max(len(values) for values in categories)
    thresholds = thresholds_of(pair_tables(codes, largest))
    above = np.triu_indices(matrix.n_items, 1)
    while block := list(islice(generators, _BLOCK)):
        tables = [pair_tables(rng.permuted(codes, axis=0), largest)[above] for rng in block]
        for weak in weak_polychoric(np.stack(tables), thresholds):
            correlations = np.eye(matrix.n_items)
            correlations[above] = correlations.T[above] = weak
            yield correlations


def _normal(
    n_respondents: int, n_items: int, generators: Iterator[np.random.Generator]
) -> Iterator[FloatArray]:
    for rng in generators:
        yield pairwise_correlation(rng.standard_normal((n_respondents, n_items)))
