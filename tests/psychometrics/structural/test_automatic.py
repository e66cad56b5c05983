from dataclasses import dataclass, field
from typing import Any

import pytest
from reference_values import BFI_ITEMS, HS_ITEMS, reference

from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.psychometrics.structural.syntax import parse_model

HS = "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"
HS_COLUMNS = [*HS_ITEMS, "ageyr", "sex", "school"]
HS_GENERAL = f"g =~ {' + '.join(HS_ITEMS)}"
BFI_FACTORS = {
    letter: f"{letter} =~ {' + '.join(f'{letter}{n}' for n in range(1, 6))}" for letter in "ACENO"
}
BFI = "\n".join(BFI_FACTORS.values())
BFI_COLUMNS = [*BFI_ITEMS, "gender"]
BFI_ORDERED = dict.fromkeys(BFI_ITEMS, 6)
SCIENCE = ["Comfort", "Work", "Future", "Benefit"]
LSAT = [f"Item.{number}" for number in range(1, 6)]
DEMOCRACY = [f"x{n}" for n in range(1, 4)] + [f"y{n}" for n in range(1, 9)]
RESIDUALS = "\n y1 ~~ y5\n y2 ~~ y4 + y6\n y3 ~~ y7\n y4 ~~ y8\n y6 ~~ y8"


@dataclass(frozen=True)
class Case:
    model: str
    columns: list[str]
    options: dict[str, Any] = field(default_factory=dict)

    def table(self, **more: Any) -> ParameterTable:
        options = {"ordered": {}} | self.options | more
        return build_parameter_table(parse_model(self.model), columns=self.columns, **options)


def hs(model: str = HS, **options: Any) -> Case:
    return Case(model, HS_COLUMNS, options)


def bfi(model: str = BFI, **options: Any) -> Case:
    return Case(model, BFI_COLUMNS, options)


def ordinal(model: str = BFI, **options: Any) -> Case:
    return Case(model, BFI_COLUMNS, {"ordered": BFI_ORDERED} | options)


MEANS = {"mean_structure": True}
STANDARDIZED = {"standardized_latents": True}
BIFACTOR = {"standardized_latents": True, "orthogonal": True}
GENERAL = f"g =~ {' + '.join(BFI_ITEMS)}\n"

# Model and options of each r_call of tests/reference/r/50_cfa.R and 40_efa.R. lavaan has a mean
# structure with fiml, two-stage and the robust estimators that it takes from Mplus.
CASES = {
    **{f"cfa_bfi1f_{s}_mlr_fiml": bfi(BFI_FACTORS[s], **MEANS, **STANDARDIZED) for s in "ACEN"},
    **{f"cfa_bfi1f_{s}_wlsmv": ordinal(BFI_FACTORS[s], **STANDARDIZED) for s in "ACEN"},
    "cfa_bfiN_corres_wlsmv": ordinal(f"{BFI_FACTORS['N']}\n N1 ~~ N2", **STANDARDIZED),
    "cfa_bfiN_dwls_plain": ordinal(BFI_FACTORS["N"], **STANDARDIZED),
    "cfa_bfiN_wls_ordinal": ordinal(BFI_FACTORS["N"], **STANDARDIZED),
    "cfa_bfi_bifactor_mlr": bfi(GENERAL + BFI, **BIFACTOR),
    "cfa_bfi_bifactor_wlsmv": ordinal(GENERAL + BFI, **BIFACTOR),
    "cfa_bfi_fiml_ml": bfi(**MEANS),
    "cfa_bfi_fiml_mlr": bfi(**MEANS),
    "cfa_bfi_fiml_mlr_tight": bfi(**MEANS),
    "cfa_bfi_ml_listwise": bfi(),
    "cfa_bfi_mlr_listwise": bfi(),
    "cfa_bfi_mlr_listwise_tight": bfi(),
    "cfa_bfi_secondorder_mlr": bfi(f"{BFI}\n alpha =~ 1*A + a*C + 1*N\n beta =~ 1*E + b*O"),
    "cfa_bfi_ulsmv_listwise": ordinal(),
    "cfa_bfi_wlsm_listwise": ordinal(),
    "cfa_bfi_wlsmv_listwise": ordinal(),
    "cfa_bfi_wlsmv_listwise_tight": ordinal(),
    "cfa_bfi_wlsmv_pairwise": ordinal(),
    "cfa_bfi_wlsmv_pairwise_tight": ordinal(),
    "cfa_bfi_wlsmv_theta_listwise": ordinal(parameterization="theta"),
    "cfa_hs_1factor": hs(HS_GENERAL),
    "cfa_hs_bifactor": hs(f"{HS_GENERAL}\n {HS}", **BIFACTOR),
    "cfa_hs_corres_x7x8": hs(f"{HS}\n x7 ~~ x8"),
    "cfa_hs_dwls_continuous": hs(),
    "cfa_hs_fiml": hs(**MEANS),
    "cfa_hs_fiml_aux": hs(f"{HS}\n ageyr ~~ {' + '.join(HS_ITEMS)}", **MEANS),
    "cfa_hs_fiml_expected": hs(**MEANS),
    "cfa_hs_fiml_mlr": hs(**MEANS),
    "cfa_hs_fiml_mlr_tight": hs(**MEANS),
    "cfa_hs_gls": hs(),
    "cfa_hs_miss_listwise": hs(),
    "cfa_hs_ml": hs(),
    "cfa_hs_ml_meanstructure": hs(**MEANS),
    "cfa_hs_ml_observed_info": hs(),
    "cfa_hs_ml_stdlv": hs(**STANDARDIZED),
    "cfa_hs_ml_tight": hs(),
    "cfa_hs_ml_wishart": hs(),
    "cfa_hs_mlf": hs(),
    "cfa_hs_mlm": hs(),
    "cfa_hs_mlmv": hs(),
    "cfa_hs_mlr": hs(),
    "cfa_hs_mlr_tight": hs(),
    "cfa_hs_orthogonal": hs(orthogonal=True),
    "cfa_hs_parcorr_sem_path_mlr": hs(f"{HS}\n speed ~ textual + visual + ageyr + sex"),
    "cfa_hs_secondorder": hs(f"{HS}\n g =~ visual + textual + speed"),
    "cfa_hs_twostage": hs(**MEANS),
    "cfa_hs_uls": hs(),
    "cfa_hs_ulsmv": hs(),
    "cfa_hs_wls": hs(),
    "cfa_lsat7_wlsmv": Case(
        f"f =~ {' + '.join(LSAT)}", LSAT, {"ordered": dict.fromkeys(LSAT, 2)} | STANDARDIZED
    ),
    "cfa_science_wlsmv": Case(
        f"f =~ {' + '.join(SCIENCE)}",
        SCIENCE,
        {"ordered": dict.fromkeys(SCIENCE, 4)} | STANDARDIZED,
    ),
    "growth_demo": Case(
        "i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\n s =~ 0*t1 + 1*t2 + 2*t3 + 3*t4",
        ["t1", "t2", "t3", "t4", "x1"],
        {"growth": True},
    ),
    "lavaan_esem_hs9": hs(f"efa('e')*f1 + efa('e')*f2 + efa('e')*f3 =~ {'+'.join(HS_ITEMS)}"),
    "sem_political_democracy_ml": Case(
        "ind60 =~ x1 + x2 + x3\n dem60 =~ y1 + y2 + y3 + y4\n dem65 =~ y5 + y6 + y7 + y8\n"
        f" dem60 ~ ind60\n dem65 ~ ind60 + dem60{RESIDUALS}",
        DEMOCRACY,
    ),
    "sem_political_democracy_labels_indirect": Case(
        "ind60 =~ x1 + x2 + x3\n dem60 =~ y1 + a*y2 + b*y3 + c*y4\n"
        " dem65 =~ y5 + a*y6 + b*y7 + c*y8\n dem60 ~ p*ind60\n dem65 ~ d*ind60 + q*dem60"
        f"{RESIDUALS}\n ind := p*q\n tot := d + p*q",
        DEMOCRACY,
    ),
}

LEVELS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
    "strict_means": ("loadings", "intercepts", "residuals", "means"),
    "strict_lvcov": ("loadings", "intercepts", "residuals", "lv.variances", "lv.covariances"),
}
TWO = {"n_groups": 2, "mean_structure": True}
INVARIANCE = {
    "invariance_bfi1f_A_gender_mlr_fiml": bfi(BFI_FACTORS["A"], **TWO),
    "invariance_bfi1f_N_gender_mlr_fiml": bfi(BFI_FACTORS["N"], **TWO),
    "invariance_bfi_gender_ml_listwise": bfi(**TWO),
    "invariance_bfi_gender_mlr_listwise": bfi(**TWO),
    "invariance_hs_school_fiml_mlr": hs(**TWO),
    "invariance_hs_school_ml": hs(**TWO),
    "invariance_hs_school_ml_stdlv": hs(**TWO, **STANDARDIZED),
    "invariance_hs_school_mlr": hs(**TWO),
}
# Written out by semTools::measEq.syntax (Wu and Estabrook 2016), so that nothing is implied but
# what the parameterization determines.
ORDINAL_INVARIANCE = [
    *(f"invariance_ord_bfi1f_{s}_gender_{p}" for s in "AN" for p in ("delta", "theta")),
    "invariance_ord_bfi5f_gender_delta",
]


def rows_of(estimates: dict[str, Any]) -> list[dict[str, Any]]:
    columns = estimates["columns"]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def names_in_order(table: ParameterTable) -> list[tuple[str, str, str, int]]:
    rows = [(row.lhs, row.op, row.rhs, row.group) for row in table.parameters]
    return rows + [(one.name, ":=", one.expression.text, 1) for one in table.defined]


def assert_same_rows(table: ParameterTable, expected: list[dict[str, Any]]) -> None:
    """Compare names and order, which are free or equal, fixed values and labels."""
    theirs = [(row["lhs"], row["op"], row["rhs"], row.get("group", 1)) for row in expected]
    assert names_in_order(table) == theirs
    for ours, row in zip(table.parameters, expected, strict=False):
        assert ours.is_free == (row["se"] > 0), ours
        assert ours.label == row.get("label", ""), ours
        if ours.value is not None:
            assert ours.value == pytest.approx(row["est"], abs=1e-12), ours
        elif not ours.is_free:
            assert ours.exogenous or ours.determined, ours


@pytest.mark.parametrize(
    "name", [name for name in CASES if name not in ("cfa_hs_fiml_aux", "lavaan_esem_hs9")]
)
def test_one_group_is_lavaans(name):
    values = reference(name)
    table = CASES[name].table()
    assert_same_rows(table, rows_of(values["parameter_estimates"]))
    assert table.n_parameters == values["npar"]


def test_loadings_of_a_block_are_free_and_its_factors_orthonormal():
    values = reference("lavaan_esem_hs9")
    table = CASES["lavaan_esem_hs9"].table()
    expected = rows_of(values["pe"])
    assert names_in_order(table) == [(row["lhs"], row["op"], row["rhs"], 1) for row in expected]
    for ours, row in zip(table.parameters, expected, strict=True):
        assert ours.block == row["efa"]
        # lavaan reports the rotated factors, which correlate.
        if ours.op == "~~" and ours.lhs != ours.rhs:
            assert (ours.value, row["se"] > 0) == (0, True)
        else:
            assert ours.is_free == (row["se"] > 0)
    assert [table.parameters[row].name for row in table.echelon] == ["f2=~x1", "f3=~x1", "f3=~x2"]
    assert table.n_parameters == values["fit"]["npar"]


def test_auxiliary_variables_are_covariances():
    values = reference("cfa_hs_fiml_aux")
    table = CASES["cfa_hs_fiml_aux"].table()
    # semTools appends its rows, and writes them the other way round.
    theirs = {
        (frozenset((row["lhs"], row["rhs"])), row["op"]): row for row in rows_of(values["pe"])
    }
    ours = {(frozenset((row.lhs, row.rhs)), row.op): row for row in table.parameters}
    assert len(ours) == len(table.parameters)
    assert ours.keys() == theirs.keys()
    for key, row in ours.items():
        assert row.is_free == (theirs[key]["se"] > 0), key
        assert row.is_free or row.value == theirs[key]["est"], key
    assert table.n_parameters == values["fit"]["npar"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", INVARIANCE)
def test_equality_across_groups_is_lavaans(name, level):
    values = reference(name)["levels"][level]
    table = INVARIANCE[name].table(equal=LEVELS[level])
    assert_same_rows(table, rows_of(values["parameter_estimates"]))
    assert table.n_parameters == values["fit_measures"]["npar"]


def test_partial_equality_is_lavaans():
    values = reference("invariance_hs_partial_ml")
    table = hs(**TWO).table(equal=("loadings", "intercepts"), partial=("x3~1", "x7~1"))
    assert_same_rows(table, rows_of(values["parameter_estimates"]))
    assert table.n_parameters == values["fit_measures"]["npar"]


@pytest.mark.parametrize("name", ORDINAL_INVARIANCE)
def test_ordinal_invariance_written_out_is_lavaans(name):
    values = reference(name)
    for level, syntax in values["syntax"].items():
        expected = values["levels"][level]
        table = ordinal(syntax, n_groups=2, parameterization=name.rsplit("_")[-1]).table()
        assert_same_rows(table, rows_of(expected["parameter_estimates"]))
        assert table.n_parameters == expected["fit_measures"]["npar"], level
