"""The models that R fitted, under the names of the files that hold its values."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference

import covalue_measures as cm

HS = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
BFI = "\n".join(
    f"{name} =~ " + " + ".join(f"{name}{number}" for number in range(1, 6)) for name in "ACENO"
)
DEMOCRACY = """
ind60 =~ x1 + x2 + x3
dem60 =~ y1 + {a}y2 + {b}y3 + {c}y4
dem65 =~ y5 + {a}y6 + {b}y7 + {c}y8
dem60 ~ {p}ind60
dem65 ~ {d}ind60 + {q}dem60
y1 ~~ y5
y2 ~~ y4 + y6
y3 ~~ y7
y4 ~~ y8
y6 ~~ y8
"""
PLAIN = dict.fromkeys("abcpdq", "")
LABELED = {name: f"{name}*" for name in "abcpdq"}


@dataclass(frozen=True)
class Case:
    """One model with its data and options."""

    model: str
    data: str
    options: dict[str, Any] = field(default_factory=dict)


def one_factor(name: str) -> str:
    """Return the model of one factor of bfi."""
    return f"{name} =~ " + " + ".join(f"{name}{number}" for number in range(1, 6))


def bifactor(model: str, items: list[str]) -> str:
    """Return a model with a general factor before its own."""
    return "g =~ " + " + ".join(items) + "\n" + model


_HS, _MISS = "holzinger1939", "holzinger1939_miss"
_STD = {"standardized_latents": True}
_BIFACTOR = {"orthogonal": True, **_STD}

CASES: dict[str, Case] = {
    "cfa_hs_ml": Case(HS, _HS),
    "cfa_hs_ml_tight": Case(HS, _HS),
    "cfa_hs_ml_stdlv": Case(HS, _HS, _STD),
    "cfa_hs_ml_meanstructure": Case(HS, _HS, {"mean_structure": True}),
    "cfa_hs_ml_wishart": Case(HS, _HS, {"unbiased": True}),
    "cfa_hs_ml_observed_info": Case(HS, _HS, {"information": "observed"}),
    "cfa_hs_mlm": Case(HS, _HS, {"estimator": "MLM"}),
    "cfa_hs_mlmv": Case(HS, _HS, {"estimator": "MLMV"}),
    "cfa_hs_mlr": Case(HS, _HS, {"estimator": "MLR"}),
    "cfa_hs_mlr_tight": Case(HS, _HS, {"estimator": "MLR"}),
    "cfa_hs_mlf": Case(HS, _HS, {"estimator": "MLF"}),
    "cfa_hs_gls": Case(HS, _HS, {"estimator": "GLS"}),
    "cfa_hs_wls": Case(HS, _HS, {"estimator": "WLS", "ordered": ()}),
    "cfa_hs_uls": Case(HS, _HS, {"estimator": "ULS"}),
    "cfa_hs_ulsmv": Case(HS, _HS, {"estimator": "ULSMV", "ordered": ()}),
    "cfa_hs_dwls_continuous": Case(HS, _HS, {"estimator": "WLSMV", "ordered": ()}),
    "cfa_hs_1factor": Case("g =~ " + " + ".join(HS_ITEMS), _HS),
    "cfa_hs_orthogonal": Case(HS, _HS, {"orthogonal": True}),
    "cfa_hs_corres_x7x8": Case(HS + "\nx7 ~~ x8", _HS),
    "cfa_hs_secondorder": Case(HS + "\ng =~ visual + textual + speed", _HS),
    "cfa_hs_bifactor": Case(bifactor(HS, HS_ITEMS), _HS, _BIFACTOR),
    "cfa_hs_fiml": Case(HS, _MISS, {"estimator": "FIML"}),
    "cfa_hs_fiml_mlr": Case(HS, _MISS, {"estimator": "MLR", "missing": "fiml"}),
    "cfa_hs_fiml_mlr_tight": Case(HS, _MISS, {"estimator": "robust_FIML"}),
    "cfa_hs_fiml_expected": Case(HS, _MISS, {"missing": "fiml", "information": "expected"}),
    "cfa_hs_miss_listwise": Case(HS, _MISS),
    "cfa_hs_parcorr_sem_path_mlr": Case(
        HS + "\nspeed ~ textual + visual + ageyr + sex", _HS, {"estimator": "MLR"}
    ),
    "sem_political_democracy_ml": Case(DEMOCRACY.format(**PLAIN), "political_democracy"),
    "sem_political_democracy_labels_indirect": Case(
        DEMOCRACY.format(**LABELED) + "ind := p*q\ntot := d + p*q", "political_democracy"
    ),
    "growth_demo": Case(
        "i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t1 + 1*t2 + 2*t3 + 3*t4",
        "demo_growth",
        {"growth": True},
    ),
    "cfa_bfi_ml_listwise": Case(BFI, "bfi"),
    "cfa_bfi_mlr_listwise": Case(BFI, "bfi", {"estimator": "MLR"}),
    "cfa_bfi_mlr_listwise_tight": Case(BFI, "bfi", {"estimator": "MLR"}),
    "cfa_bfi_fiml_ml": Case(BFI, "bfi", {"missing": "fiml"}),
    "cfa_bfi_fiml_mlr": Case(BFI, "bfi", {"estimator": "MLR", "missing": "fiml"}),
    "cfa_bfi_fiml_mlr_tight": Case(BFI, "bfi", {"estimator": "MLR", "missing": "fiml"}),
    "cfa_bfi_wlsmv_listwise": Case(BFI, "bfi", {"estimator": "WLSMV"}),
    "cfa_bfi_wlsmv_listwise_tight": Case(BFI, "bfi", {"estimator": "WLSMV"}),
    "cfa_bfi_wlsmv_pairwise": Case(BFI, "bfi", {"estimator": "WLSMV", "missing": "pairwise"}),
    "cfa_bfi_wlsmv_pairwise_tight": Case(BFI, "bfi", {"estimator": "WLSMV", "missing": "pairwise"}),
    "cfa_bfi_wlsmv_theta_listwise": Case(
        BFI, "bfi", {"estimator": "WLSMV", "parameterization": "theta"}
    ),
    "cfa_bfi_ulsmv_listwise": Case(BFI, "bfi", {"estimator": "ULSMV"}),
    "cfa_bfi_wlsm_listwise": Case(BFI, "bfi", {"estimator": "WLSM"}),
    "cfa_bfi_secondorder_mlr": Case(
        BFI + "\nalpha =~ 1*A + a*C + 1*N\nbeta =~ 1*E + b*O", "bfi", {"estimator": "MLR"}
    ),
    "cfa_bfi_bifactor_mlr": Case(
        bifactor(BFI, BFI_ITEMS), "bfi", {"estimator": "MLR", **_BIFACTOR}
    ),
    "cfa_bfi_bifactor_wlsmv": Case(
        bifactor(BFI, BFI_ITEMS), "bfi", {"estimator": "WLSMV", **_BIFACTOR}
    ),
    "cfa_bfiN_wls_ordinal": Case(one_factor("N"), "bfi", {"estimator": "WLS", **_STD}),
    "cfa_bfiN_dwls_plain": Case(one_factor("N"), "bfi", {"estimator": "DWLS", **_STD}),
    "cfa_bfiN_corres_wlsmv": Case(
        one_factor("N") + "\nN1 ~~ N2", "bfi", {"estimator": "WLSMV", **_STD}
    ),
    "cfa_science_wlsmv": Case(
        "f =~ Comfort + Work + Future + Benefit", "science", {"estimator": "WLSMV", **_STD}
    ),
    "cfa_lsat7_wlsmv": Case(
        "f =~ Item.1 + Item.2 + Item.3 + Item.4 + Item.5", "lsat7", {"estimator": "WLSMV", **_STD}
    ),
}
for _name in "ACEN":
    CASES[f"cfa_bfi1f_{_name}_wlsmv"] = Case(
        one_factor(_name), "bfi", {"estimator": "WLSMV", **_STD}
    )
    CASES[f"cfa_bfi1f_{_name}_mlr_fiml"] = Case(
        one_factor(_name), "bfi", {"estimator": "MLR", "missing": "fiml", **_STD}
    )


@cache
def fitted(name: str) -> cm.CfaResult:
    """Return our fit of a case."""
    case = CASES[name]
    return cm.fit_cfa(read_data(case.data), case.model, **case.options)


def frame_of(table: dict[str, Any]) -> pd.DataFrame:
    """Return a reference data frame."""
    return pd.DataFrame(table["columns"])


def rows_like(theirs: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Return our rows in the order of theirs; covariances may have their sides swapped."""
    has_groups = "group" in theirs.columns
    places: dict[tuple[str, str, str, int], int] = {}
    for place, (lhs, op, rhs, group) in enumerate(
        zip(ours["lhs"], ours["op"], ours["rhs"], ours["group"], strict=True)
    ):
        places[lhs, op, rhs, int(group)] = place
        if op == "~~":
            places.setdefault((rhs, op, lhs, int(group)), place)
    wanted = []
    for number, (lhs, op, rhs) in enumerate(
        zip(theirs["lhs"], theirs["op"], theirs["rhs"], strict=True)
    ):
        group = int(theirs["group"].iloc[number]) if has_groups else 1
        wanted.append(places[lhs, op, rhs, 0 if op == ":=" else group])
    return ours.iloc[wanted].reset_index(drop=True)


def values_of(name: str) -> dict[str, Any]:
    """Return R's values of a case."""
    return reference(name)


def assert_short_values_agree(name: str, fit: cm.CfaResult) -> None:
    """Compare estimates, standard errors and indices with a short file of lavaan's.

    lavaan 0.6-14 stops within some ten-thousandths of a standard error of the minimum, its
    unrestricted moments with missing cells earlier.
    """
    values = reference(name)
    assert fit.n_used == (values["nobs"],)
    for key, column, table in (
        ("parameter_estimates", "est", fit.estimates),
        ("standardized_solution", "est.std", fit.standardized),
    ):
        theirs = frame_of(values[key])
        ours = rows_like(theirs, table)
        errors = theirs["se"].to_numpy(float)
        difference = ours[column.replace(".", "_")].to_numpy() - theirs[column].to_numpy(float)
        assert (np.abs(difference) <= 2e-5 + 3e-4 * errors).all()
        assert_allclose(ours["se"], errors, rtol=1e-4, atol=1e-5)
    for index, value in values["fit_measures"].items():
        found = fit.fit_indices[index.replace(".", "_")]
        assert_allclose(found, value, rtol=1e-4, atol=1e-5, err_msg=index)
