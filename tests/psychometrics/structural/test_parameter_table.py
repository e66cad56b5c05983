from typing import Any

import pytest

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.psychometrics.structural.syntax import parse_model

COLUMNS = ["x1", "x2", "x3", "x4", "x5", "x6", "age"]


def table_of(model: str, **options: Any) -> ParameterTable:
    options = {"ordered": {}} | options
    return build_parameter_table(parse_model(model), columns=COLUMNS, **options)


def test_equal_labels_share_a_position():
    table = table_of("f =~ x1 + a*x2 + a*x3")
    assert table.positions == (-1, 0, 0, 1, 2, 3, 4)
    assert table.free == (1, 2, 3, 4, 5, 6)
    assert [row for row in range(7) if table.is_free(row)] == list(table.free)
    assert table.n_parameters == 5


def test_a_label_shared_with_a_fixed_parameter_fixes():
    table = table_of("f =~ x1 + 0.5*x2 + a*x2 + a*x3")
    assert [row.value for row in table.parameters[:3]] == [1, 0.5, 0.5]


@pytest.mark.parametrize(
    ("constraints", "n_fewer"),
    [
        ("a == b", 1),
        ("a == 2*b\n b == 0.3", 2),
        ("a == b\n 2*a == 2*b", 1),
        ("0 == a - b\n a + b == 1", 2),
        # m labels a fixed loading: nothing is left to constrain.
        ("m == 1", 0),
        ("a == m", 1),
    ],
)
def test_constraints_take_parameters(constraints, n_fewer):
    free = table_of("f =~ m*x1 + a*x2 + b*x3 + x4")
    table = table_of(f"f =~ m*x1 + a*x2 + b*x3 + x4\n {constraints}")
    assert table.n_parameters == free.n_parameters - n_fewer
    assert table.parameters == free.parameters


def test_definitions_use_labels_and_earlier_definitions():
    table = table_of("x3 ~ b*x2 + c*x1\n x2 ~ a*x1\n ind := a*b\n total := c + ind")
    assert [(one.name, one.expression.names) for one in table.defined] == [
        ("ind", ("a", "b")),
        ("total", ("c", "ind")),
    ]


def test_starts_and_group_values():
    table = table_of(
        "f =~ x1 + start(0.8)*x2 + c(0.5, NA)*x3 + c(p, q)*x4", n_groups=2, mean_structure=True
    )
    rows = {(row.name, row.group): row for row in table.parameters}
    assert rows["f=~x2", 1].start == rows["f=~x2", 2].start == 0.8
    assert (rows["f=~x3", 1].value, rows["f=~x3", 2].value) == (0.5, None)
    assert (rows["f=~x4", 1].label, rows["f=~x4", 2].label) == ("p", "q")


def test_items_and_their_factors():
    table = table_of("f =~ x1 + x2 + x3\n g =~ x3 + x4 + x5\n h =~ f + g")
    assert table.latent_of_items == {
        "x1": ("f",),
        "x2": ("f",),
        "x3": ("f", "g"),
        "x4": ("g",),
        "x5": ("g",),
        "f": ("h",),
        "g": ("h",),
    }
    assert (table.latent, table.blocks, table.echelon) == (("f", "g", "h"), {}, ())


@pytest.mark.parametrize(
    ("model", "has_means"),
    [("f =~ x1 + x2 + x3", False), ("f =~ x1 + x2 + x3\n x1 ~ 1", True)],
)
def test_intercepts_in_the_model_ask_for_means(model, has_means):
    table = table_of(model)
    assert table.mean_structure is has_means
    assert any(row.op == "~1" for row in table.parameters) is has_means


def test_covariates_are_exogenous_only_where_fixed():
    model = "f =~ x1 + x2 + x3\n f ~ age"
    assert table_of(model).exogenous == ("age",)
    free = table_of(model, fixed_covariates=False)
    assert free.exogenous == ()
    assert free.n_parameters == table_of(model).n_parameters + 1


@pytest.mark.parametrize(
    ("model", "options", "message"),
    [
        (
            "f =~ x1 + a*x2 + x3\n b == a",
            {},
            r"the constraint 'b==a' \(line 2 of the model\): no parameter has the label 'b'",
        ),
        ("f =~ x1 + load*x2\n i := laod^2", {}, r"the label 'laod'. Did you mean 'load'\?"),
        ("f =~ x1 + a*x2\n a := a^2", {}, "the name belongs to something else already"),
        ("f =~ x1 + a*x2\n i := a\n i := 2*a", {}, "the name belongs to something else"),
        ("f =~ x1 + a*x2 + b*x3\n a*b == 1", {}, "constraint on 'a', 'b' is not linear"),
        (
            "f =~ x1 + 0.5*x2 + a*x2 + 0.6*x3 + a*x3",
            {},
            "The label 'a' makes parameters equal that are fixed to 0.5 and, in 'f=~x3', to 0.6",
        ),
        ("f =~ x1 + c(1, 2)*x2", {}, r"has 2 entries in c\(\); give one, or as many as groups: 1"),
        ("f =~ x1 + c(a, b)*x2", {"n_groups": 3}, "as many as groups: 3"),
        (
            "f =~ start(0.8)*x1 + x2",
            {},
            "has a start, but is fixed to 1 as the first loading of its factor; free it with NA",
        ),
        ("f =~ x1 + 2*x2 + start(1)*x2", {}, "has a start, but is fixed to 2"),
        (
            "f =~ x1 + x2 + x3\n x1 ~~ 0.5*x1",
            {"ordered": {"x1": 3}},
            r"'x1~~x1' \(line 2 .* follows from the others; parameterization='theta' makes it",
        ),
        (
            "f =~ x1 + x2 + x3\n x1 ~*~ NA*x1",
            {"ordered": {"x1": 3}, "parameterization": "theta"},
            "parameterization='delta' makes it a parameter",
        ),
    ],
)
def test_refuses_contradictions(model, options, message):
    with pytest.raises(ModelError, match=message):
        table_of(model, **options)


def test_refuses_options_that_do_not_exist():
    with pytest.raises(ValueError, match="parameterization must be one of 'delta', 'theta'"):
        table_of("f =~ x1", parameterization="gamma")
    with pytest.raises(ValueError, match="n_groups must be a whole number from 1 on"):
        table_of("f =~ x1", n_groups=0)
