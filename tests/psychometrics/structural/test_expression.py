import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.exceptions import ModelError, ModelSyntaxError
from covalue_measures.psychometrics.structural.expression import (
    difference,
    linear_coefficients,
    parse_expression,
)

VALUES = {"a": 0.7, "b": -1.3, "l.1_1": 2.5, ".p2.": 0.4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a*b", 0.7 * -1.3),
        ("a + b * l.1_1", 0.7 - 1.3 * 2.5),
        ("(a + b) * l.1_1", (0.7 - 1.3) * 2.5),
        ("a - b - .p2.", 0.7 + 1.3 - 0.4),
        ("a / b / .p2.", 0.7 / -1.3 / 0.4),
        ("-a^2", -(0.7**2)),
        ("2^-a", 2**-0.7),
        ("a**2**3", 0.7**8),
        ("+a - -b", 0.7 - 1.3),
        ("exp(a) + log(l.1_1) * sqrt(.p2.)", np.exp(0.7) + np.log(2.5) * np.sqrt(0.4)),
        ("a*b / sqrt(a^2 + 1e-1)", 0.7 * -1.3 / np.sqrt(0.59)),
        ("3", 3),
    ],
)
def test_values(text, expected):
    assert_allclose(parse_expression(text).evaluate(VALUES), expected, rtol=1e-14)


def test_names_are_those_used_in_order():
    expression = parse_expression("b * exp( a ) + b")
    assert expression.names == ("b", "a")
    assert expression.text == "b*exp(a)+b"


def test_arrays_go_through():
    a, b = np.array([1.0, 2.0]), np.array([3.0, 5.0])
    assert_allclose(parse_expression("a*b + exp(a)").evaluate({"a": a, "b": b}), a * b + np.exp(a))


def test_complex_steps_give_derivatives():
    expression = parse_expression("a*b / sqrt(a^2 + b^2) + log(b) - exp(-a)")
    a, b = 0.6, 1.7
    step = expression.evaluate({"a": complex(a, 1e-30), "b": b})
    expected = b**3 / (a**2 + b**2) ** 1.5 + np.exp(-a)
    assert_allclose(np.imag(step) / 1e-30, expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("text", "constant", "coefficients"),
    [
        ("a - 2*b", 0, {"a": 1, "b": -2}),
        ("2*(a + 3)/4 - b*sqrt(4)", 1.5, {"a": 0.5, "b": -2}),
        ("a + b + a", 0, {"a": 2, "b": 1}),
        ("-(a - 1)", 1, {"a": -1}),
        ("a^1 + 2^3", 8, {"a": 1}),
        ("exp(0) - a", 1, {"a": -1}),
    ],
)
def test_linear_coefficients(text, constant, coefficients):
    assert linear_coefficients(parse_expression(text)) == (constant, coefficients)


def test_difference_of_two_sides():
    both = difference(parse_expression("a"), parse_expression("b - 2*a"))
    assert both.names == ("a", "b")
    assert linear_coefficients(both) == (0, {"a": 3, "b": -1})


@pytest.mark.parametrize("text", ["1/0", "1/(b - b)", "log(b)", "sqrt(b)", "b^0.5", "10^400"])
def test_what_has_no_finite_value_is_none_without_a_warning(text):
    assert not np.isfinite(parse_expression(text).evaluate({"b": np.array(-1.3)}))


@pytest.mark.parametrize("text", ["a - log(-1)", "a - 10^400", "exp(1000)*a"])
def test_refuses_numbers_that_are_not_finite(text):
    with pytest.raises(ModelError, match="has a number that is not finite"):
        linear_coefficients(parse_expression(text))


@pytest.mark.parametrize("text", ["a*b", "a^2", "1/a", "exp(a)", "2^a", "a/0", "a*b - a*b"])
def test_refuses_what_is_not_linear(text):
    with pytest.raises(ModelError, match="is not linear"):
        linear_coefficients(parse_expression(text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a +", r"expected a label, a number or '\(', found the end"),
        ("(a", r"expected '\)', found the end"),
        ("a b", "found 'b'"),
        ("sin(a)", "one of the functions exp, log, sqrt, found 'sin'"),
        ("a = b", "found '='"),
        ("", "holds 0"),
        ("a; b", "holds 2"),
        ("__import__('os')", "one of the functions"),
    ],
)
def test_refuses_what_is_no_arithmetic(text, message):
    with pytest.raises(ModelSyntaxError, match=message):
        parse_expression(text)
