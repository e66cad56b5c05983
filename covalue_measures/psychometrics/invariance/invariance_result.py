"""What a test of measurement invariance returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.cfa_result import CfaResult

#: What the levels are compared across.
Across: TypeAlias = Literal["groups", "occasions"]
#: Columns that are printed.
_SHOWN = ("srmr", "chisq_diff", "df_diff", "pvalue_diff", "holds")


@dataclass(frozen=True, kw_only=True)
class InvarianceSettings:
    """What was asked for."""

    syntax: str
    estimator: str
    missing: str
    ordered: tuple[str, ...]
    parameterization: str
    levels: tuple[str, ...]
    partial: tuple[str, ...]
    across: Across
    #: When a level holds, in words, and whose rule it is.
    rule: str
    rule_source: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class InvarianceResult(Readable):
    """The same model in several groups, or on several occasions, with ever more in common."""

    #: One row a level, the loosest first: ``constrained`` says what is equal, ``converged``
    #: whether it was fitted; then every fit index under its name in ``CfaResult.fit_indices``.
    levels: pd.DataFrame
    #: One row a level after the first: ``compared_with``, ``chisq_diff df_diff pvalue method`` of
    #: the difference test; ``delta_cfi``, ``delta_tli``, ``delta_rmsea``, ``delta_srmr``, stricter
    #: less looser, and their ``_scaled`` and ``_robust`` versions; ``basis``, the version that is
    #: judged; ``cfi_fall rmsea_rise srmr_rise``, the cut-offs; ``exceeded`` and ``holds``.
    comparisons: pd.DataFrame
    #: Score tests of what each level holds equal: ``level lhs op rhs unit statistic df pvalue
    #: expected_change``, largest first within a level. For inspection: what is freed because of
    #: them has to be tested on other data.
    releases: pd.DataFrame
    #: Level to its fit.
    fits: Mapping[str, CfaResult]
    #: The strictest level up to which all hold; None if not even the first converged.
    highest_level: str | None
    #: Sentences about what makes a solution improper.
    problems: tuple[str, ...]
    settings: InvarianceSettings
    group_name: str
    #: Labels of the groups or occasions, the first being the one that others are compared with.
    units: tuple[str, ...]
    n_respondents: int
    n_used: tuple[int, ...]
    #: Rows left out because their group is unknown, or for their missing answers.
    n_without_group: int
    n_left_out: int

    def _lines(self) -> list[str]:
        n = ", ".join(f"{unit} ({n:,})" for unit, n in zip(self.units, self.n_used, strict=False))
        basis = set(self.comparisons.get("basis", ()))
        suffix = f"_{basis.pop()}" if len(basis) == 1 and "uncorrected" not in basis else ""
        names = {f"{name}{suffix}": name for name in ("cfi", "rmsea", "delta_cfi", "delta_rmsea")}
        table = self.to_frame().reindex(columns=["df", *names, *_SHOWN]).rename(columns=names)
        return [
            f"{self.settings.estimator}, {self.settings.across}: {n}",
            *table.to_string(float_format="{:.3f}".format).splitlines(),
            f"highest level: {self.highest_level}",
            *self.problems,
            "levels, comparisons, releases and fits hold the rest",
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return levels and comparisons in one table; ``pvalue_diff`` is the difference test's."""
        return self.levels.join(self.comparisons.rename(columns={"pvalue": "pvalue_diff"}))
