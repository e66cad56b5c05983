"""Observed predictors: given where the estimator allows it, else estimated with the rest."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference
from structural_cases import HS, frame_of, rows_like

import covalue_measures as cm
from covalue_measures.exceptions import ModelError

MIMIC = f"{HS}\nvisual ~ ageyr + sex\ntextual ~ ageyr + sex"
NEURO = "neuro =~ N1 + N2 + N3 + N4 + N5\nneuro ~ E1"
N_ITEMS = ["N1", "N2", "N3", "N4", "N5"]
CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "covariates_hs_mlm": ("holzinger1939", MIMIC, {"estimator": "MLM"}),
    "covariates_hs_mlr": (
        "holzinger1939",
        MIMIC,
        {"estimator": "MLR", "fixed_covariates": False},
    ),
    "covariates_hs_fiml": (
        "holzinger1939_miss",
        "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nvisual ~ x9\ntextual ~ x9 + visual",
        {"missing": "fiml", "fixed_covariates": False},
    ),
    "covariates_bfi_wlsmv": ("bfi", NEURO, {"ordered": N_ITEMS}),
    "covariates_bfi_wlsmv_theta": (
        "bfi",
        f"{NEURO}\neducation ~ neuro + E1",
        {"ordered": [*N_ITEMS, "education"], "parameterization": "theta"},
    ),
}


@cache
def fitted(name: str) -> cm.CfaResult:
    data, model, options = CASES[name]
    return cm.fit_cfa(read_data(data), model, **options)


# lavaan 0.6-14 stops within some ten-thousandths of a standard error of the minimum, its
# unrestricted moments with missing cells earlier.
@pytest.mark.parametrize("name", CASES)
def test_estimates_agree_with_lavaan(name: str) -> None:
    values, fit = reference(name), fitted(name)
    for key, est, table in (
        ("parameter_estimates", "est", fit.estimates),
        ("standardized_solution", "est.std", fit.standardized),
    ):
        theirs = frame_of(values[key])
        ours = rows_like(theirs, table)
        errors = theirs["se"].to_numpy(float)
        difference = ours[est.replace(".", "_")].to_numpy() - theirs[est].to_numpy(float)
        assert (np.abs(difference) <= 2e-5 + 3e-4 * errors).all()
        assert_allclose(ours["se"], errors, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_fit_agrees_with_lavaan(name: str) -> None:
    values, fit = reference(name), fitted(name)
    assert fit.n_used == (values["nobs"],)
    for index, value in values["fit_measures"].items():
        assert_allclose(fit.fit_indices[index.replace(".", "_")], value, rtol=1e-4, atol=1e-5)


def test_an_ordinal_item_with_predictors_needs_a_residual_of_its_own() -> None:
    with pytest.raises(ModelError, match=r"'education' is ordinal and has predictors.*theta"):
        cm.fit_cfa(read_data("bfi"), f"{NEURO}\neducation ~ neuro", estimator="WLSMV")
