from typing import Any

import pytest

from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.parameter_table import Parameter
from covalue_measures.psychometrics.structural.syntax import parse_model

COLUMNS = [f"x{number}" for number in range(1, 10)]
# parTable(sem(model, HolzingerSwineford1939, do.fit = FALSE, ...)), growth() where `growth`, of
# lavaan 0.6-14, items of `ordered` cut into categories: lhs, op and rhs of each row, `:` and the
# value of a fixed one, `:x` where exo is 1.
SINGLE = [
    (
        "v =~ a*x1 + x2 + x3",
        {},
        "v=~x1:1 v=~x2 v=~x3 x1~~x1 x2~~x2 x3~~x3 v~~v",
    ),
    (
        "v =~ x1 + 1*x2 + x3",
        {},
        "v=~x1:1 v=~x2:1 v=~x3 x1~~x1 x2~~x2 x3~~x3 v~~v",
    ),
    (
        "v =~ NA*x1 + x2 + x3 ; v ~~ 1*v",
        {},
        "v=~x1 v=~x2 v=~x3 v~~v:1 x1~~x1 x2~~x2 x3~~x3",
    ),
    (
        "v =~ x1 + 0.5*x2 + a*x2+ a*x3",
        {},
        "v=~x1:1 v=~x2:0.5 v=~x3:0.5 x1~~x1 x2~~x2 x3~~x3 v~~v",
    ),
    (
        "x1 ~ x2 + x3 ; x4 ~ x1 + x2 ; x5 ~ x1",
        {"mean_structure": True},
        "x1~x2 x1~x3 x4~x1 x4~x2 x5~x1 x1~~x1 x4~~x4 x5~~x5 x4~~x5 x2~~x2:x x2~~x3:x x3~~x3:x "
        "x1~1 x4~1 x5~1 x2~1:x x3~1:x",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 + x8 ; t ~ x7",
        {"mean_structure": True},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 v~x8 t~x7 x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 v~~v t~~t v~~t x7~~x7:x x7~~x8:x x8~~x8:x x1~1 x2~1 x3~1 x4~1 x5~1 "
        "x6~1 x7~1:x x8~1:x v~1:0 t~1:0",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 ; x8 ~ x7 ; x9 ~ v",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 x8~x7 x9~v x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 x8~~x8 x9~~x9 v~~v t~~t x8~~x9 x7~~x7:x",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 + x8 ; t ~ x7",
        {"orthogonal": True},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 v~x8 t~x7 x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 v~~v t~~t v~~t:0 x7~~x7:x x7~~x8:x x8~~x8:x",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 + x8 ; x7 ~~ x8",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 v~x8 x7~~x8 x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 x7~~x7 x8~~x8 v~~v t~~t",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 ; x7 ~~ x4",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 x4~~x7 x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 x7~~x7 v~~v t~~t",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ x7 + x8",
        {"fixed_covariates": False, "mean_structure": True},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~x7 v~x8 x1~~x1 x2~~x2 x3~~x3 x4~~x4 x5~~x5 "
        "x6~~x6 v~~v t~~t x7~~x7 x7~~x8 x8~~x8 x1~1 x2~1 x3~1 x4~1 x5~1 x6~1 x7~1 x8~1 v~1:0 "
        "t~1:0",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; t ~ x1 ; x7 ~ x1",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 t~x1 x7~x1 x1~~x1 x2~~x2 x3~~x3 x4~~x4 "
        "x5~~x5 x6~~x6 x7~~x7 v~~v t~~t t~~x7",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; x1 ~ x7",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 x1~x7 x1~~x1 x2~~x2 x3~~x3 x4~~x4 x5~~x5 "
        "x6~~x6 v~~v t~~t v~~t x7~~x7:x",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; s =~ x7+x8+x9 ; g =~ v+t+s",
        {"standardized_latents": True, "orthogonal": True},
        "v=~x1 v=~x2 v=~x3 t=~x4 t=~x5 t=~x6 s=~x7 s=~x8 s=~x9 g=~v g=~t g=~s x1~~x1 x2~~x2 "
        "x3~~x3 x4~~x4 x5~~x5 x6~~x6 x7~~x7 x8~~x8 x9~~x9 v~~v:1 t~~t:1 s~~s:1 g~~g:1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; s =~ x7+x8+x9 ; g =~ v+t ; v ~ s",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 s=~x7:1 s=~x8 s=~x9 g=~v:1 g=~t v~s x1~~x1 "
        "x2~~x2 x3~~x3 x4~~x4 x5~~x5 x6~~x6 x7~~x7 x8~~x8 x9~~x9 v~~v t~~t s~~s g~~g s~~g",
    ),
    (
        "v =~ x1",
        {},
        "v=~x1:1 x1~~x1:0 v~~v",
    ),
    (
        "x1 ~ 1 + x2",
        {},
        "x1~1 x1~x2 x1~~x1 x2~~x2:x x2~1:x",
    ),
    (
        "i =~ 1*x1 + 1*x2 + 1*x3 ; s=~0*x1+1*x2+2*x3 ; i + s ~ x4 ; x5 ~ i",
        {"growth": True},
        "i=~x1:1 i=~x2:1 i=~x3:1 s=~x1:0 s=~x2:1 s=~x3:2 i~x4 s~x4 x5~i x1~~x1 x2~~x2 x3~~x3 "
        "x5~~x5 i~~i s~~s s~~x5 x4~~x4:x x1~1:0 x2~1:0 x3~1:0 x5~1:0 x4~1:x i~1 s~1",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; x7 ~~ v",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~~x7 x1~~x1 x2~~x2 x3~~x3 x4~~x4 x5~~x5 "
        "x6~~x6 x7~~x7 v~~v t~~t v~~t",
    ),
    (
        "v =~ x1 ; t=~x2+x3+x4",
        {"standardized_latents": True},
        "v=~x1 t=~x2 t=~x3 t=~x4 x1~~x1:0 x2~~x2 x3~~x3 x4~~x4 v~~v:1 t~~t:1 v~~t",
    ),
    (
        "v =~ x1 ; t=~x2+x3+x4 ; x1~~x1",
        {},
        "v=~x1:1 t=~x2:1 t=~x3 t=~x4 x1~~x1 x2~~x2 x3~~x3 x4~~x4 v~~v t~~t v~~t",
    ),
    (
        "v =~ x1 ; t=~x1+x2+x3+x4",
        {},
        "v=~x1:1 t=~x1:1 t=~x2 t=~x3 t=~x4 x1~~x1 x2~~x2 x3~~x3 x4~~x4 v~~v t~~t v~~t",
    ),
    (
        "v =~ x1 ; t=~x2+x3+x4",
        {"ordered": {"x1": 3}},
        "v=~x1:1 t=~x2:1 t=~x3 t=~x4 x1|t1 x1|t2 x1~~x1:1 x2~~x2 x3~~x3 x4~~x4 v~~v t~~t v~~t "
        "x1~*~x1:1 x1~1:0 x2~1 x3~1 x4~1 v~1:0 t~1:0",
    ),
    (
        "v =~ x1+x2+x3 ; g =~ v",
        {},
        "v=~x1:1 v=~x2 v=~x3 g=~v:1 x1~~x1 x2~~x2 x3~~x3 v~~v:0 g~~g",
    ),
    (
        "v =~ x1 + x2 + x3 ; t =~ x4 + x5 + x6 ; v ~ t ; x7 ~ v + t ; x8 ~ x7 ; x9 ~ v",
        {},
        "v=~x1:1 v=~x2 v=~x3 t=~x4:1 t=~x5 t=~x6 v~t x7~v x7~t x8~x7 x9~v x1~~x1 x2~~x2 "
        "x3~~x3 x4~~x4 x5~~x5 x6~~x6 x7~~x7 x8~~x8 x9~~x9 v~~v t~~t x8~~x9",
    ),
    (
        "v=~x1+x2+x3 ; x7 ~ v",
        {"ordered": {"x1": 3, "x2": 2}},
        "v=~x1:1 v=~x2 v=~x3 x7~v x1|t1 x1|t2 x2|t1 x1~~x1:1 x2~~x2:1 x3~~x3 x7~~x7 v~~v "
        "x1~*~x1:1 x2~*~x2:1 x1~1:0 x2~1:0 x3~1 x7~1 v~1:0",
    ),
    (
        "v=~x1+x2+x3 ; x1~~0.5*x1 ; x2 ~~ NA*x2",
        {"ordered": {"x1": 3, "x2": 2}, "parameterization": "theta"},
        "v=~x1:1 v=~x2 v=~x3 x1~~x1:0.5 x2~~x2 x1|t1 x1|t2 x2|t1 x3~~x3 v~~v x1~*~x1:1 "
        "x2~*~x2:1 x1~1:0 x2~1:0 x3~1 v~1:0",
    ),
]


def shown(row: Parameter) -> str:
    if row.exogenous:
        return f"{row.name}:x"
    # lavaan's table holds a 1 where a parameter follows from others.
    value = 1.0 if row.determined else row.value
    return row.name if value is None else f"{row.name}:{value:g}"


@pytest.mark.parametrize(("model", "options", "expected"), SINGLE)
def test_rows_are_lavaans(model: str, options: dict[str, Any], expected: str) -> None:
    table = build_parameter_table(
        parse_model(model), columns=COLUMNS, **({"ordered": {}} | options)
    )
    assert [shown(row) for row in table.parameters] == expected.split()


def test_what_follows_from_others_is_neither_free_nor_fixed() -> None:
    def determined(**options: Any) -> list[str]:
        model = parse_model("f =~ x1 + x2 + x3")
        table = build_parameter_table(model, columns=COLUMNS, ordered={"x1": 3, "x2": 2}, **options)
        rows = [row for row in table.parameters if row.determined]
        assert all(row.value is None and not row.is_free for row in rows)
        return [row.name for row in rows]

    assert determined() == ["x1~~x1", "x2~~x2"]
    assert determined(parameterization="theta") == ["x1~*~x1", "x2~*~x2"]


def test_factors_of_two_blocks_correlate_and_those_of_one_do_not() -> None:
    model = (
        "efa('a')*f1 + efa('a')*f2 =~ x1 + x2 + x3 + x4\n"
        "efa('b')*g1 + efa('b')*g2 =~ x5 + x6 + x7 + x8"
    )
    table = build_parameter_table(parse_model(model), columns=COLUMNS, ordered={})
    covariances = [shown(row) for row in table.parameters if row.op == "~~" and row.lhs != row.rhs]
    assert covariances == [
        "f1~~f2:0", "f1~~g1", "f1~~g2", "f2~~g1", "f2~~g2", "g1~~g2:0"
    ]  # fmt: skip
    assert table.blocks == {"a": ("f1", "f2"), "b": ("g1", "g2")}
