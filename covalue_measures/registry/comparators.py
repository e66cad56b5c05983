"""Which instruments of others there are to hold a measure against."""

from pathlib import Path
from typing import TYPE_CHECKING

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.definition_file import read_definition
from covalue_measures.registry.location import item_banks_root
from covalue_measures.schema.comparator import Comparator, ComparatorList

if TYPE_CHECKING:
    import pandas as pd

COMPARATORS_FILE = "comparators.yaml"


def load_comparators(*, root: Path | str | None = None) -> tuple[Comparator, ...]:
    """Return what is known of instruments of others; their items are nowhere in the package.

    Parameters
    ----------
    root : path, optional
        The folder that holds ``comparators.yaml``, instead of the one of the package.

    Raises
    ------
    RegistryError
        If the file is missing, or says something that a comparator cannot say.

    Examples
    --------
    >>> from covalue_measures.registry.comparators import load_comparators
    >>> first = load_comparators()[0]
    >>> first.name, first.n_items, first.swedish_version
    ('collaboRATE', 3, 'unknown')
    """
    return read_definition(item_banks_root(root) / COMPARATORS_FILE, ComparatorList).comparators


def load_comparator(name: str, *, root: Path | str | None = None) -> Comparator:
    """Return one comparator by its id.

    Raises
    ------
    RegistryError
        If there is none of this id; the message lists those that there are.
    """
    comparators = load_comparators(root=root)
    for comparator in comparators:
        if comparator.id == name:
            return comparator
    raise RegistryError(
        f"There is no comparator '{name}'; there are"
        f" {', '.join(comparator.id for comparator in comparators)}."
    )


def list_comparators(*, root: Path | str | None = None) -> "pd.DataFrame":
    """Return a table of the comparators, a row each.

    ``n_confirmed`` of the ``n_figures`` published figures were read in their source.

    Examples
    --------
    >>> from covalue_measures.registry.comparators import list_comparators
    >>> table = list_comparators().set_index("comparator")
    >>> row = table.loc["sdm_q_9", ["n_items", "n_figures", "n_confirmed"]]
    >>> [int(number) for number in row]
    [9, 11, 11]
    """
    # Imported here: definitions are read by programs that have no use for tables.
    import pandas as pd

    rows = [
        {
            "comparator": comparator.id,
            "name": comparator.name,
            "kind": comparator.kind,
            "domains": " ".join(comparator.domain_ids),
            "roles": " ".join(role.value for role in comparator.roles),
            "n_items": comparator.n_items,
            "license": comparator.license,
            "license_is_confirmed": comparator.license_is_confirmed,
            "swedish_version": comparator.swedish_version,
            "n_figures": len(comparator.figures),
            "n_confirmed": sum(figure.is_confirmed for figure in comparator.figures),
            "doi": comparator.doi,
        }
        for comparator in load_comparators(root=root)
    ]
    return pd.DataFrame(rows).astype({"n_items": "Int64"})
