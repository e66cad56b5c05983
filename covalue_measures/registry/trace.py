"""From an item to what it stands on, and from a theme to the items that stand on it."""

from dataclasses import dataclass
from pathlib import Path

from covalue_measures.exceptions import RegistryError
from covalue_measures.records.covalue_themes import COVALUE_THEMES
from covalue_measures.records.theme import Theme
from covalue_measures.registry.by_name import load_newest
from covalue_measures.schema.form import ItemChoice
from covalue_measures.schema.item import Item
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.subscale import Facet

_THEMES = {theme.id: theme for theme in COVALUE_THEMES}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedItem:
    """An item and the bank that it belongs to."""

    item: Item
    bank: ItemBank

    @property
    def facet(self) -> Facet:
        """The facet that the item covers."""
        return next(facet for facet in self.bank.facets if facet.id == self.item.facet)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTrace:
    """Everything that an item stands on."""

    placed: PlacedItem
    #: Themes of the item's provenance, in its order.
    themes: tuple[Theme, ...]
    #: Ids in the provenance that are no theme of the CO-VALUE study, but of another one.
    other_theme_ids: tuple[str, ...]
    #: Items of other roles that ask about the same event.
    mirrored: tuple[PlacedItem, ...]
    #: Form by id, and why it took the item; None where the form does not say.
    forms: tuple[tuple[str, ItemChoice | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTrace:
    """A theme, and every item that stands on it."""

    theme: Theme
    items: tuple[PlacedItem, ...]


def trace_item(item_id: str, *, root: Path | str | None = None) -> ItemTrace:
    """Return what an item stands on: facet, provenance, themes, mirrored items, forms.

    Parameters
    ----------
    item_id : str
        Of an item in the newest version of any bank.
    root : path, optional
        A folder of banks to look in, instead of those that come with the package.

    Raises
    ------
    RegistryError
        If no bank has such an item, or several have.

    Examples
    --------
    >>> from covalue_measures.registry import trace_item
    >>> trace = trace_item("comsu01")
    >>> trace.placed.facet.id, [theme.id for theme in trace.themes]
    ('explanation', ['CV2-T-COM'])
    """
    every = _every_item(root)
    found = [placed for placed in every if placed.item.id == item_id]
    if not found:
        raise RegistryError(f"No bank has an item '{item_id}'; 'covalue show BANK' lists them.")
    if len(found) > 1:
        raise RegistryError(
            f"The banks {[placed.bank.id for placed in found]} have each an item '{item_id}'; an"
            " id belongs to one item."
        )
    item, bank = found[0].item, found[0].bank
    return ItemTrace(
        placed=found[0],
        themes=tuple(_THEMES[name] for name in item.provenance.theme_ids if name in _THEMES),
        other_theme_ids=tuple(name for name in item.provenance.theme_ids if name not in _THEMES),
        mirrored=tuple(
            placed
            for placed in every
            if item.pair_id is not None
            and placed.item.pair_id == item.pair_id
            and placed.item.id != item.id
        ),
        forms=tuple(
            (form.id, next((c for c in form.choices if c.item_id == item_id), None))
            for form in bank.forms
            if item_id in form.item_ids
        ),
    )


def trace_theme(theme_id: str, *, root: Path | str | None = None) -> ThemeTrace:
    """Return a theme and the items that stand on it, in the newest version of every bank.

    Raises
    ------
    RegistryError
        If there is no such theme; the message lists those there are.
    """
    if theme_id not in _THEMES:
        raise RegistryError(f"There is no theme '{theme_id}'; there are {', '.join(_THEMES)}.")
    return ThemeTrace(
        theme=_THEMES[theme_id],
        items=tuple(
            placed for placed in _every_item(root) if theme_id in placed.item.provenance.theme_ids
        ),
    )


def _every_item(root: Path | str | None) -> tuple[PlacedItem, ...]:
    return tuple(
        PlacedItem(item=item, bank=bank) for bank in load_newest(root) for item in bank.items
    )
