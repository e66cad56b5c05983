"""The factor structure that an instrument claims to have."""

from typing import Literal

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated


class HypothesizedStructure(Definition):
    """A claim that data can contradict: which subscales are factors, and how they hang together.

    ``one_factor``: every item of the named subscales measures one factor;
    ``correlated_factors``: one factor a subscale, correlated; ``second_order``: the same under
    one general factor; ``bifactor``: one general factor beside uncorrelated ones.
    """

    kind: Literal["one_factor", "correlated_factors", "second_order", "bifactor"]
    #: Subscales that the claim is about, all reflective.
    subscale_ids: tuple[Identifier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _enough_distinct_subscales(self) -> "HypothesizedStructure":
        if found := repeated(self.subscale_ids):
            raise ValueError(f"the structure names subscale '{found[0]}' twice")
        least = {"correlated_factors": 2, "second_order": 3, "bifactor": 2}.get(self.kind, 1)
        if len(self.subscale_ids) < least:
            raise ValueError(
                f"a {self.kind} structure needs at least {least} subscales,"
                f" got {len(self.subscale_ids)}"
            )
        return self

    @property
    def n_factors(self) -> int:
        """Number of factors at the level of the items, a general factor not counted."""
        return 1 if self.kind == "one_factor" else len(self.subscale_ids)
