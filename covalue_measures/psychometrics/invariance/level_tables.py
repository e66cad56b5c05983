"""Levels of invariance side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from covalue_measures.psychometrics.invariance.cut_offs import cut_offs, exceeded, holds
from covalue_measures.psychometrics.invariance.equal_table import UnitRow
from covalue_measures.psychometrics.invariance.levels import Level
from covalue_measures.psychometrics.structural.cfa_result import CfaResult
from covalue_measures.psychometrics.structural.model_comparison import CITATIONS, compare_models
from covalue_measures.psychometrics.structural.score_tests import Candidate, score_tests

_INDICES = ("cfi", "tli", "rmsea", "srmr")
#: Versions of an index, the one to be judged first.
_VERSIONS = ("_robust", "_scaled", "")
#: Robust indices of ordinal items are of their correlations alone: unequal intercepts and
#: thresholds do not show in them.
_ORDINAL = ("_scaled", "")


@dataclass(frozen=True, slots=True)
class LevelFit:
    """One level and its fit."""

    level: Level
    result: CfaResult
    rows: tuple[UnitRow, ...]
    #: Rows of the table that the level holds equal to those of the first unit.
    held: tuple[int, ...]
    #: Whether an ordinal item has a single threshold.
    has_two_categories: bool

    @property
    def is_usable(self) -> bool:
        """Whether its numbers can be compared."""
        estimation = self.result.estimation
        return estimation.convergence.converged and not estimation.undetermined


def level_table(fits: Sequence[LevelFit]) -> pd.DataFrame:
    """Return one row a level: what is equal, and every fit index."""
    records = [
        {
            "constrained": fit.level.description,
            "converged": fit.is_usable,
            **fit.result.fit_indices,
        }
        for fit in fits
    ]
    names = pd.Index([fit.level.name for fit in fits], name="level")
    return pd.DataFrame(records, index=names)


def comparison_table(fits: Sequence[LevelFit]) -> pd.DataFrame:
    """Return one row a level after the first, beside the one before it."""
    records = [
        _comparison(_reference(fits, number), fits[number]) for number in range(1, len(fits))
    ]
    names = pd.Index([fit.level.name for fit in fits[1:]], name="level")
    return pd.DataFrame(records, index=names)


def _reference(fits: Sequence[LevelFit], number: int) -> LevelFit:
    """Return the level that this one is nested in: the one before it, but for one case.

    Equal loadings and intercepts together set the scales of items with two categories free, which
    the level before holds fixed; only the first level has room for both.
    """
    together = {"loadings", "intercepts"}
    arrives = together <= fits[number].level.equal and not together <= fits[number - 1].level.equal
    return fits[0] if arrives and fits[number].has_two_categories else fits[number - 1]


def _comparison(looser: LevelFit, stricter: LevelFit) -> dict[str, object]:
    record: dict[str, object] = {"compared_with": looser.level.name}
    old, new = looser.result.fit_indices, stricter.result.fit_indices
    usable = looser.is_usable and stricter.is_usable
    is_restriction = looser.result.estimation.df < stricter.result.estimation.df
    if usable and is_restriction:
        test = compare_models(looser.result, stricter.result)
        record |= {
            "chisq_diff": test.chisq_diff,
            "df_diff": test.df_diff,
            "pvalue": test.pvalue,
            "method": CITATIONS[test.method],
        }
    else:
        # Thresholds of two categories, say, only rename the model.
        reason = "the same model" if usable else "not converged"
        record |= {"chisq_diff": np.nan, "df_diff": 0, "pvalue": np.nan, "method": reason}
    deltas = {
        index + version: new[index + version] - old[index + version]
        for index in _INDICES
        for version in reversed(_VERSIONS)
        if index + version in new and index + version in old
    }
    record |= {f"delta_{name}": delta for name, delta in deltas.items()}
    version = next(
        version
        for version in (_ORDINAL if stricter.result.settings.ordered else _VERSIONS)
        if np.isfinite(deltas.get(f"cfi{version}", np.nan)) or not version
    )
    judged = {
        "cfi": deltas[f"cfi{version}"],
        "rmsea": deltas[f"rmsea{version}"],
        "srmr": deltas["srmr"],
    }
    limits = cut_offs(stricter.level.name, stricter.result.n_used)
    worse = exceeded(judged, limits)
    return record | {
        "basis": version.removeprefix("_") or "uncorrected",
        "cfi_fall": limits.cfi_fall,
        "rmsea_rise": limits.rmsea_rise,
        "srmr_rise": limits.srmr_rise,
        "exceeded": ", ".join(worse),
        "holds": bool(usable and holds(worse)),
    }


def highest_level(fits: Sequence[LevelFit], comparisons: pd.DataFrame) -> str | None:
    """Return the strictest level up to which all hold."""
    if not fits[0].is_usable:
        return None
    reached: str = fits[0].level.name
    for fit in fits[1:]:
        if not comparisons.loc[fit.level.name, "holds"]:
            break
        reached = fit.level.name
    return reached


def release_table(fits: Sequence[LevelFit], units: Sequence[str]) -> pd.DataFrame:
    """Return the score tests of what each level holds equal."""
    columns = ["level", "lhs", "op", "rhs", "unit", "statistic", "df", "pvalue", "expected_change"]
    frames = [_releases(fit, units) for fit in fits if fit.held and fit.is_usable]
    if not frames:
        return pd.DataFrame(columns=columns)
    return pd.concat(frames, ignore_index=True)[columns]


def _releases(fit: LevelFit, units: Sequence[str]) -> pd.DataFrame:
    estimation = fit.result.estimation
    model = estimation.model
    candidates = [
        Candidate(
            model.table.parameters[number],
            model.places[number],
            int(model.parameter_of_row[number]),
        )
        for number in fit.held
    ]
    tests = score_tests(estimation, candidates)
    frame = pd.DataFrame(
        {
            "level": fit.level.name,
            "lhs": [fit.rows[number].lhs for number in fit.held],
            "op": [fit.rows[number].op for number in fit.held],
            "rhs": [fit.rows[number].rhs for number in fit.held],
            "unit": [units[fit.rows[number].unit] for number in fit.held],
            "statistic": tests.statistics,
            "df": 1,
            "pvalue": chdtrc(1, tests.statistics),
            "expected_change": tests.changes,
        }
    )
    known = frame[frame["statistic"].notna()]
    return known.sort_values("statistic", ascending=False, kind="stable")
