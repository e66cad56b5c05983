"""The variables of a model: which are latent, and what each observed one is there for."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel, ParsedParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVariables:
    """Names by role, each in the order of lavaan's tables."""

    latent: tuple[str, ...]
    #: Indicators, outcomes, predictors, then those that only covariances or intercepts name.
    observed: tuple[str, ...]
    #: Item to its number of categories.
    categories: Mapping[str, int]
    #: Observed predictors that nothing predicts and that have no formula of their own.
    covariates: tuple[str, ...]
    #: Latent variables that no factor and no regression explains.
    explaining: tuple[str, ...]
    #: Outcomes of regressions that explain nothing and indicate nothing, latent ones first.
    outcomes: tuple[str, ...]
    #: Factor to its indicators.
    indicators: Mapping[str, tuple[str, ...]]
    #: Factor to its exploratory block, where it has one.
    blocks: Mapping[str, str]

    @property
    def lone_indicators(self) -> frozenset[str]:
        """Indicators that are the only one of their only factor: without residual."""
        loaded = [item for items in self.indicators.values() for item in items]
        return frozenset(
            items[0]
            for items in self.indicators.values()
            if len(items) == 1 and loaded.count(items[0]) == 1
        )

    def place(self, name: str) -> int:
        """Return where the variable stands among latent, then observed ones."""
        return (*self.latent, *self.observed).index(name)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a question whether the likeliest known name was meant, or nothing."""
    names = list(known)
    same = [other for other in names if other.lower() == name.lower()]
    found = same or difflib.get_close_matches(name, names, n=1)
    return f" Did you mean '{found[0]}'?" if found else ""


def find_variables(
    parsed: ParsedModel, columns: Sequence[str], ordered: Mapping[str, int]
) -> ModelVariables:
    """Return the roles that the formulas give to the variables.

    Raises
    ------
    ModelError
        If a name is neither a column nor a factor, or both; if an ordinal variable is used for
        what it cannot be.
    """
    rows = parsed.parameters
    latent = _distinct(row.lhs for row in rows if row.op == "=~")
    _check_names(rows, latent, columns)
    indicated = _distinct(row.rhs for row in rows if row.op == "=~")
    predicted = _distinct(row.lhs for row in rows if row.op == "~")
    predicting = _distinct(row.rhs for row in rows if row.op == "~")
    named = (name for row in rows for name in _variables_of(row))
    observed = _distinct(
        name for name in (*indicated, *predicted, *predicting, *named) if name not in latent
    )
    described = {name for row in rows if row.op in ("~~", "~1") for name in _variables_of(row)}
    explained = {*indicated, *predicted}
    pure = [name for name in predicted if name not in {*indicated, *predicting}]
    variables = ModelVariables(
        latent=latent,
        observed=observed,
        categories={name: ordered[name] for name in observed if name in ordered},
        covariates=tuple(
            name
            for name in observed
            if name in predicting and name not in explained and name not in described
        ),
        explaining=tuple(name for name in latent if name not in explained),
        outcomes=tuple(name for name in (*latent, *observed) if name in pure),
        indicators={
            factor: _distinct(row.rhs for row in rows if (row.lhs, row.op) == (factor, "=~"))
            for factor in latent
        },
        blocks=_blocks(rows),
    )
    _check_ordered(variables, rows, columns, ordered)
    _check_covariates(variables, rows, {*predicting} - explained - {*latent})
    return variables


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _variables_of(row: ParsedParameter) -> tuple[str, ...]:
    return (row.lhs,) if row.op in ("~1", "|") else (row.lhs, row.rhs)


def _check_names(
    rows: Sequence[ParsedParameter], latent: Sequence[str], columns: Sequence[str]
) -> None:
    known = {*columns, *latent}
    for row in rows:
        for name in _variables_of(row):
            if name not in known:
                raise ModelError(
                    f"'{name}' in '{row.name}' (line {row.line} of the model) is neither a column"
                    f" of the data nor a factor with indicators.{nearest(name, known)}"
                )
        if row.op in ("=~", "~") and row.lhs == row.rhs:
            raise ModelError(f"'{row.name}' (line {row.line}) explains a variable by itself.")
    if clash := [name for name in latent if name in columns]:
        raise ModelError(
            f"The model names a factor '{clash[0]}', which is a column of the data; a factor needs"
            " a name of its own."
        )


def _check_ordered(
    variables: ModelVariables,
    rows: Sequence[ParsedParameter],
    columns: Sequence[str],
    ordered: Mapping[str, int],
) -> None:
    for name, n_categories in ordered.items():
        if name not in columns:
            raise ModelError(
                f"The ordinal item '{name}' is not a column of the data.{nearest(name, columns)}"
            )
        if n_categories < 2:
            raise ModelError(f"The ordinal item '{name}' has {n_categories} category; 2 are least.")
    if wrong := [name for name in variables.covariates if name in ordered]:
        raise ModelError(
            f"The covariate '{wrong[0]}' is ordinal; a variable that only predicts enters as a"
            " number."
        )
    for row in rows:
        if row.op in ("|", "~*~") and row.lhs not in variables.categories:
            raise ModelError(
                f"'{row.name}' (line {row.line} of the model) is about a latent response, but"
                f" '{row.lhs}' is not ordinal; ordinal are {list(variables.categories) or 'none'}."
            )
        if row.op == "|" and int(row.rhs[1:]) >= variables.categories[row.lhs]:
            raise ModelError(
                f"'{row.name}' (line {row.line} of the model) does not exist: '{row.lhs}' has"
                f" {variables.categories[row.lhs]} categories, thus thresholds up to"
                f" t{variables.categories[row.lhs] - 1}."
            )


def _check_covariates(
    variables: ModelVariables, rows: Sequence[ParsedParameter], predictors: set[str]
) -> None:
    """Refuse covariances that would be zero unseen: a covariate with formulas has only these."""
    named = {frozenset((row.lhs, row.rhs)) for row in rows if row.op == "~~"}
    for pair in combinations([name for name in variables.observed if name in predictors], 2):
        own = [name for name in pair if name not in variables.covariates]
        if own and frozenset(pair) not in named:
            raise ModelError(
                f"The covariate '{own[0]}' has a variance, covariance or intercept in the model, so"
                f" that '{pair[0]}' and '{pair[1]}' would be uncorrelated. Add"
                f" '{pair[0]} ~~ {pair[1]}', or leave the moments of covariates out."
            )


def _blocks(rows: Sequence[ParsedParameter]) -> dict[str, str]:
    """Return the exploratory block of each factor that is in one."""
    blocks: dict[str, str] = {}
    items: dict[str, dict[str, tuple[str, ...]]] = {}
    for factor in _distinct(row.lhs for row in rows if row.op == "=~" and row.block):
        loadings = [row for row in rows if (row.lhs, row.op) == (factor, "=~")]
        block = next(row.block for row in loadings if row.block)
        for row in loadings:
            if row.block != block or any(value is not None for value in row.values):
                raise ModelError(
                    f"'{row.name}' (line {row.line} of the model): all loadings of a factor in the"
                    f" efa block '{block}' belong to the block, and none of them is fixed."
                )
        blocks[factor] = block
        items.setdefault(block, {})[factor] = tuple(row.rhs for row in loadings)
    for block, factors in items.items():
        if len({frozenset(names) for names in factors.values()}) > 1:
            raise ModelError(
                f"The factors {list(factors)} of the efa block '{block}' need the same indicators."
            )
    return blocks
