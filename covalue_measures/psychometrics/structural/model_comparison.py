"""Whether a model fits worse than a less restricted one by more than chance."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from covalue_measures.exceptions import ModelError
from covalue_measures.numerics.structural.difference_tests import (
    DifferenceTest,
    chi_square_difference,
    constraint_jacobian,
    satorra_2000,
    satorra_bentler_2001,
    satorra_bentler_2010,
)
from covalue_measures.psychometrics.options import require_choice
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.cfa_result import CfaResult, require_fit
from covalue_measures.psychometrics.structural.estimation import Estimation
from covalue_measures.psychometrics.structural.standardized import row_values
from covalue_measures.typing import FloatArray

DifferenceMethod: TypeAlias = Literal[
    "standard", "satorra_bentler_2001", "satorra_bentler_2010", "satorra_2000"
]
#: Each method as it is cited.
CITATIONS: dict[DifferenceMethod, str] = {
    "standard": "chi-square difference",
    "satorra_bentler_2001": "Satorra and Bentler (2001)",
    "satorra_bentler_2010": "Satorra and Bentler (2010)",
    "satorra_2000": "Satorra (2000)",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ModelComparison(Readable):
    """Test of the restrictions that one model has and the other has not."""

    chisq_diff: float
    df_diff: float
    pvalue: float
    method: DifferenceMethod
    #: What the difference of the plain statistics was divided by, and what was added after that.
    scaling: float
    shift: float


def compare_models(
    first: CfaResult, second: CfaResult, *, method: DifferenceMethod | None = None
) -> ModelComparison:
    """Return the chi-square difference test of two nested models.

    Parameters
    ----------
    first, second : CfaResult
        Of the same data by the same estimator, in any order. That one is nested in the other is
        taken on trust: it cannot be seen from the fits.
    method : str, optional
        ``standard`` for an uncorrected test; ``satorra_bentler_2001``, by default for ``MLR``,
        ``MLM`` and ``WLSM``; ``satorra_bentler_2010``, which cannot turn negative;
        ``satorra_2000``, by default for ``WLSMV``, ``ULSMV`` and ``MLMV``, whose tests are scaled
        and shifted.

    Raises
    ------
    ModelError
        If the fits are not of the same data and estimator, or have the same degrees of freedom.
    ResponseDataError
        If a result was copied or stored.

    References
    ----------
    Satorra and Bentler (2001), doi:10.1007/BF02296192; (2010), doi:10.1007/s11336-009-9135-y;
    Satorra (2000), doi:10.1007/978-1-4615-4603-0_17.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> import pandas as pd
    >>> data = pd.read_csv("examples/bfi/bfi.csv")
    >>> free = cm.fit_cfa(data, "f =~ N1 + N2 + N3 + N4 + N5")
    >>> equal = cm.fit_cfa(data, "f =~ N1 + a*N2 + a*N3 + N4 + N5")
    >>> test = cm.compare_models(equal, free)
    >>> int(test.df_diff), round(test.chisq_diff, 2)
    (1, 5.21)
    """
    require_fit(first, second)
    restricted, unrestricted = sorted((first, second), key=lambda fit: -fit.estimation.df)
    _refuse_unlike(restricted, unrestricted)
    test = restricted.settings.test
    if method is None:
        if test == "none":
            method = "standard"
        elif test in ("scaled_shifted", "mean_variance"):
            method = "satorra_2000"
        else:
            method = "satorra_bentler_2001"
    require_choice("method", method, DifferenceMethod)
    found = _test(restricted.estimation, unrestricted.estimation, method)
    return ModelComparison(
        chisq_diff=float(found.statistic),
        df_diff=found.df,
        pvalue=float(found.pvalue),
        method=method,
        scaling=found.scaling,
        shift=found.shift,
    )


def _refuse_unlike(restricted: CfaResult, unrestricted: CfaResult) -> None:
    if restricted.settings.estimator != unrestricted.settings.estimator:
        raise ModelError(
            f"The models were fitted by {restricted.settings.estimator} and"
            f" {unrestricted.settings.estimator}; only fits by one estimator can be compared."
        )
    if (restricted.n_used, restricted.item_ids) != (unrestricted.n_used, unrestricted.item_ids):
        raise ModelError(
            f"The models were fitted to different answers: {sum(restricted.n_used)} respondents and"
            f" {restricted.n_items} items, {sum(unrestricted.n_used)} and {unrestricted.n_items};"
            " or their models name the items in another order."
        )
    if not all(
        np.allclose(first.covariance, second.covariance)
        for first, second in zip(
            restricted.estimation.samples.observed,
            unrestricted.estimation.samples.observed,
            strict=True,
        )
    ):
        raise ModelError(
            "The models were fitted to different answers: their covariances are not the same."
        )
    if restricted.estimation.df == unrestricted.estimation.df:
        raise ModelError(
            f"Both models have {restricted.estimation.df} degrees of freedom: neither restricts"
            " the other."
        )


def _test(
    restricted: Estimation, unrestricted: Estimation, method: DifferenceMethod
) -> DifferenceTest:
    if method == "standard":
        return chi_square_difference(restricted.target, unrestricted.target)
    if method == "satorra_bentler_2001":
        return satorra_bentler_2001(restricted.target, unrestricted.target)
    if method == "satorra_bentler_2010":
        factor = _scaling_at_restricted(restricted, unrestricted)
        return satorra_bentler_2010(restricted.target, unrestricted.target, factor)
    return _satorra_2000(restricted, unrestricted)


def _satorra_2000(restricted: Estimation, unrestricted: Estimation) -> DifferenceTest:
    fitted = unrestricted.with_moment_covariances()
    geometry = fitted.geometry()
    information = None
    if fitted.estimator.test == "yuan_bentler":
        information = fitted.information
    own = np.concatenate(list(geometry.jacobians))
    under = np.concatenate(list(restricted.with_moment_covariances().geometry().jacobians))
    is_shifted = fitted.estimator.test in ("scaled_shifted", "yuan_bentler")
    return satorra_2000(
        restricted.target,
        unrestricted.target,
        geometry=geometry,
        constraints=constraint_jacobian(own, under),
        information=information,
        adjustment="scaled_shifted" if is_shifted else "mean_variance",
    )


def _scaling_at_restricted(restricted: Estimation, unrestricted: Estimation) -> float:
    """Return the unrestricted model's scaling factor at the restricted estimates."""
    known = _values_by_row(restricted)
    parameters = unrestricted.parameters.copy()
    for row, place in zip(
        unrestricted.model.table.parameters, unrestricted.model.parameter_of_row, strict=True
    ):
        if place >= 0:
            names = (row.lhs, row.op, row.rhs, row.group)
            parameters[place] = known.get(
                names, known.get((row.rhs, row.op, row.lhs, row.group), 0.0)
            )
    fitted = replace(unrestricted.fitted, parameters=parameters)
    factor = fitted.test(0.0, unrestricted.df).scaling_factor
    return float("nan") if factor is None else factor


def _values_by_row(estimation: Estimation) -> dict[tuple[str, str, str, int], float]:
    values: FloatArray = row_values(
        estimation.model, estimation.samples.kinds, estimation.parameters
    )
    rows = estimation.model.table.parameters
    return {
        (row.lhs, row.op, row.rhs, row.group): float(value)
        for row, value in zip(rows, values, strict=True)
    }
