"""L20: items that say what they stand on."""

from collections.abc import Iterator

from covalue_measures.schema import COVALUE_DOMAINS, ItemBank
from covalue_measures.schema.item import Item
from covalue_measures.wording.answers import active_items
from covalue_measures.wording.finding import Finding


def identity(bank: ItemBank) -> Iterator[Finding]:
    """Yield items without themes or sources, and facets without items.

    That facet, role, provenance and version are there, the schema says. In a CO-VALUE domain an
    item names the domain's theme; an adopted text, wherever it is, names its source.
    """
    domain = next((domain for domain in COVALUE_DOMAINS if domain.id == bank.domain), None)
    for item in active_items(bank):
        for message in _missing(bank, item, domain.theme_id if domain else None):
            yield Finding(
                rule="L20",
                level="error",
                path=f"items.{item.id}.provenance",
                item_id=item.id,
                language=None,
                message=message,
            )
    used = {item.facet for item in active_items(bank)}
    for facet in bank.facets:
        if facet.id not in used:
            yield Finding(
                rule="L20",
                level="error",
                path=f"facets.{facet.id}",
                item_id=None,
                language=None,
                message=f"Facet '{facet.id}' has no item.",
            )


def _missing(bank: ItemBank, item: Item, theme_id: str | None) -> Iterator[str]:
    provenance = item.provenance
    if theme_id and theme_id not in provenance.theme_ids:
        found = ", ".join(provenance.theme_ids) or "none"
        yield f"Names the themes {found}, not '{theme_id}', the theme of its domain."
    if provenance.kind != "deductive" and not (provenance.source or bank.provenance.source):
        yield f"Its provenance is '{provenance.kind}', but neither it nor the bank names a source."
