"""Whether scores do what they were expected to do."""

import warnings
from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, ModelError
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.validity.expectations import (
    CorrelationMethod,
    Expectation,
    Hypotheses,
    as_expectations,
)
from covalue_measures.psychometrics.validity.group_labels import Labels
from covalue_measures.psychometrics.validity.hypothesis_results import (
    HypothesesResult,
    count_confirmed,
    rate_share,
)
from covalue_measures.psychometrics.validity.score_statistics import (
    FROM_ITEMS,
    Finding,
    ScoreColumns,
    score_columns,
)
from covalue_measures.schema.hypothesis import HypothesisPlan

#: Share of hypotheses that must hold where no plan says it; Terwee et al. (2007).
_SHARE_NEEDED = 0.75


def check_hypotheses(
    scores: pd.DataFrame,
    hypotheses: Hypotheses,
    *,
    method: CorrelationMethod = "pearson",
    confidence_level: float = 0.95,
    groups: pd.DataFrame | Mapping[str, Labels] | None = None,
    estimates: Mapping[str, float] | None = None,
    data_collected: date | None = None,
) -> HypothesesResult:
    r"""Return which hypotheses about scores hold, and the share of them.

    Parameters
    ----------
    scores : DataFrame
        (n_respondents, n_scores), a column a score or comparator, NaN for missing.
    hypotheses : HypothesisPlan, sequence of Hypothesis or mapping, or DataFrame
        Of one's own, a row says ``first`` and ``second`` column and the ends ``lower`` and
        ``upper`` of the band, one of which may be left out; and where wanted ``id``,
        ``statement``, ``statistic``, ``absolute``, ``is_reversed``, ``below`` (the id of a
        hypothesis whose estimate must be higher), ``high`` and ``low`` (labels of two groups in
        the second column), ``strength`` (``main`` or ``supporting``).
    method : ``pearson`` or ``spearman``
        For rows that name no ``statistic``. A plan names its own.
    confidence_level : float
    groups : DataFrame or mapping, optional
        Columns of group labels that are not among the scores, in the order of their rows.
    estimates : mapping from id to float, optional
        Values of hypotheses about ``htmt`` or ``kappa``, which need items or categories: those of
        ``estimate_htmt`` and ``estimate_kappa``.
    data_collected : date, optional
        The day of the first answer, to be held against the day of the plan.

    Raises
    ------
    ModelError
        If a hypothesis says nothing, or what cannot be.
    ResponseDataError
        If a column that is needed does not hold numbers, or labels are not one a respondent.

    Warns
    -----
    DataQualityWarning
        If the data are older than the plan.

    Notes
    -----
    The estimate is held against the band, whose ends belong to it; the interval is shown and not
    judged. Correlations are over the respondents with both values: Fisher's interval for Pearson,
    the one of Bonett and Wright (2000) for Spearman. ``cohens_d`` is high less low group, with the
    interval of the noncentral t distribution; respondents of other groups are left out.
    ``icc`` is ICC(A,1), agreement of the two columns.

    A hypothesis whose column is lacking is not tested, and ``not_tested`` says so. The rating is
    ``+`` where at least 75 percent of the tested hypotheses hold (Terwee et al. 2007), or the
    share that the plan says. Supporting hypotheses are shown and do not count.

    References
    ----------
    Terwee et al. (2007), doi:10.1016/j.jclinepi.2006.03.012; Bonett and Wright (2000),
    doi:10.1007/BF02294183; McGraw and Wong (1996), doi:10.1037/1082-989X.1.1.30.

    Examples
    --------
    >>> import pandas as pd
    >>> from covalue_measures.psychometrics.validity.hypotheses import check_hypotheses
    >>> scores = pd.read_csv("tests/reference/data/sat_act.csv")
    >>> expected = [{"first": "ACT", "second": "SATQ", "lower": 0.5},
    ...             {"first": "ACT", "second": "age", "upper": 0.1, "absolute": True}]
    >>> result = check_hypotheses(scores, expected)
    >>> result.table[["n", "estimate", "holds"]].round(2).values.tolist(), result.rating
    ([[687, 0.59, True], [700, 0.11, False]], '-')
    """
    require_choice("method", method, CorrelationMethod)
    require_share("confidence_level", confidence_level)
    plan = hypotheses if isinstance(hypotheses, HypothesisPlan) else None
    first_day = _compare_days(plan, data_collected)
    expectations = as_expectations(hypotheses, method)
    given = _given(estimates or {}, expectations)
    columns = score_columns(scores, expectations, groups)
    findings = {
        expectation.id: _find(columns, expectation, given, confidence_level)
        for expectation in expectations
    }
    table = pd.DataFrame(
        [_row(expectation, findings, expectations) for expectation in expectations]
    ).set_index("id")
    table = table.astype({"n": "Int64", "holds": object})
    n_tested, n_confirmed = count_confirmed(table)
    share_needed = float(plan.share_needed) if plan else _SHARE_NEEDED
    return HypothesesResult(
        table=table,
        n_tested=n_tested,
        n_confirmed=n_confirmed,
        rating=rate_share(n_confirmed, n_tested, share_needed),
        share_needed=share_needed,
        confidence_level=confidence_level,
        plan=plan.reference if plan else None,
        plan_digest=plan.digest if plan else None,
        registered=plan.registered if plan else None,
        data_collected=first_day,
    )


def _compare_days(plan: HypothesisPlan | None, data_collected: date | None) -> date | None:
    if data_collected is None:
        return None
    if not isinstance(data_collected, date):
        raise ModelError(
            f"data_collected is a datetime.date, not {data_collected!r}; date.fromisoformat reads"
            " a text."
        )
    if plan is None:
        raise ModelError(
            "data_collected is held against the day of a plan, and these hypotheses have none."
        )
    # A time of day is a day as well, but the two cannot be compared.
    day = data_collected.date() if isinstance(data_collected, datetime) else data_collected
    if day < plan.registered:
        warnings.warn(
            f"The data were collected from {day} on, before the hypotheses of '{plan.reference}'"
            f" were registered on {plan.registered}: they are not prespecified for these data.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
    return day


def _given(
    estimates: Mapping[str, float], expectations: tuple[Expectation, ...]
) -> dict[str, float]:
    """Return estimates that were made elsewhere, each of a hypothesis that needs it."""
    statistics = {expectation.id: expectation.statistic for expectation in expectations}
    for name in estimates:
        if name not in statistics:
            raise ModelError(f"estimates names '{name}', which is no hypothesis.")
        if statistics[name] not in FROM_ITEMS:
            raise ModelError(
                f"Hypothesis '{name}' is about {statistics[name]}, which is computed from the"
                f" scores; estimates are for {' and '.join(FROM_ITEMS)}."
            )
    return {name: float(value) for name, value in estimates.items()}


def _find(
    columns: ScoreColumns,
    expectation: Expectation,
    given: Mapping[str, float],
    confidence_level: float,
) -> Finding:
    if expectation.id in given:
        return Finding(estimate=given[expectation.id])
    found = columns.estimate(expectation, confidence_level)
    return found.turned() if expectation.is_reversed else found


def _row(
    expectation: Expectation,
    findings: Mapping[str, Finding],
    expectations: tuple[Expectation, ...],
) -> dict[str, object]:
    found = findings[expectation.id]
    holds, note = None, found.note
    if found.is_found:
        holds = expectation.admits(found.estimate)
        if holds and expectation.below is not None:
            holds, note = _is_below(expectation, findings, expectations)
    return {
        "id": expectation.id,
        "statement": expectation.statement,
        "first": expectation.first,
        "second": expectation.second,
        "statistic": expectation.statistic,
        "n": found.n,
        "estimate": found.estimate,
        "ci_lower": found.lower,
        "ci_upper": found.upper,
        "expected_lower": float("nan") if expectation.lower is None else expectation.lower,
        "expected_upper": float("nan") if expectation.upper is None else expectation.upper,
        "absolute": expectation.absolute,
        "is_reversed": expectation.is_reversed,
        "below": expectation.below or "",
        "holds": holds,
        "counts": expectation.counts,
        "note": note,
    }


def _is_below(
    expectation: Expectation,
    findings: Mapping[str, Finding],
    expectations: tuple[Expectation, ...],
) -> tuple[bool | None, str]:
    """Return whether the other estimate is higher, and why that is not known."""
    other = next(each for each in expectations if each.id == expectation.below)
    found = findings[other.id]
    if not found.is_found:
        return None, f"'{other.id}', below which it is to lie, was not tested"
    own = findings[expectation.id].estimate
    return expectation.judged(own) < other.judged(found.estimate), ""
