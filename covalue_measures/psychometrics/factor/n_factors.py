"""How many factors the data ask for."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.numerics.comparison_data import ComparisonData
from covalue_measures.numerics.eigenvalues import component_eigenvalues
from covalue_measures.numerics.empirical_kaiser import empirical_kaiser_reference
from covalue_measures.numerics.hull import Hull, hull_of_factors
from covalue_measures.numerics.minimum_average_partial import average_partial_correlations
from covalue_measures.parallel.threads import one_thread
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
    correlate,
)
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.factor.comparison_data import compare, comparison_table
from covalue_measures.psychometrics.factor.parallel_analysis import (
    Reference,
    analyze_in_parallel,
    random_correlations,
)
from covalue_measures.psychometrics.options import (
    require_choice,
    require_count,
    require_share,
)
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray

_SOURCES = {
    "parallel_analysis_components": "Horn (1965), doi:10.1007/BF02289447",
    "parallel_analysis_factors": "Humphreys and Ilgen (1969), doi:10.1177/001316446902900303",
    "minimum_average_partial": "Velicer (1976), doi:10.1007/BF02293557",
    "minimum_average_partial_fourth_power": (
        "Velicer, Eaton and Fava (2000), doi:10.1007/978-1-4615-4397-8_3"
    ),
    "empirical_kaiser": "Braeken and van Assen (2017), doi:10.1037/met0000074",
    "hull": "Lorenzo-Seva, Timmerman and Kiers (2011), doi:10.1080/00273171.2011.564527",
    "comparison_data": "Ruscio and Roche (2012), doi:10.1037/a0025697",
    "kaiser_guttman": "Guttman (1954), doi:10.1007/BF02289162",
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NFactorsResult(Readable):
    """What each criterion says, and the numbers that it says it by."""

    #: Components whose eigenvalue exceeds the random one, counted until the first that does not.
    n_components: int
    #: The same for eigenvalues with communalities in the diagonal.
    n_factors: int
    #: One row a criterion: ``criterion``, ``n_factors`` (missing where it does not apply),
    #: ``source``, ``reason`` (why it has no vote, empty if it has).
    votes: pd.DataFrame
    #: One row an eigenvalue, largest first: ``component``, ``component_reference``,
    #: ``component_mean``, ``factor``, ``factor_reference``, ``factor_mean``; the reference is the
    #: quantile of the random eigenvalues, the mean their mean.
    parallel_analysis: pd.DataFrame
    #: One row a number of components removed, from 0: ``squared``, ``fourth_power`` of the
    #: partial correlations that they leave. Smallest at the number to keep.
    minimum_average_partial: pd.DataFrame
    #: One row a component, largest first: ``eigenvalue`` and the ``reference`` it must exceed.
    empirical_kaiser: pd.DataFrame
    #: One row a number of factors, from 0: ``fit`` (common part accounted for), ``df``,
    #: ``scree_test`` (largest at the number to keep), ``is_converged``, ``is_heywood``. Empty
    #: where the correlations are not positive definite.
    hull: pd.DataFrame
    #: One row a number of factors, from 1: ``distance`` of the eigenvalues of its comparison data
    #: from the observed ones (mean root mean square), ``pvalue`` that it is no smaller than with
    #: one factor less. Empty if not asked for, or without a vote.
    comparison_data: pd.DataFrame
    quantile: float
    n_draws: int
    #: ``permuted``: the observed columns, each shuffled; ``normal``: random normal numbers.
    reference: Reference
    seed: int
    correlation: str
    n_items: int
    n_respondents: int


def suggest_n_factors(
    data: Responses | CorrelationResult,
    *,
    correlation: CorrelationMethod = "pearson",
    reference: Reference = "permuted",
    n_draws: int = 100,
    quantile: float = 0.95,
    comparison_data: bool = False,
    seed: int = 0,
    progress: Progress = silent,
) -> NFactorsResult:
    """Return how many factors each of several criteria finds.

    Parallel analysis, minimum average partial, the empirical Kaiser criterion and the hull of
    fit, and if asked for comparison data; eigenvalues above 1 (Kaiser and Guttman) beside them,
    though they count too many. Where the votes differ, the solutions that they name are the ones
    to look at.

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
    comparison_data : bool
        Compare with data that have 1, 2, ... factors, too: populations of 10,000 and 500 samples
        from each, which takes seconds. Needs the data.
    seed : int
        Each draw has its own stream, so that the result does not depend on their order.

    Raises
    ------
    InsufficientDataError
        If there are fewer than three items.
    ValueError
        If permuted columns are asked for without data, or normal ones for polychorics.

    Notes
    -----
    The hull compares solutions up to one factor more than parallel analysis finds, by maximum
    likelihood. Neither the simplest nor the last one that improves fit can win, so that it may
    have no vote, and has none where parallel analysis finds nothing. The empirical Kaiser
    criterion is derived for normal answers; its n is the rows of the data, complete or not.
    Comparison data are compared by Pearson correlations, as they have the items' distributions,
    and with the respondents who answered every item.

    References
    ----------
    Each criterion's is in ``votes``. For parallel analysis of ordinal data and the quantile:
    Garrido, Abad and Ponsoda (2013), doi:10.1037/a0030005.

    Examples
    --------
    >>> import numpy as np, covalue_measures as cm
    >>> rng = np.random.default_rng(1)
    >>> answers = rng.normal(size=(300, 2)).repeat(4, axis=1) + rng.normal(size=(300, 8))
    >>> result = cm.suggest_n_factors(answers, n_draws=20)
    >>> int(result.votes.set_index("criterion").loc["minimum_average_partial", "n_factors"])
    2
    """
    require_choice("reference", reference, Reference)
    require_count("n_draws", n_draws)
    require_share("quantile", quantile)
    correlations = correlate(data, correlation)
    n_items = len(correlations.item_ids)
    if n_items < 3:
        raise InsufficientDataError(f"Parallel analysis needs at least 3 items, got {n_items}.")
    random = random_correlations(
        data,
        correlations,
        correlation=correlation,
        reference=reference,
        n_draws=n_draws,
        seed=seed,
    )
    observed = correlations.matrix
    with one_thread():
        parallel = analyze_in_parallel(
            observed, random, n_draws=n_draws, quantile=quantile, progress=progress
        )
        n_components = _count(parallel["component"], parallel["component_reference"])
        n_factors = _count(parallel["factor"], parallel["factor_reference"])
        hull = _hull(observed, max(n_components, n_factors) + 1)
        compared = compare(data, seed) if comparison_data else None
    partial = _partial_table(observed)
    kaiser = _kaiser_table(observed, correlations.n_respondents)
    votes: dict[str, int | str] = {
        "parallel_analysis_components": n_components,
        "parallel_analysis_factors": n_factors,
        "minimum_average_partial": int(np.nanargmin(partial["squared"])),
        "minimum_average_partial_fourth_power": int(np.nanargmin(partial["fourth_power"])),
        "empirical_kaiser": _count(kaiser["eigenvalue"], kaiser["reference"]),
        "hull": _hull_vote(hull),
    }
    if compared is not None:
        votes["comparison_data"] = (
            compared.n_factors if isinstance(compared, ComparisonData) else compared
        )
    votes["kaiser_guttman"] = int((kaiser["eigenvalue"] > 1).sum())
    return NFactorsResult(
        n_components=n_components,
        n_factors=n_factors,
        votes=_vote_table(votes),
        parallel_analysis=parallel,
        minimum_average_partial=partial,
        empirical_kaiser=kaiser,
        hull=_hull_table(hull),
        comparison_data=comparison_table(compared),
        quantile=quantile,
        n_draws=n_draws,
        reference=reference,
        seed=seed,
        correlation=correlations.method,
        n_items=n_items,
        n_respondents=correlations.n_respondents,
    )


def _count(observed: "pd.Series[float]", reference: "pd.Series[float]") -> int:
    """Return how many exceed their reference before the first that does not."""
    exceeds = (observed > reference).to_numpy()
    return int(np.argmin(exceeds)) if not exceeds.all() else len(exceeds)


def _partial_table(observed: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(
        average_partial_correlations(observed),
        columns=["squared", "fourth_power"],
        index=pd.RangeIndex(len(observed), name="n_removed"),
    )


def _kaiser_table(observed: FloatArray, n_respondents: int) -> pd.DataFrame:
    eigenvalues = component_eigenvalues(observed)
    return pd.DataFrame(
        {
            "eigenvalue": eigenvalues,
            "reference": empirical_kaiser_reference(eigenvalues, n_respondents),
        },
        index=pd.RangeIndex(1, len(observed) + 1, name="number"),
    )


def _hull(observed: FloatArray, largest: int) -> Hull | None:
    # The inverse, and the likelihood, need a matrix that is safely positive definite.
    smallest = np.linalg.eigvalsh(observed)[0]
    return hull_of_factors(observed, largest) if smallest > 1e-8 else None


def _hull_vote(hull: Hull | None) -> int | str:
    if hull is None:
        return "The correlations are not positive definite."
    if hull.n_factors is None:
        return "No solution lies between the simplest and the last that improves fit."
    return hull.n_factors


def _hull_table(hull: Hull | None) -> pd.DataFrame:
    names = ["fit", "df", "scree_test", "is_converged", "is_heywood"]
    columns = {name: getattr(hull, name) if hull else [] for name in names}
    return pd.DataFrame(columns).rename_axis("n_factors")


def _vote_table(votes: dict[str, int | str]) -> pd.DataFrame:
    """Return one row a criterion; a text is the reason why it has no vote."""
    numbers = [None if isinstance(vote, str) else vote for vote in votes.values()]
    return pd.DataFrame(
        {
            "criterion": list(votes),
            "n_factors": pd.array(numbers, dtype="Int64"),
            "source": [_SOURCES[criterion] for criterion in votes],
            "reason": [vote if isinstance(vote, str) else "" for vote in votes.values()],
        }
    )
