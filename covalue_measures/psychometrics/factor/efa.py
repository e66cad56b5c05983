"""Exploratory factor analysis."""

import warnings
from typing import Literal

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.numerics.extraction.choice import EXTRACTIONS, ExtractionName, extract
from covalue_measures.numerics.rotation.choice import (
    RotationName,
    choose_rotation,
)
from covalue_measures.psychometrics.correlation import (
    CorrelationMethod,
    CorrelationResult,
    correlate,
)
from covalue_measures.psychometrics.door import Responses, name_items
from covalue_measures.psychometrics.factor.efa_assembly import assemble
from covalue_measures.psychometrics.factor.efa_result import EfaResult, EfaSettings
from covalue_measures.psychometrics.options import require_count
from covalue_measures.typing import BoolArray, FloatArray

# A factor whose loadings are shorter explains nothing; there is no direction to rotate it to.
_EMPTY = 1e-6
# Correlations with a smaller eigenvalue have no inverse worth the name.
_SINGULAR = 1e-12


def fit_efa(
    data: Responses | CorrelationResult,
    n_factors: int,
    *,
    extraction: ExtractionName = "minres",
    rotation: RotationName | Literal["none"] = "oblimin",
    correlation: CorrelationMethod = "pearson",
    missing: Literal["pairwise", "listwise"] = "pairwise",
    oblique: bool | None = None,
    normalize: bool | None = None,
    rotation_parameter: float | None = None,
    target: pd.DataFrame | FloatArray | None = None,
    n_starts: int = 30,
    seed: int = 0,
) -> EfaResult:
    """Return the rotated factors of the correlations among items, their fit and their residuals.

    Parameters
    ----------
    data : ResponseData, DataFrame, 2-D array or CorrelationResult
        Items keyed in one direction or not: a negative loading says so.
    n_factors : int
        At least 1, fewer than items.
    extraction : ``minres``, ``maximum_likelihood`` or ``principal_axis``
        Minres and principal axis, iterated until it settles, have the same solution where no item
        is a Heywood case; maximum likelihood needs positive definite correlations.
    rotation : str
        ``none``; ``varimax``, ``quartimax``, ``equamax``, ``parsimax``, ``entropy``, ``bifactor``
        (orthogonal unless ``oblique``); ``oblimin``, ``quartimin``, ``geomin``, ``infomax``,
        ``bentler``, ``simplimax``, ``crawford_ferguson``, ``target``, ``promax`` (oblique unless
        not).
    correlation : ``pearson`` or ``polychoric``
        With polychorics, chi-square and what follows from it take the latent responses for
        observed, which they are not: judge by the residuals.
    missing : ``pairwise`` or ``listwise``
    oblique : bool, optional
        Whether factors may correlate. Varimax and quartimax have then their Crawford-Ferguson form.
    normalize : bool, optional
        Kaiser normalization. By default for varimax and promax only, as in R and SPSS.
    rotation_parameter : float, optional
        Gamma of oblimin (0), epsilon of geomin (.01), kappa of Crawford-Ferguson (0), power of
        promax (4), number of small loadings of simplimax (as many as items).
    target : DataFrame or (n_items, n_factors), optional
        Loadings that the target rotation aims at, NaN where any will do; a frame has item ids for
        index, in any order.
    n_starts, seed : int
        Starts of the rotation, the first one the unrotated position; how many reached the best,
        and how many different minima there were, is on record.

    Raises
    ------
    InsufficientDataError
        If there are fewer than three items, not more items than factors, or the correlations
        have no inverse and the likelihood needs it.
    ValueError
        If a rotation is asked for that does not exist.

    Notes
    -----
    Fit is that of ``psych::fa`` 2.2.9: the likelihood discrepancy at the solution, whatever the
    extraction, and ``n`` the rows of the data even where cells are missing.

    ``promax`` starts from Kaiser-normalized varimax and raises loadings to the fourth power: of
    items at length 1 (``psych``'s ``promax``), or with ``normalize=False`` of items as they are
    (``psych``'s ``Promax``, ``factanal(rotation = "promax")``). ``equamax`` is Crawford-Ferguson
    with kappa m/(2k), as in ``psych``; ``factor_analyzer`` rotates to quartimax under that name.

    References
    ----------
    Lawley and Maxwell (1971), Factor analysis as a statistical method; Jennrich (2002),
    doi:10.1007/BF02294706; those of each extraction and criterion stand with it.

    Examples
    --------
    >>> import numpy as np, pandas as pd, covalue_measures as cm
    >>> pattern = np.repeat(np.eye(2), 3, axis=0) * 0.7
    >>> matrix = pd.DataFrame(pattern @ pattern.T + 0.51 * np.eye(6), columns=list("abcdef"))
    >>> given = cm.CorrelationResult.from_matrix(matrix, n_respondents=200)
    >>> cm.fit_efa(given, 2).communalities.round(2).tolist()
    [0.49, 0.49, 0.49, 0.49, 0.49, 0.49]
    """
    asked = (oblique, normalize, rotation_parameter, target)
    if rotation == "none" and any(one is not None for one in asked):
        raise ValueError("Something is asked of the rotation, but rotation='none'.")
    if n_starts < 1:
        raise ValueError(f"A rotation needs at least 1 start, got {n_starts}.")
    correlations = correlate(data, correlation, missing)
    _refuse(correlations, n_factors, extraction)
    choice = None
    if rotation != "none":
        choice = choose_rotation(
            rotation,
            n_items=len(correlations.item_ids),
            n_factors=n_factors,
            oblique=oblique,
            normalize=normalize,
            parameter=rotation_parameter,
            pattern=_pattern(target, correlations.item_ids),
        )
    extracted = extract(extraction, correlations.matrix, n_factors)
    rotated = None
    if choice is not None and n_factors > 1 and not _is_empty(extracted.loadings).any():
        rng = np.random.default_rng(seed)
        rotated = choice.rotate(extracted.loadings, rng=rng, n_starts=n_starts)
    settings = EfaSettings(
        extraction=extraction,
        rotation=rotation,
        correlation=correlations.method,
        missing=correlations.missing,
        n_starts=n_starts,
        seed=seed,
    )
    result = assemble(correlations, extracted, choice, rotated, settings)
    _warn(result)
    return result


def _is_empty(loadings: FloatArray) -> BoolArray:
    """Return which factors have no loadings to speak of."""
    empty: BoolArray = np.linalg.norm(loadings, axis=0) < _EMPTY
    return empty


def _refuse(correlations: CorrelationResult, n_factors: int, extraction: ExtractionName) -> None:
    require_count("n_factors", n_factors)
    n_items = len(correlations.item_ids)
    if n_items < 3 or not 1 <= n_factors < n_items:
        raise InsufficientDataError(
            "Factor analysis needs at least 3 items and fewer factors than items; got"
            f" {n_items} items and {n_factors} factors."
        )
    if extraction not in EXTRACTIONS:
        raise ValueError(
            f"There is no extraction '{extraction}'; choose among {', '.join(EXTRACTIONS)}."
        )
    smallest = correlations.smallest_eigenvalue
    if extraction == "maximum_likelihood" and smallest <= _SINGULAR:
        raise InsufficientDataError(
            f"The {correlations.method} correlations are not positive definite (smallest eigenvalue"
            f" {smallest:.2e}), and so have no likelihood; use extraction='minres'."
        )


def _pattern(
    target: pd.DataFrame | FloatArray | None, item_ids: tuple[str, ...]
) -> FloatArray | None:
    if isinstance(target, pd.DataFrame):
        by_id = target.set_axis([str(name) for name in target.index], axis=0)
        if sorted(by_id.index) != sorted(item_ids):
            odd = sorted(set(by_id.index) ^ set(item_ids)) or sorted(by_id.index)
            raise ResponseDataError(
                f"The target's rows are not the items: '{odd[0]}' is missing from one of them, or"
                " there twice."
            )
        return by_id.loc[list(item_ids)].to_numpy(dtype=np.float64)
    return None if target is None else np.asarray(target, dtype=np.float64)


def _warn(result: EfaResult) -> None:
    failures = [] if result.convergence.converged else [f"extraction: {result.convergence.message}"]
    if result.rotation and not result.rotation.converged:
        failures.append(
            f"rotation: gradient {result.rotation.gradient_norm:.1e} after"
            f" {result.rotation.iterations} iterations"
        )
    if failures:
        warnings.warn(
            f"The factor analysis did not converge ({'; '.join(failures)}).",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )
    for weakness in _weaknesses(result):
        warnings.warn(weakness, DataQualityWarning, stacklevel=callers_level())


def _weaknesses(result: EfaResult) -> list[str]:
    weaknesses = []
    smallest = result.correlations.smallest_eigenvalue
    if smallest < 0:
        weaknesses.append(
            f"The {result.correlations.method} correlations are not positive definite (smallest"
            f" eigenvalue {smallest:.2e}): there is no chi-square, and no index made from it."
        )
    if result.fit.df < 0:
        weaknesses.append(
            f"{result.n_factors} factors of {result.n_items} items are more than the correlations"
            " determine: other loadings fit as well."
        )
    n_empty = int(_is_empty(result.loadings.to_numpy()).sum())
    if n_empty:
        weaknesses.append(
            f"{n_empty} of {result.n_factors} factors have no loadings: the correlations leave"
            " nothing for them, and nothing was rotated. Ask for fewer."
        )
    if result.heywood_items:
        is_meant = np.isin(result.item_ids, result.heywood_items)
        weaknesses.append(
            f"Heywood case: almost no uniqueness is left for"
            f" {name_items(result.item_ids, is_meant)}; the factor model does not fit."
        )
    return weaknesses
