"""The trace that one administration of a tool leaves: how far it went, and how long it took."""

from pydantic import Field, model_validator

from covalue_measures.schema.identifiers import Identifier
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated


class ToolUse(Definition):
    """One offer of a tool, and what became of it; holds no answer and no person.

    The items may be those of a form, or the sections of a team's tool.
    """

    tool: Identifier
    started: bool
    #: Whether the end was reached, with or without items passed over.
    completed: bool
    #: From the first item to the last; None where it was not measured.
    seconds: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    items_shown: tuple[Identifier, ...] = ()
    items_answered: tuple[Identifier, ...] = ()
    #: The last item that was reached; None before the first.
    last_item: Identifier | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "ToolUse":
        for name in ("items_shown", "items_answered"):
            if twice := repeated(getattr(self, name)):
                raise ValueError(f"{name} holds {list(twice)} more than once")
        if not self.started and (self.completed or self.items_shown or self.seconds is not None):
            raise ValueError("what was not started is not completed, and has no items or seconds")
        if unseen := set(self.items_answered) - set(self.items_shown):
            raise ValueError(f"items {sorted(unseen)} were answered, but not shown")
        if self.last_item is not None and self.last_item not in self.items_shown:
            raise ValueError(f"the last item '{self.last_item}' was not shown")
        if self.last_item is None and self.items_shown:
            raise ValueError("items were shown, so one of them was reached last: say last_item")
        if self.completed and not self.items_shown:
            raise ValueError("what was completed had items: say items_shown")
        return self
