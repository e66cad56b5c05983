"""Arithmetic on labels: defined parameters and equality constraints."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from covalue_measures.exceptions import ModelError, ModelSyntaxError
from covalue_measures.psychometrics.structural.tokens import Token, formulas, refuse
from covalue_measures.typing import FloatArray

#: What a label may stand for: complex steps and arrays go through as plain numbers do.
Value: TypeAlias = float | complex | FloatArray | NDArray[np.complex128]

_BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    "exp": lambda value: np.exp(value),
    "log": lambda value: np.log(value),
    "sqrt": lambda value: np.sqrt(value),
}


@dataclass(frozen=True, slots=True)
class _Number:
    value: float


@dataclass(frozen=True, slots=True)
class _Label:
    name: str


@dataclass(frozen=True, slots=True)
class _Call:
    function: str
    argument: "_Node"


@dataclass(frozen=True, slots=True)
class _Binary:
    sign: str
    left: "_Node"
    right: "_Node"


_Node: TypeAlias = _Number | _Label | _Call | _Binary


@dataclass(frozen=True, slots=True)
class Expression:
    """Arithmetic on labels."""

    #: As written, without white space.
    text: str
    #: Labels in order of appearance, each once.
    names: tuple[str, ...]
    root: _Node

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """Return the value where each label stands for ``values[label]``.

        NaN or infinite where the arithmetic has no finite result, without a warning.

        Raises
        ------
        KeyError
            If a label has no value.
        """
        with np.errstate(all="ignore"):
            return _evaluate(self.root, values)


def parse_expression(text: str) -> Expression:
    """Return the arithmetic that ``text`` writes down.

    Numbers, labels, ``+ - * / ^ **``, parentheses, ``exp``, ``log`` (natural) and ``sqrt``. Powers
    bind first and from the right; a minus binds less than a power: ``-a^2`` is ``-(a^2)``.

    Raises
    ------
    ModelSyntaxError
        If it is no such arithmetic.

    Examples
    --------
    >>> indirect = parse_expression("a * b")
    >>> indirect.evaluate({"a": 0.5, "b": 0.4})
    0.2
    """
    found = list(formulas(text))
    if len(found) != 1:
        raise ModelSyntaxError(f"'{text}' is not one expression; it holds {len(found)}.")
    return read_expression(found[0])


def read_expression(tokens: list[Token]) -> Expression:
    """Return the arithmetic of the tokens of one formula, its ``end`` included."""
    reader = _Reader(tokens)
    root = reader.sum()
    if reader.token.kind != "end":
        refuse(reader.token, "one of + - * / ^ or the end of the formula")
    return Expression("".join(token.text for token in tokens), tuple(reader.names), root)


def difference(left: Expression, right: Expression) -> Expression:
    """Return ``left - right``, which an equality holds at zero."""
    names = tuple(dict.fromkeys((*left.names, *right.names)))
    return Expression(f"{left.text}-({right.text})", names, _Binary("-", left.root, right.root))


def linear_coefficients(expression: Expression) -> tuple[float, dict[str, float]]:
    """Return the constant and the coefficient of each label of a linear expression.

    Raises
    ------
    ModelError
        If the expression is not linear in its labels, or its numbers are not finite.
    """
    with np.errstate(all="ignore"):
        form = _linear(expression.root)
    if form is None:
        names = ", ".join(f"'{name}'" for name in expression.names)
        raise ModelError(
            f"The constraint on {names} is not linear: '{expression.text}'. Equality constraints"
            " add and subtract multiples of labels."
        )
    constant, coefficients = form
    if not np.isfinite([constant, *coefficients.values()]).all():
        raise ModelError(f"The constraint '{expression.text}' has a number that is not finite.")
    return constant, coefficients


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self.names: dict[str, None] = {}

    @property
    def token(self) -> Token:
        return self._tokens[self._position]

    def _take(self, *marks: str) -> str | None:
        if self.token.kind == "mark" and self.token.text in marks:
            self._position += 1
            return self._tokens[self._position - 1].text
        return None

    def sum(self) -> _Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = _Binary(sign, node, self._product())
        return node

    def _product(self) -> _Node:
        node = self._signed()
        while sign := self._take("*", "/"):
            node = _Binary(sign, node, self._signed())
        return node

    def _signed(self) -> _Node:
        if self._take("-"):
            return _Binary("*", _Number(-1.0), self._signed())
        if self._take("+"):
            return self._signed()
        return self._power()

    def _power(self) -> _Node:
        base = self._atom()
        return _Binary("^", base, self._signed()) if self._take("^", "**") else base

    def _atom(self) -> _Node:
        token = self.token
        if self._take("("):
            return self._closed()
        if token.kind == "number":
            self._position += 1
            return _Number(float(token.text))
        if token.kind != "name":
            refuse(token, "a label, a number or '('")
        self._position += 1
        if self._take("("):
            if token.text not in _FUNCTIONS:
                refuse(token, f"one of the functions {', '.join(_FUNCTIONS)}")
            return _Call(token.text, self._closed())
        self.names[token.text] = None
        return _Label(token.text)

    def _closed(self) -> _Node:
        node = self.sum()
        if not self._take(")"):
            refuse(self.token, "')'")
        return node


def _evaluate(node: _Node, values: Mapping[str, Value]) -> Value:
    match node:
        case _Number(value):
            # Python's own numbers raise where arrays have no finite result.
            return np.float64(value)
        case _Label(name):
            return values[name]
        case _Call(function, argument):
            return _FUNCTIONS[function](_evaluate(argument, values))
        case _Binary(sign, left, right):
            return _BINARY[sign](_evaluate(left, values), _evaluate(right, values))


_Linear: TypeAlias = tuple[float, dict[str, float]]


def _linear(node: _Node) -> _Linear | None:
    match node:
        case _Number(value):
            return value, {}
        case _Label(name):
            return 0.0, {name: 1.0}
        case _Call(function, argument):
            inner = _linear(argument)
            if inner is None or inner[1]:
                return None
            return float(np.asarray(_FUNCTIONS[function](inner[0])).real), {}
        case _Binary(sign, left, right):
            first, second = _linear(left), _linear(right)
            return None if first is None or second is None else _combine(sign, first, second)


def _combine(sign: str, first: _Linear, second: _Linear) -> _Linear | None:
    if sign == "-":
        return _combine("+", first, _scaled(second, -1.0))
    if sign == "+":
        names = {**first[1], **second[1]}
        total = {name: first[1].get(name, 0.0) + second[1].get(name, 0.0) for name in names}
        return first[0] + second[0], total
    if sign == "*" and not first[1]:
        return _scaled(second, first[0])
    if second[1]:
        return None
    if sign == "*":
        return _scaled(first, second[0])
    if sign == "/" and second[0] != 0:
        return _scaled(first, 1 / second[0])
    if sign == "^" and (not first[1] or second[0] == 1):
        return first if first[1] else (float(np.power(first[0], second[0])), {})
    return None


def _scaled(form: _Linear, factor: float) -> _Linear:
    return factor * form[0], {name: factor * one for name, one in form[1].items()}
