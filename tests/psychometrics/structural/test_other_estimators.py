"""Estimators whose tests are adjusted in another way than those of the other cases."""

import pytest
from reference_values import read_data
from structural_cases import HS, assert_short_values_agree

import covalue_measures as cm

TWO = "agree =~ A1 + A2 + A3 + A4 + A5\nneuro =~ N1 + N2 + N3 + N4 + N5"
NUMERIC: list[str] = []


@pytest.mark.parametrize(
    ("name", "data", "model", "estimator", "ordered"),
    [
        ("estimators_hs_ulsm", "holzinger1939", HS, "ULSM", NUMERIC),
        ("estimators_hs_mlmvs", "holzinger1939", HS, "MLMVS", None),
        ("estimators_bfi_ulsm", "bfi", TWO, "ULSM", None),
        ("estimators_bfi_wlsmvs", "bfi", TWO, "WLSMVS", None),
    ],
)
def test_agrees_with_lavaan(
    name: str, data: str, model: str, estimator: str, ordered: list[str] | None
) -> None:
    fit = cm.fit_cfa(read_data(data), model, estimator=estimator, ordered=ordered)
    assert_short_values_agree(name, fit)
