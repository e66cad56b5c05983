"""How an item of a bank is answered, in the linter's words."""

from covalue_measures.schema import ItemBank
from covalue_measures.schema.item import Item
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.wording.context import ScaleKind, SentenceContext


def scale_kind(bank: ItemBank, item: Item) -> ScaleKind | None:
    """Return what an answer to ``item`` says, or None where its scale does not tell."""
    scale = bank.response_scale(item)
    return "quantity" if isinstance(scale, QuantityScale) else scale.kind


def context_of(bank: ItemBank, item: Item, language: str) -> SentenceContext:
    """Return what the sentence rules have to know about ``item``."""
    missing = bank.response_scale(item).missing
    return SentenceContext(
        scale_kind=scale_kind(bank, item),
        role=item.role,
        recall=item.recall.get(language) if item.recall else None,
        has_not_applicable=any(option.reason is MissingReason.NOT_APPLICABLE for option in missing),
    )


def active_items(bank: ItemBank) -> tuple[Item, ...]:
    """Return the items that are in use; retired ones keep their wording."""
    return tuple(item for item in bank.items if item.status == "active")
