"""Reading one formula of a model description."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from covalue_measures.psychometrics.structural.parsed_model import ParsedParameter
from covalue_measures.psychometrics.structural.tokens import Token, refuse

_OPERATORS = ("=~", "~~", "~", "~*~", "|")
_ANOTHER = "'+' or the end of the formula (a term has one modifier: repeat it as in 2*x + a*x)"


@dataclass(frozen=True, slots=True)
class _Modifiers:
    values: tuple[float | None, ...] = ()
    starts: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    block: str = ""


@dataclass(frozen=True, slots=True)
class _Term:
    token: Token
    modifiers: _Modifiers


def read_formula(tokens: list[Token]) -> Iterator[ParsedParameter]:
    """Yield the parameters of one formula, those of the first variable on the left first.

    Raises
    ------
    ModelSyntaxError
        If the tokens, their ``end`` included, are no formula.
    """
    reader = _Reader(tokens)
    left = reader.terms("left")
    operator = reader.token
    if operator.kind != "operator" or operator.text not in _OPERATORS:
        refuse(operator, "'+' or one of the operators =~ ~~ ~ ~*~ | := ==")
    reader.advance()
    right = reader.terms(operator.text)
    if reader.token.kind != "end":
        refuse(reader.token, _ANOTHER)
    for subject in left:
        if subject.modifiers != _Modifiers() and operator.text != "=~":
            refuse(operator, "=~ after a factor of an efa() block")
        for term in right:
            yield _parameter(subject, operator.text, term)


def _parameter(subject: _Term, operator: str, term: _Term) -> ParsedParameter:
    lhs, rhs = subject.token.text, term.token.text
    if operator == "~*~" and lhs != rhs:
        refuse(term.token, f"'{lhs}', for the operator ~*~ stands between an item and itself")
    if operator == "|" and not re.fullmatch(r"t[1-9]\d*", rhs):
        refuse(term.token, "a threshold: t1, t2, ...")
    is_intercept = term.token.kind == "number"
    parameter = ParsedParameter(
        lhs=lhs,
        op="~1" if is_intercept else operator,
        rhs="" if is_intercept else rhs,
        block=subject.modifiers.block,
        line=term.token.line,
    )
    given = term.modifiers
    return replace(parameter, values=given.values, starts=given.starts, labels=given.labels)


class _Reader:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._position]

    def advance(self) -> Token:
        taken = self.token
        self._position += 1
        return taken

    def _next_is(self, mark: str) -> bool:
        """Whether the token after this one is ``mark``."""
        return self._tokens[min(self._position + 1, len(self._tokens) - 1)].text == mark

    def _takes(self, mark: str) -> bool:
        if self.token.kind != "mark" or self.token.text != mark:
            return False
        self._position += 1
        return True

    def _require(self, mark: str) -> None:
        if not self._takes(mark):
            refuse(self.token, f"'{mark}'")

    def terms(self, side: str) -> list[_Term]:
        """Read terms joined by plus signs; ``side`` is ``left`` or the operator before them."""
        terms = [self._term(side)]
        while self._takes("+"):
            terms.append(self._term(side))
        return terms

    def _term(self, side: str) -> _Term:
        modifiers = _Modifiers()
        if self._is_modifier():
            modifiers = self._block() if side == "left" else self._modifier()
            self._require("*")
        token = self.token
        is_one = side == "~" and token.kind == "number" and token.text == "1"
        if token.kind != "name" and not is_one:
            refuse(token, "a variable" + (" or 1 for the intercept" if side == "~" else ""))
        return _Term(self.advance(), modifiers)

    def _is_modifier(self) -> bool:
        if self.token.kind == "name":
            return self._next_is("*") or self._next_is("(")
        if self.token.kind == "number":
            return self._next_is("*")
        return self.token.kind == "string" or self.token.text == "-"

    def _block(self) -> _Modifiers:
        if self.token.text != "efa" or not self._next_is("("):
            refuse(self.token, 'a variable or efa("name of a block")*variable')
        self.advance()
        self._require("(")
        if self.token.kind != "string" or len(self.token.text) == 2:
            refuse(self.token, 'the name of a block in quotes, as in efa("block")')
        block = self.advance().text[1:-1]
        self._require(")")
        return _Modifiers(block=block)

    def _modifier(self) -> _Modifiers:
        start = self.token
        function = start.text if start.kind == "name" and self._next_is("(") else ""
        if function not in ("", "c", "start", "label"):
            refuse(start, "one of c(), start() and label(); equal() is written with a label: a*x")
        entries = self._arguments(function) if function else [self._entry()]
        numbers = tuple(entry for entry in entries if not isinstance(entry, str))
        labels = tuple("" if entry is None else str(entry) for entry in entries)
        if function != "label" and len(numbers) == len(entries):
            return _Modifiers(starts=numbers) if function == "start" else _Modifiers(values=numbers)
        if function == "start":
            refuse(self._first_word(start), "numbers only")
        if any(number is not None for number in numbers):
            refuse(start, "numbers only, or in c() and label() labels only")
        return _Modifiers(labels=labels)

    def _first_word(self, function: Token) -> Token:
        """Return the first label among the arguments, up to here, of a function."""
        begin = next(place for place, token in enumerate(self._tokens) if token is function) + 1
        return next(
            token
            for token in self._tokens[begin : self._position]
            if token.kind == "string" or (token.kind == "name" and token.text not in ("c", "NA"))
        )

    def _arguments(self, function: str) -> list[float | str | None]:
        """Read what stands in a function's parentheses, by itself or in ``c()``."""
        self.advance()
        self._require("(")
        if function != "c" and self.token.text == "c" and self._next_is("("):
            entries = self._arguments("c")
        else:
            entries = [self._entry()]
            while self._takes(","):
                entries.append(self._entry())
        self._require(")")
        return entries

    def _entry(self) -> float | str | None:
        sign = -1.0 if self._takes("-") else 1.0
        token = self.token
        if token.kind == "number":
            return sign * float(self.advance().text)
        if sign < 0 or token.kind not in ("name", "string"):
            refuse(token, "a number, a label or NA")
        self.advance()
        if token.kind == "string":
            return token.text[1:-1]
        return None if token.text == "NA" else token.text
