"""Reading a model description in lavaan's syntax."""

from covalue_measures.exceptions import ModelSyntaxError
from covalue_measures.psychometrics.structural.expression import difference, read_expression
from covalue_measures.psychometrics.structural.formula import read_formula
from covalue_measures.psychometrics.structural.parsed_model import (
    ParsedConstraint,
    ParsedDefinition,
    ParsedModel,
    ParsedParameter,
    merge_mentions,
)
from covalue_measures.psychometrics.structural.tokens import Token, formulas, refuse


def parse_model(text: str) -> ParsedModel:
    """Return what a model description says.

    Parameters
    ----------
    text : str
        Formulas, each on a line of its own or separated by semicolons; ``#`` and ``!`` begin a
        comment. ``f =~ x1 + x2`` names the indicators of a factor, ``y ~ x`` regresses, ``x ~~ y``
        lets covary, ``x ~ 1`` frees an intercept, ``x | t1`` a threshold and ``x ~*~ x`` the scale
        of a latent response; ``efa("b")*f1 + efa("b")*f2 =~ x1 + x2`` are factors to be rotated.
        ``0.5*x`` fixes, ``NA*x`` frees, ``a*x`` labels (parameters with one label are equal),
        ``start(0.8)*x`` starts; ``c(1, NA)*x`` and ``c(a, b)*x`` do so by group.
        ``i := a*b`` defines a parameter, ``a == 2*b`` constrains two.

    Raises
    ------
    ModelSyntaxError
        If a formula cannot be read, with its line.
    ModelError
        If two mentions of one parameter contradict each other.

    References
    ----------
    The syntax is that of lavaan: Rosseel (2012), doi:10.18637/jss.v048.i02.

    Examples
    --------
    >>> model = parse_model("visual =~ x1 + a*x2  # a comment")
    >>> [(one.name, one.labels) for one in model.parameters]
    [('visual=~x1', ()), ('visual=~x2', ('a',))]
    """
    mentions: list[ParsedParameter] = []
    definitions: list[ParsedDefinition] = []
    constraints: list[ParsedConstraint] = []
    for tokens in formulas(text):
        signs = [token.text for token in tokens if token.kind == "operator"]
        if ":=" in signs:
            definitions.append(_definition(tokens))
        elif "==" in signs:
            constraints.append(_constraint(tokens))
        else:
            mentions.extend(read_formula(tokens))
    if not mentions:
        raise ModelSyntaxError("The model has no formula with =~, ~~, ~, ~*~ or |.")
    return ParsedModel(merge_mentions(mentions), tuple(definitions), tuple(constraints))


def _definition(tokens: list[Token]) -> ParsedDefinition:
    name, operator = tokens[:2]
    if name.kind != "name":
        refuse(name, "the name of the defined parameter")
    if operator.text != ":=":
        refuse(operator, "':='")
    return ParsedDefinition(name.text, read_expression(tokens[2:]), name.line)


def _constraint(tokens: list[Token]) -> ParsedConstraint:
    middle = next(place for place, token in enumerate(tokens) if token.text == "==")
    operator = tokens[middle]
    end = Token("end", "", operator.line, operator.source)
    left = read_expression([*tokens[:middle], end])
    right = read_expression(tokens[middle + 1 :])
    return ParsedConstraint(f"{left.text}=={right.text}", difference(left, right), operator.line)
