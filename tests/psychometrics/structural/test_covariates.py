"""Observed predictors: given where the estimator allows it, else estimated with the rest."""

from typing import Any

import pytest
from reference_values import read_data
from structural_cases import HS, assert_short_values_agree

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


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_lavaan(name: str) -> None:
    data, model, options = CASES[name]
    assert_short_values_agree(name, cm.fit_cfa(read_data(data), model, **options))


def test_an_ordinal_item_with_predictors_needs_a_residual_of_its_own() -> None:
    with pytest.raises(ModelError, match=r"'education' is ordinal and has predictors.*theta"):
        cm.fit_cfa(read_data("bfi"), f"{NEURO}\neducation ~ neuro", estimator="WLSMV")
