"""From a model and answers, as they are given, to what can be estimated."""

from collections.abc import Sequence
from dataclasses import dataclass

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.correlation.polychoric import MOST_CATEGORIES
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.structural.claimed_model import claimed_model
from covalue_measures.psychometrics.structural.estimator import Estimator, StructuralMissing
from covalue_measures.psychometrics.structural.group_samples import Categories, categories_of
from covalue_measures.psychometrics.structural.grouped_data import (
    GroupedData,
    GroupLike,
    column_names,
    group_data,
)
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.psychometrics.structural.parsed_model import ParsedModel
from covalue_measures.psychometrics.structural.samples import (
    Samples,
    numeric_samples,
    ordinal_samples,
)
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.psychometrics.structural.variables import find_variables
from covalue_measures.responses import ResponseData
from covalue_measures.schema import InstrumentLike, as_instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """A model as it was asked for."""

    syntax: str
    parsed: ParsedModel
    orthogonal: bool
    standardized_latents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedData:
    """Answers by group, and which of them are categories."""

    data: GroupedData
    categories: Categories
    covariates: tuple[str, ...]


def request_model(
    data: Responses,
    model: str | InstrumentLike | None,
    *,
    orthogonal: bool,
    standardized: bool,
) -> ModelRequest:
    """Return the model that was asked for, or the one that an instrument claims.

    Raises
    ------
    ModelSyntaxError, ModelError
        If it cannot be read, or nothing is claimed.
    """
    if isinstance(model, str):
        return ModelRequest(
            syntax=model,
            parsed=parse_model(model),
            orthogonal=orthogonal,
            standardized_latents=standardized,
        )
    if model is None:
        if not isinstance(data, ResponseData):
            raise ModelError(
                "A table of numbers claims no structure: give a model, such as 'f =~ x1 + x2 + x3'."
            )
        model = data.instrument
    claimed = claimed_model(as_instrument(model))
    return ModelRequest(
        syntax=claimed.syntax,
        parsed=parse_model(claimed.syntax),
        orthogonal=orthogonal or claimed.orthogonal,
        standardized_latents=standardized or claimed.standardized_latents,
    )


def prepare(
    data: Responses,
    request: ModelRequest,
    estimator: Estimator,
    missing: StructuralMissing,
    ordered: Sequence[str] | None,
    group: GroupLike | None,
    *,
    given_covariates: bool,
) -> PreparedData:
    """Return the model's answers by group, and which of its items are ordinal.

    Raises
    ------
    ModelError
        If the model, the estimator and the items do not go together.
    """
    columns = column_names(data)
    if isinstance(ordered, str | bool):
        raise ModelError(
            f"ordered is a list of items, not {ordered!r}. Leave it out to take all items as"
            " ordinal by estimator='WLSMV'."
        )
    wanted = set(ordered or ())
    if unknown := sorted(wanted - set(columns)):
        raise ModelError(f"ordered names '{unknown[0]}', which is not a column of the data.")
    # Who has a threshold or a scale is ordinal, whatever else is said.
    implied = {row.lhs for row in request.parsed.parameters if row.op in ("|", "~*~")}
    if estimator.usually_ordinal and ordered is None:
        wanted |= implied
    likely = dict.fromkeys(wanted, MOST_CATEGORIES)
    variables = find_variables(request.parsed, columns, likely)
    if estimator.usually_ordinal and ordered is None:
        wanted |= set(variables.observed) - set(variables.covariates)
    wanted &= set(variables.observed)
    if wanted and estimator.discrepancy in ("likelihood", "gls"):
        raise ModelError(
            f"{estimator.name} is for numeric items; {len(wanted)} are named ordinal. Use WLSMV,"
            " or ULSMV."
        )
    if missing == "pairwise" and not wanted:
        raise ModelError(
            "missing='pairwise' is for ordinal items: covariances of pairs are not those of any"
            " sample. Use missing='fiml' with ML or MLR."
        )
    grouped = group_data(
        data,
        variables.observed,
        group=group,
        missing=missing,
        complete=variables.covariates if given_covariates else (),
    )
    categories = categories_of(grouped, wanted, estimator.name)
    return PreparedData(data=grouped, categories=categories, covariates=variables.covariates)


def samples_of(
    prepared: PreparedData, estimator: Estimator, table: ParameterTable, *, unbiased: bool
) -> Samples:
    """Return the answers as the estimator takes them."""
    if prepared.categories.values:
        return ordinal_samples(
            prepared.data,
            estimator,
            prepared.categories,
            covariates=table.exogenous,
            standardizes=table.parameterization == "theta",
        )
    return numeric_samples(
        prepared.data,
        estimator,
        covariates=table.exogenous,
        has_means=table.mean_structure,
        unbiased=unbiased,
    )
