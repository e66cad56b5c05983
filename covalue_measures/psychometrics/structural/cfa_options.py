"""How a confirmatory model may be fitted, as one argument after another."""

from collections.abc import Sequence
from typing import TypedDict

from covalue_measures.psychometrics.structural.estimator import Information
from covalue_measures.psychometrics.structural.grouped_data import GroupLike
from covalue_measures.psychometrics.structural.parameter_table import Parameterization


class CfaOptions(TypedDict, total=False):
    """What :func:`fit_cfa` may be told about a model without exploratory blocks."""

    estimator: str | None
    missing: str | None
    ordered: Sequence[str] | None
    group: GroupLike | None
    equal: Sequence[str]
    partial: Sequence[str]
    parameterization: Parameterization
    standardized_latents: bool
    orthogonal: bool
    mean_structure: bool
    fixed_covariates: bool
    growth: bool
    information: Information | None
    unbiased: bool
    max_iterations: int
