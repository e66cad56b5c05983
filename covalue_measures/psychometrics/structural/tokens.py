"""The words and signs of a model description, and the formulas that they make up."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from covalue_measures.exceptions import ModelSyntaxError

# Longer signs come first: `~~` is not two `~`. A number comes before a name because `.5` is one;
# a name starts with a letter of any script, an underscore or a dot.
_PATTERN = re.compile(
    r"""
      (?P<space>\s+|[#!].*)
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>\.?[^\W\d][\w.]*)
    | (?P<operator>=~|~\*~|~~|~|:=|==|\|)
    | (?P<mark>\*\*|[-+*/^(),;])
    """,
    re.VERBOSE,
)
_JOINING = frozenset({"+", "-", "*", "/", "^", "**", ","})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign."""

    #: ``name``, ``number``, ``string``, ``operator``, ``mark`` or, after the last one, ``end``.
    kind: str
    text: str
    #: Counted from 1.
    line: int
    #: The whole line as written.
    source: str

    @property
    def joins(self) -> bool:
        """Whether a formula goes on across a line end beside this token."""
        return self.kind == "operator" or (self.kind == "mark" and self.text in _JOINING)


def refuse(token: Token, expected: str) -> NoReturn:
    """Say which line cannot be read, what stands there and what would be right.

    Raises
    ------
    ModelSyntaxError
        Always.
    """
    found = "the end of the formula" if token.kind == "end" else f"'{token.text}'"
    raise ModelSyntaxError(
        f"Line {token.line} of the model, '{token.source.strip()}':"
        f" expected {expected}, found {found}."
    )


def formulas(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each formula, an ``end`` token last.

    A line end or a semicolon ends a formula, unless an operator, a plus or a comma stands beside
    the line end, or a parenthesis is open.

    Raises
    ------
    ModelSyntaxError
        If a character belongs to no word or sign, or a number is too large to be one.
    """
    formula: list[Token] = []
    depth = 0
    for line, source in enumerate(text.splitlines(), start=1):
        tokens = list(_scan(source, line))
        if formula and tokens and not (depth > 0 or formula[-1].joins or tokens[0].joins):
            yield [*formula, _end_of(formula)]
            formula, depth = [], 0
        for token in tokens:
            if token.kind == "mark" and token.text == ";":
                if formula:
                    yield [*formula, _end_of(formula)]
                formula, depth = [], 0
            else:
                depth += (token.text == "(") - (token.text == ")")
                formula.append(token)
    if formula:
        yield [*formula, _end_of(formula)]


def _scan(source: str, line: int) -> Iterator[Token]:
    position = 0
    while position < len(source):
        match = _PATTERN.match(source, position)
        if match is None:
            refuse(
                Token("mark", source[position], line, source),
                "a name, a number or one of the operators =~ ~~ ~ ~*~ | := ==",
            )
        kind = match.lastgroup or "space"
        token = Token(kind, match.group(), line, source)
        if kind == "number" and math.isinf(float(token.text)):
            refuse(token, "a number of finite size")
        if kind != "space":
            yield token
        position = match.end()


def _end_of(formula: list[Token]) -> Token:
    return Token("end", "", formula[-1].line, formula[-1].source)
