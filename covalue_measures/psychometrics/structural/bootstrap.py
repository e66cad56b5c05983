"""Standard errors and intervals of a confirmatory model by drawing respondents anew."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar, Unpack

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import ConvergenceWarning, InsufficientDataError, ModelError
from covalue_measures.numerics.structural.bollen_stine import model_rows
from covalue_measures.parallel import Backend, JoblibBackend
from covalue_measures.progress import Progress, silent
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice, require_count, require_share
from covalue_measures.psychometrics.structural.bootstrap_result import (
    BootstrapInterval,
    BootstrapKind,
    CfaBootstrapResult,
)
from covalue_measures.psychometrics.structural.bootstrap_table import bootstrap_table
from covalue_measures.psychometrics.structural.cfa import fit_cfa
from covalue_measures.psychometrics.structural.cfa_options import CfaOptions
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.psychometrics.structural.estimates_table import parameter_labels
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.estimator import estimator_named
from covalue_measures.psychometrics.structural.left_out import (
    LeftOut,
    acceleration_without,
    blocks_left_out,
)
from covalue_measures.psychometrics.structural.preparation import (
    PreparedData,
    prepare,
    request_model,
)
from covalue_measures.psychometrics.structural.refit import (
    RandomDraws,
    Refit,
    Replicates,
    joined,
    quiet,
)
from covalue_measures.psychometrics.structural.resampling import resampling_of
from covalue_measures.schema import InstrumentLike
from covalue_measures.typing import FloatArray, IntArray

Piece = TypeVar("Piece")

#: Draws of one task: enough that sending it costs next to nothing.
_BATCH = 25
#: Fewer draws than these say nothing of an interval's ends.
_LEAST_DRAWS = 20
#: Share of failed draws that intervals can bear without a word.
_MOST_FAILED = 0.05


def bootstrap_cfa(
    data: Responses,
    model: str | InstrumentLike | None = None,
    *,
    n_draws: int = 1000,
    seed: int = 1,
    kind: BootstrapKind = "nonparametric",
    interval: BootstrapInterval = "percentile",
    backend: Backend | None = None,
    progress: Progress = silent,
    confidence_level: float = 0.95,
    **options: Unpack[CfaOptions],
) -> CfaBootstrapResult:
    """Return how a confirmatory model's estimates vary when respondents are drawn anew.

    Parameters
    ----------
    data, model
        As :func:`fit_cfa` takes them.
    n_draws : int
        Each of as many respondents as there are, with replacement, within groups.
    seed : int
        Each draw has its own stream, so that the result does not depend on the back end.
    kind : ``nonparametric`` or ``bollen_stine``
        The latter draws from answers that were moved until the model fits them exactly: for the
        test of the model without assuming normal answers. Complete numeric answers and maximum
        likelihood only. Its standard errors and intervals hold if the model does.
    interval : ``percentile``, ``bias_corrected`` or ``bca``
        The last is corrected for skewness, too, and fits the model up to 400 times more.
    backend : Backend, optional
        Where the work is done. By default what ``joblib.parallel_config`` says, else this process.
    progress : callable
    confidence_level : float
    **options
        As :func:`fit_cfa` takes them.

    Raises
    ------
    ModelError
        If the model does not converge with all respondents, is not identified, has exploratory
        blocks, or if ``kind`` does not go with the estimator.
    InsufficientDataError
        If fewer than 20 draws converge.

    Notes
    -----
    Draws start at the estimates of all respondents, so that a factor keeps its sign. A draw in
    which someone's category is not there, or an item does not vary, fails. Covariates are drawn
    with the respondents; their own moments have no standard errors, as in the fit itself. The
    probability of the Bollen-Stine test counts the model's own statistic among those drawn.

    For ``bca``, with more than 400 respondents they are left out in 400 random blocks, not one by
    one.

    References
    ----------
    Bollen and Stine (1992), doi:10.1177/0049124192021002004; intervals: Efron (1987),
    doi:10.1080/01621459.1987.10478410.

    Examples
    --------
    >>> import covalue_measures as cm, pandas as pd
    >>> data = pd.read_csv("examples/bfi/bfi.csv")
    >>> result = cm.bootstrap_cfa(data, "n =~ N1 + N2 + N3 + N4 + N5", n_draws=50)
    >>> result.n_converged, result.standardized["est_std"].round(2).tolist()[:3]
    (50, [0.82, 0.8, 0.72])
    """
    require_count("n_draws", n_draws, _LEAST_DRAWS)
    require_choice("kind", kind, BootstrapKind)
    require_choice("interval", interval, BootstrapInterval)
    require_share("confidence_level", confidence_level)
    workers = JoblibBackend() if backend is None else backend
    fit = fit_cfa(data, model, confidence_level=confidence_level, **options)
    _refuse_unusable(fit)
    refit = _refit(data, model, fit, kind, options)
    seeds = np.random.SeedSequence(seed).spawn(n_draws + 1)
    drawn = _mapped(workers, RandomDraws(refit), seeds[:-1], "bootstrap draws", progress)
    if (n_converged := int(drawn.converged.sum())) < _LEAST_DRAWS:
        raise InsufficientDataError(
            f"Only {n_converged} of {n_draws} bootstrap draws converged; {_LEAST_DRAWS} are needed"
            " for an interval."
        )
    _warn_of_failures(n_draws - n_converged, n_draws)
    left_out = None
    if interval == "bca":
        blocks = blocks_left_out(refit.resampling.n_rows, np.random.default_rng(seeds[-1]))
        without = _mapped(workers, LeftOut(refit), blocks, "respondents left out", progress)
        left_out = blocks, without
    return _result(fit, refit, drawn, left_out, kind, interval, seed)


def _refuse_unusable(fit: CfaResult) -> None:
    estimation = fit.estimation
    if estimation.model.table.blocks:
        raise ModelError(
            "A bootstrap of exploratory blocks would mix their factors; fit_cfa has standard errors"
            " of rotated loadings."
        )
    if not estimation.convergence.converged or estimation.undetermined:
        raise ModelError(
            "There is nothing to draw around: with all respondents the model did not converge, or"
            " is not identified."
        )


def _refit(
    data: Responses,
    model: str | InstrumentLike | None,
    fit: CfaResult,
    kind: BootstrapKind,
    options: CfaOptions,
) -> Refit:
    """Return the fit as one that can be repeated."""
    estimation = fit.estimation
    estimator, treatment = estimator_named(
        options.get("estimator"),
        options.get("missing"),
        is_ordinal=bool(options.get("ordered")),
    )
    request = request_model(
        data,
        model,
        orthogonal=options.get("orthogonal", False),
        standardized=options.get("standardized_latents", False),
    )
    with quiet():
        # The fit has said already what is to be said of the data.
        prepared = prepare(
            data,
            request,
            estimator,
            treatment,
            options.get("ordered"),
            options.get("group"),
            given_covariates=bool(estimation.model.table.exogenous),
        )
    if kind == "bollen_stine":
        prepared = _fitting(prepared, estimation)
    return Refit(
        resampling=resampling_of(prepared, estimation.samples, estimation.model.table, estimator),
        model=estimation.model,
        start=estimation.parameters,
        information_kind=estimation.information_kind,
        max_iterations=options.get("max_iterations", 500),
        tests=kind == "bollen_stine",
    )


def _fitting(prepared: PreparedData, estimation: Estimation) -> PreparedData:
    """Return the answers moved until the model fits them."""
    samples = estimation.samples
    is_complete = all(sample.is_complete for sample in samples.normal)
    if estimation.estimator.discrepancy != "likelihood" or not is_complete:
        raise ModelError(
            "The Bollen-Stine test is for complete numeric answers and maximum likelihood; this fit"
            f" is by {estimation.estimator.name}{'' if is_complete else ' with missing answers'}."
        )
    values = tuple(
        model_rows(
            rows,
            sample.means[0],
            sample.covariances[0],
            implied.mean if samples.has_means else sample.means[0],
            implied.covariance,
        )
        for rows, sample, implied in zip(
            prepared.data.values, samples.normal, estimation.implied, strict=True
        )
    )
    return replace(prepared, data=replace(prepared.data, values=values))


def _mapped(
    backend: Backend,
    function: Callable[[Sequence[Piece]], Replicates],
    pieces: Sequence[Piece],
    step: str,
    progress: Progress,
) -> Replicates:
    """Return the replicates of all pieces, which are sent in batches."""
    batches = [pieces[start : start + _BATCH] for start in range(0, len(pieces), _BATCH)]

    def in_pieces(step: str, done: int, _total: int, /) -> None:
        progress(step, min(done * _BATCH, len(pieces)), len(pieces))

    with quiet():
        return joined(backend.map(function, batches, step=step, progress=in_pieces))


def _warn_of_failures(n_failed: int, n_draws: int) -> None:
    if n_failed > _MOST_FAILED * n_draws:
        warnings.warn(
            f"{n_failed} of {n_draws} bootstrap draws did not converge and are left out: standard"
            " errors and intervals are those of the draws that suit the model, and too narrow.",
            ConvergenceWarning,
            stacklevel=callers_level(),
        )


def _result(
    fit: CfaResult,
    refit: Refit,
    drawn: Replicates,
    left_out: tuple[list[tuple[int, IntArray]], Replicates] | None,
    kind: BootstrapKind,
    interval: BootstrapInterval,
    seed: int,
) -> CfaBootstrapResult:
    level = fit.settings.confidence_level
    estimation = fit.estimation
    accelerations: tuple[FloatArray | float, FloatArray | float] = 0.0, 0.0
    if left_out is not None:
        blocks, without = left_out
        n_rows = refit.resampling.n_rows
        accelerations = (
            acceleration_without(without.values, blocks, n_rows),
            acceleration_without(without.standardized, blocks, n_rows),
        )
    tables = [
        bootstrap_table(table, name, values[drawn.converged], level, interval, acceleration)
        for table, name, values, acceleration in (
            (fit.estimates, "est", drawn.values, accelerations[0]),
            (fit.standardized, "est_std", drawn.standardized, accelerations[1]),
        )
    ]
    chisq = estimation.target.statistic
    return CfaBootstrapResult(
        estimates=tables[0],
        standardized=tables[1],
        draws=pd.DataFrame(drawn.parameters, columns=parameter_labels(estimation.model)),
        chisq=chisq,
        df=estimation.df,
        drawn_chisq=drawn.statistics,
        bollen_stine_pvalue=_share_as_large(drawn.statistics, chisq),
        kind=kind,
        interval=interval,
        confidence_level=level,
        seed=seed,
        n_draws=len(drawn.values),
        n_converged=int(drawn.converged.sum()),
        n_improper=int(drawn.is_improper.sum()),
        settings=fit.settings,
        item_ids=fit.item_ids,
        group_labels=fit.group_labels,
        n_used=fit.n_used,
    )


def _share_as_large(statistics: FloatArray, statistic: float) -> float:
    known = statistics[~np.isnan(statistics)]
    if not len(known):
        return float("nan")
    return float((1 + (known >= statistic).sum()) / (1 + len(known)))
