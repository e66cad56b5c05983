"""What a confirmatory factor analysis returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.numerics.convergence import Convergence
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.block_rotation import BlockRotation
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.fit_lines import fit_lines
from covalue_measures.psychometrics.structural.modification import modification_indices


@dataclass(frozen=True, kw_only=True)
class CfaSettings:
    """What was asked for, and what it came to."""

    #: The model, in lavaan's syntax.
    syntax: str
    #: Name of the estimator without what happens to missing answers.
    estimator: str
    missing: str
    #: ``expected``, ``observed`` or ``first_order``.
    information: str
    #: What the standard errors rest on.
    standard_errors: str
    #: Correction of the test statistic, ``none`` without one.
    test: str
    #: Items taken as ordinal.
    ordered: tuple[str, ...]
    #: Each ordinal item's categories in use, lowest first.
    categories: Mapping[str, tuple[float, ...]]
    #: ``delta`` or ``theta``; says nothing where no item is ordinal.
    parameterization: str
    standardized_latents: bool
    orthogonal: bool
    mean_structure: bool
    #: Kinds of parameters that are equal in all groups, and those that are not after all.
    equal: tuple[str, ...]
    partial: tuple[str, ...]
    confidence_level: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CfaResult(Readable):
    """A fitted model with everything needed to judge it."""

    #: One row a parameter: ``lhs op rhs group label est se z pvalue ci_lower ci_upper std_lv
    #: std_all``. The standard error of a fixed one is 0; defined ones are of group 0.
    estimates: pd.DataFrame
    #: The standardized solution (``std_all``) with its own uncertainty: ``lhs op rhs group
    #: est_std se z pvalue ci_lower ci_upper``.
    standardized: pd.DataFrame
    #: lavaan's names in snake case; ``_scaled`` and ``_robust`` ones where there are any.
    fit_indices: Mapping[str, float]
    #: Share of each item's, and of each explained factor's, variance: ``name group r_squared``.
    r_squared: pd.DataFrame
    #: By group: observed less implied correlations, items on both sides.
    residual_correlations: Mapping[str, pd.DataFrame]
    #: By group: correlations among the factors.
    factor_correlations: Mapping[str, pd.DataFrame]
    #: (n_parameters, n_parameters) of the free parameters, labeled ``lhs op rhs`` with ``.g2`` in
    #: groups after the first.
    covariance: pd.DataFrame
    #: Sentences about what makes the solution improper; empty if nothing does.
    problems: tuple[str, ...]
    convergence: Convergence
    settings: CfaSettings
    item_ids: tuple[str, ...]
    factors: tuple[str, ...]
    group_name: str
    #: One empty text without groups.
    group_labels: tuple[str, ...]
    #: Rows of the data, rows used by group, rows left out for missing answers, or without group.
    n_respondents: int
    n_used: tuple[int, ...]
    n_left_out: int
    n_without_group: int
    #: Items mirrored before the fit, as their instrument declares.
    reversed_items: tuple[str, ...]
    #: One a block of exploratory factors and group; empty without any.
    block_rotations: tuple[BlockRotation, ...] = ()
    #: The fit itself. Left behind when a result is copied or stored, so that no answer travels
    #: with it.
    estimation_source: Estimation | None = field(default=None, repr=False, compare=False)

    @property
    def estimation(self) -> Estimation:
        """The fit behind the result.

        Raises
        ------
        ResponseDataError
            If the result was copied or stored.
        """
        if self.estimation_source is None:
            raise ResponseDataError(
                "This result was copied or stored, and the answers stayed behind. Fit the model"
                " again."
            )
        return self.estimation_source

    @property
    def n_items(self) -> int:
        """Number of observed variables."""
        return len(self.item_ids)

    @property
    def is_proper(self) -> bool:
        """Whether the fit converged to a solution without a problem."""
        return not self.problems

    @property
    def loadings(self) -> pd.DataFrame:
        """(n_items, n_factors) standardized loadings of the first group, 0 where there is none."""
        return self.loadings_of(self.group_labels[0])

    def loadings_of(self, group_label: str) -> pd.DataFrame:
        """Return the standardized loadings of a group."""
        group = self.group_labels.index(group_label) + 1
        table = self.standardized
        rows = table[(table["op"] == "=~") & (table["group"] == group)]
        frame = pd.DataFrame(0.0, index=list(self.item_ids), columns=list(self.factors))
        for lhs, rhs, value in zip(rows["lhs"], rows["rhs"], rows["est_std"], strict=True):
            if rhs in frame.index:
                frame.loc[rhs, lhs] = value
        return frame

    def modification_indices(self) -> pd.DataFrame:
        """Return what the fit would gain from each parameter that is not there.

        Returns
        -------
        DataFrame
            ``lhs op rhs group mi epc sepc_lv sepc_all``, largest first. A table for inspection:
            a model that was changed to fit these data has to be tested on others.
        """
        return self._modification_indices.copy()

    @cached_property
    def _modification_indices(self) -> pd.DataFrame:
        return modification_indices(self.estimation)

    def to_frame(self) -> pd.DataFrame:
        """Return the estimates."""
        return self.estimates.copy()

    def to_dict(self) -> dict[str, object]:
        """Return estimates, fit indices and problems as plain objects."""
        records = self.estimates.replace({np.nan: None}).to_dict(orient="records")
        return {
            "estimates": records,
            "fit_indices": dict(self.fit_indices),
            "problems": list(self.problems),
            "n_used": list(self.n_used),
        }

    def _lines(self) -> list[str]:
        n = " + ".join(f"{n:,}" for n in self.n_used)
        lines = [
            f"{self.settings.estimator}, {self.n_items} items, n = {n}; factors:"
            f" {', '.join(self.factors) or 'none'}",
            *fit_lines(self.fit_indices),
            *(self.problems or ("no problems",)),
            "estimates, standardized, fit_indices, r_squared, residual_correlations,"
            " factor_correlations, modification_indices() hold the rest",
        ]
        if self.n_without_group:
            lines.insert(1, f"{self.n_without_group:,} respondents left out for lack of a group")
        if self.n_left_out:
            lines.insert(1, f"{self.n_left_out:,} respondents left out for missing answers")
        return lines

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"estimation_source": None}


def require_fit(*values: object) -> None:
    """Raise unless each value is a fitted model.

    Raises
    ------
    TypeError
        With the kind found.
    """
    for value in values:
        if not isinstance(value, CfaResult):
            raise TypeError(
                f"A model is a CfaResult, as fit_cfa returns it, not a {type(value).__name__}."
            )
