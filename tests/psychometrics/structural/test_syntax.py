import pytest

from covalue_measures.exceptions import MeasuresError, ModelError, ModelSyntaxError
from covalue_measures.psychometrics.structural.parsed_model import ParsedParameter
from covalue_measures.psychometrics.structural.syntax import parse_model


def names(text: str) -> list[str]:
    return [one.name for one in parse_model(text).parameters]


def only(text: str) -> ParsedParameter:
    (parameter,) = parse_model(text).parameters
    return parameter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f =~ x1 + x2", ["f=~x1", "f=~x2"]),
        ("f + g =~ x1 + x2", ["f=~x1", "f=~x2", "g=~x1", "g=~x2"]),
        ("x1 + x2 ~~ y1 + y2", ["x1~~y1", "x1~~y2", "x2~~y1", "x2~~y2"]),
        ("y ~ a + b", ["y~a", "y~b"]),
        ("y ~ 1 + x", ["y~1", "y~x"]),
        ("y ~1", ["y~1"]),
        ("x + y ~ 1", ["x~1", "y~1"]),
        ("x | t1 + t12", ["x|t1", "x|t12"]),
        ("x ~*~ x", ["x~*~x"]),
        ("f=~x1;g=~x2 ; ; h =~ x3", ["f=~x1", "g=~x2", "h=~x3"]),
        (
            "Påverkan =~ fråga_1 + Item.2 + .x",
            ["Påverkan=~fråga_1", "Påverkan=~Item.2", "Påverkan=~.x"],
        ),
        ("c =~ start + efa + label", ["c=~start", "c=~efa", "c=~label"]),
    ],
)
def test_formulas(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "f =~ x1 +\n x2",
        "f =~ x1\n + x2",
        "f =~\n\n x1 + x2",
        "f\n =~ x1 + x2",
        "# f =~ x9\nf =~ x1 + # the first\n ! and\n x2 ! the second",
        "f =~ x1 + c(1,\n 1)*x2",
    ],
)
def test_formulas_go_on_beside_a_sign_or_in_parentheses(text):
    assert names(text) == ["f=~x1", "f=~x2"]


@pytest.mark.parametrize(
    ("term", "values", "starts", "labels"),
    [
        ("x", (), (), ()),
        ("0.5*x", (0.5,), (), ()),
        ("-1e-2*x", (-0.01,), (), ()),
        (".5*x", (0.5,), (), ()),
        ("NA*x", (None,), (), ()),
        ("a*x", (), (), ("a",)),
        ("c*x", (), (), ("c",)),
        ("'a.b'*x", (), (), ("a.b",)),
        ('label("a")*x', (), (), ("a",)),
        ("start(0.8)*x", (), (0.8,), ()),
        ("start(c(0.8, -1))*x", (), (0.8, -1.0), ()),
        ("c(1, NA)*x", (1.0, None), (), ()),
        ("c(NA,NA)*x", (None, None), (), ()),
        ("c(a, b)*x", (), (), ("a", "b")),
        ("c('a', NA)*x", (), (), ("a", "")),
        ("c(a,a)*x", (), (), ("a", "a")),
        ("c(NA,NA)*x + c(l.1,l.2)*x", (None, None), (), ("l.1", "l.2")),
        ("x + 0.5*x + a*x", (0.5,), (), ("a",)),
        ("0.5*x + c(0.5, 0.5)*x", (0.5, 0.5), (), ()),
        ("NA*x + start(0.8)*x + a*x", (None,), (0.8,), ("a",)),
    ],
)
def test_modifiers(term, values, starts, labels):
    parameter = only(f"f =~ {term}")
    assert (parameter.values, parameter.starts, parameter.labels) == (values, starts, labels)


def test_modifiers_of_intercepts_and_thresholds():
    assert only("x ~ 0.5*1").values == (0.5,)
    assert only("x ~ c(a,b)*1").labels == ("a", "b")
    assert only("x | c(a,a)*t1").labels == ("a", "a")
    assert only("x ~*~ c(1, NA)*x").values == (1.0, None)


def test_mentions_in_several_formulas_add_up():
    assert only("f =~ NA*x\n f =~ a*x").labels == ("a",)
    assert only("x ~~ y\n y ~~ 0.2*x").values == (0.2,)


def test_blocks():
    model = parse_model("""efa("one")*f1 + efa('one')*f2 =~ x1 + x2\n g =~ x3""")
    assert [(one.name, one.block) for one in model.parameters] == [
        ("f1=~x1", "one"),
        ("f1=~x2", "one"),
        ("f2=~x1", "one"),
        ("f2=~x2", "one"),
        ("g=~x3", ""),
    ]


def test_definitions_and_constraints():
    model = parse_model("y ~ a*x + b*z\n ind := a * b ; a == 2*b\n 0 == a - b")
    (definition,) = model.definitions
    assert (definition.name, definition.expression.text, definition.line) == ("ind", "a*b", 2)
    assert [one.text for one in model.constraints] == ["a==2*b", "0==a-b"]
    values = {"a": 3.0, "b": 1.0}
    assert [one.expression.evaluate(values) for one in model.constraints] == [1.0, -2.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f =~ x1\nf = x2", r"Line 2 of the model, 'f = x2': expected a name.* =~ .*, found '='\."),
        ("f =~ x1 ++ x2", r"expected a variable, found '\+'"),
        ("f =~ x1 x2", r"expected '\+' or the end of the formula .*, found 'x2'"),
        ("f =~ 2*a*x", r"a term has one modifier: repeat it as in 2\*x \+ a\*x\), found '\*'"),
        ("f =~", "expected a variable, found the end of the formula"),
        ("f =~ x1 +\n g =~ x2", r"Line 2 of the model, 'g =~ x2': expected '\+'.*, found '=~'"),
        ("=~ x1", "expected a variable, found '=~'"),
        ("x1", r"expected '\+' or one of the operators =~ .*, found the end of the formula"),
        ("y ~ 0", "expected a variable or 1 for the intercept, found '0'"),
        ("f =~ 1", "expected a variable, found '1'"),
        ("f =~ equal('f=~x1')*x2", r"equal\(\) is written with a label: a\*x, found 'equal'"),
        ("f =~ c(1, a)*x", r"labels only, found 'c'"),
        ("f =~ start(a)*x", "expected numbers only, found 'a'"),
        ("f =~ start(inf)*x", "Line 1 .*: expected numbers only, found 'inf'"),
        ("f =~ start(c(1, NaN))*x", "expected numbers only, found 'NaN'"),
        ("f =~ x\n f =~ 1e400*y", "Line 2 .*: expected a number of finite size, found '1e400'"),
        ("f =~ x\n a == 1e999", "expected a number of finite size, found '1e999'"),
        ("f =~ label(1)*x", r"labels only, found 'label'"),
        ("f =~ c(1, 2*x", r"expected '\)', found '\*'"),
        ("f =~ c()*x", r"expected a number, a label or NA, found '\)'"),
        ("f =~ -a*x", "expected a number, a label or NA, found 'a'"),
        ("f =~ 'a*x", "found '''"),
        ("a*f =~ x", r'expected a variable or efa\("name of a block"\)\*variable, found \'a\''),
        ("efa(e)*f =~ x", "the name of a block in quotes, .*, found 'e'"),
        ("efa('')*f =~ x", "the name of a block in quotes"),
        ("efa('e')*f ~ x", r"expected =~ after a factor of an efa\(\) block, found '~'"),
        ("x | q", r"expected a threshold: t1, t2, \.\.\., found 'q'"),
        ("x | t0", "expected a threshold"),
        ("x ~*~ y", "expected 'x', for the operator .* an item and itself, found 'y'"),
        ("a < 2", "found '<'"),
        ("f =~ x\n a := b +", r"Line 2 .*: expected a label, a number or '\(', found the end"),
        ("f =~ x\n a + b := c", "expected ':=', found '\\+'"),
        ("f =~ x\n 2 := c", "expected the name of the defined parameter, found '2'"),
        ("f =~ x\n a == b == c", "found '=='"),
        ("== b\n f =~ x", "found the end of the formula"),
        ("  # nothing\n", "The model has no formula"),
        ("a == b", "The model has no formula"),
    ],
)
def test_refuses_what_it_cannot_read(text, message):
    with pytest.raises(ModelSyntaxError, match=message) as raised:
        parse_model(text)
    assert isinstance(raised.value, MeasuresError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f =~ 1*x + 0.5*x", "'f=~x' has two values: 1.0 and 0.5"),
        ("f =~ NA*x + 0.5*x", r"'f=~x' has two values: NA \(free\) and 0.5"),
        ("f =~ a*x\n f =~ b*x", "'f=~x' has two labels: a and b"),
        ("x ~~ 1*y\n y ~~ c(1, 2)*x", r"'x~~y' has two values: 1.0 and c\(1.0, 2.0\)"),
        ("f =~ c(1,1)*x + c(1,1,1)*x", "has two values"),
        ("efa('a')*f =~ x\n efa('b')*f =~ x", "has two efa blocks: a and b"),
    ],
)
def test_refuses_mentions_that_contradict_each_other(text, message):
    with pytest.raises(ModelError, match=message):
        parse_model(text)
