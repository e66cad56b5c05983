from typing import Any

import pytest

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.parameter_table import Parameter, ParameterTable
from covalue_measures.psychometrics.structural.syntax import parse_model

COLUMNS = [f"x{number}" for number in range(1, 10)]
# parTable(sem(model, HolzingerSwineford1939, group = "school", do.fit = FALSE, ...)) of lavaan
# 0.6-14: rows of the second group that differ from those of the first, `:` and the value of a
# fixed one; then rows that have the first group's label.
GROUPS = [
    (
        "i =~ 1*x1 + 1*x2 + 1*x3 ; s=~0*x1+1*x2+2*x3",
        {"equal": ["means"], "growth": True},
        "",
        "i~1 s~1",
    ),
    (
        "i =~ 1*x1 + 1*x2 + 1*x3 ; s=~0*x1+1*x2+2*x3 ; i ~ x7",
        {"equal": ["loadings", "regressions"], "growth": True},
        "",
        "i~x7",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; t ~ v + x7 + x8 ; x1 ~~ x5",
        {"equal": ["means"]},
        "",
        "",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {"equal": ["loadings", "intercepts", "means"], "standardized_latents": True},
        "v~~v t~~t",
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6 x1~1 x2~1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; t ~ v + x7 + x8 ; x1 ~~ x5",
        {
            "equal": [
                "regressions",
                "residuals",
                "residual.covariances",
                "lv.covariances",
                "lv.variances",
                "loadings",
                "intercepts",
            ],
            "fixed_covariates": False,
        },
        "v~1 t~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 t~v t~x7 t~x8 x1~~x5 x1~~x1 x2~~x2 x3~~x3 x4~~x4 x5~~x5 "
        "x6~~x6 v~~v t~~t x1~1 x2~1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; s =~ x7+x8+x9 ; g =~ v+t+s",
        {
            "equal": [
                "regressions",
                "residuals",
                "residual.covariances",
                "lv.covariances",
                "lv.variances",
                "loadings",
                "intercepts",
            ]
        },
        "v~1 t~1 s~1 g~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 s=~x8 s=~x9 g=~t g=~s x1~~x1 x2~~x2 x3~~x3 x4~~x4 x5~~x5 "
        "x6~~x6 x7~~x7 x8~~x8 x9~~x9 v~~v t~~t s~~s g~~g x1~1 x2~1 x3~1 x4~1 x5~1 x6~1 x7~1 "
        "x8~1 x9~1",
    ),
    (
        "v =~ x1 + c(a,b)*x2 + d*x3",
        {"equal": ["loadings"]},
        "",
        "v=~x3",
    ),
    (
        "v =~ x1 + c(a,b)*x2 + d*x3",
        {"equal": ["loadings", "intercepts"]},
        "v~1",
        "v=~x3 x1~1 x2~1 x3~1",
    ),
    (
        "v =~ x1 + c(a,a)*x2 + x3 ; v~~c(1,NA)*v ; v ~ c(0,0)*1",
        {"equal": ["loadings", "intercepts"]},
        "v~~v",
        "v=~x2 v=~x3 x1~1 x2~1 x3~1",
    ),
    (
        "v =~ x1 + c('a',NA)*x2 + x3",
        {"equal": ["loadings"]},
        "",
        "v=~x3",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {"equal": ["loadings", "intercepts"], "partial": ["v=~x2", "x3~1", "x4~~x4"]},
        "v~1 t~1",
        "v=~x3 t=~x5 t=~x6 x1~1 x2~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings"],
            "parameterization": "delta",
            "standardized_latents": True,
            "ordered": {"x1": 3, "x2": 2},
        },
        "v~~v t~~t",
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "intercepts"],
            "parameterization": "delta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~*~x1 x2~*~x2 v~1 t~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds"],
            "parameterization": "delta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~*~x1 x2~*~x2 v~1 t~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds"],
            "parameterization": "theta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~~x1 x2~~x2 v~1 t~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds"],
            "parameterization": "theta",
            "standardized_latents": True,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~~x1 x2~~x2 v~~v t~~t v~1 t~1",
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["thresholds"],
            "parameterization": "delta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~*~x1 x2~*~x2 v~1 t~1",
        "x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["intercepts"],
            "parameterization": "delta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~*~x1 x2~*~x2 v~1 t~1",
        "x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds", "residuals"],
            "parameterization": "theta",
            "standardized_latents": False,
            "ordered": {"x1": 3, "x2": 2},
        },
        "v~1 t~1",
        "v=~x2 v=~x3 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~~x3 x4~~x4 x5~~x5 x6~~x6 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds", "means"],
            "parameterization": "delta",
            "standardized_latents": True,
            "ordered": {"x1": 3, "x2": 2},
        },
        "v~~v t~~t x1~*~x1 x2~*~x2",
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 x3~1 x4~1 x5~1 x6~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6",
        {
            "equal": ["loadings", "thresholds", "lv.variances", "lv.covariances"],
            "parameterization": "delta",
            "standardized_latents": True,
            "ordered": {"x1": 3, "x2": 2},
        },
        "x1~*~x1 x2~*~x2 v~1 t~1",
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6 x1|t1 x1|t2 x2|t1 v~~t x3~1 x4~1 x5~1 x6~1",
    ),
]


def two_groups(model: str, **options: Any) -> ParameterTable:
    options = {"ordered": {}, "mean_structure": True} | options
    return build_parameter_table(parse_model(model), columns=COLUMNS, n_groups=2, **options)


def by_group(table: ParameterTable) -> tuple[list[Parameter], list[Parameter]]:
    rows = table.parameters
    half = len(rows) // 2
    return list(rows[:half]), list(rows[half:])


def shown(row: Parameter) -> str:
    return row.name if row.value is None else f"{row.name}:{row.value:g}"


@pytest.mark.parametrize(("model", "options", "released", "equal"), GROUPS)
def test_later_groups_are_lavaans(
    model: str, options: dict[str, Any], released: str, equal: str
) -> None:
    first, second = by_group(two_groups(model, **options))
    assert [row.name for row in first] == [row.name for row in second]
    assert released.split() == [
        shown(other) for one, other in zip(first, second, strict=True) if shown(one) != shown(other)
    ]
    labels = {row.label for row in first if row.label}
    assert [row.name for row in second if row.label in labels] == equal.split()


def test_equal_rows_carry_the_number_of_the_first() -> None:
    table = two_groups("f =~ x1 + x2 + x3", equal=["loadings"])
    assert [row.label for row in table.parameters if row.label] == [".p2.", ".p3."] * 2
    assert table.n_parameters == len(table.free) - 2


def test_equality_with_a_fixed_row_fixes() -> None:
    table = two_groups("f =~ c(NA, 1)*x1 + x2 + x3", equal=["loadings"])
    first, second = by_group(table)
    assert (first[0].value, second[0].value) == (1, 1)


def test_rotation_is_free_once_where_loadings_are_equal() -> None:
    model = "efa('e')*f1 + efa('e')*f2 =~ x1 + x2 + x3 + x4 + x5 + x6"
    configural, metric = two_groups(model), two_groups(model, equal=["loadings"])
    assert configural.n_parameters == 2 * (12 - 1 + 6 + 6)
    # The second group's factors get variances and a covariance; both groups turn together.
    assert metric.n_parameters == 12 - 1 + 2 * 6 + 2 * 6 + 3
    assert len(configural.echelon) == len(metric.echelon) == 2


@pytest.mark.parametrize("partial", ["x4 ~~ x1", "x1~~x4"])
def test_exempt_covariances_go_by_either_side(partial: str) -> None:
    model = "f =~ x1 + x2 + x3 + x4\n x1 ~~ x4"
    table = two_groups(model, equal=["residual_covariances"], partial=[partial])
    assert not any(row.label for row in table.parameters)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"equal": "loadings"}, r"equal is a list .*, not 'loadings'; .* \['loadings'\]\?"),
        ({"partial": "x1~1"}, r"partial is a list of parameters, not 'x1~1'"),
        ({"equal": ["thresholds"]}, "no item of the model is ordinal"),
        (
            {"equal": ["loadings"], "partial": ["f=~x9"]},
            r"no parameter 'f=~x9' to exempt from equality. Did you mean 'f=~x[123]'\?",
        ),
        ({"equal": ["loadings"], "n_groups": 1}, r"Equality of \['loadings'\] needs groups"),
    ],
)
def test_refuses_what_cannot_be_equal(options: dict[str, Any], message: str) -> None:
    options = {"n_groups": 2, "ordered": {}} | options
    with pytest.raises(ModelError, match=message):
        build_parameter_table(parse_model("f =~ x1 + x2 + x3"), columns=COLUMNS, **options)


def test_refuses_kinds_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match=r"equal must be one of 'loadings', .* got 'loading'"):
        two_groups("f =~ x1 + x2 + x3", equal=["loading"])
