"""How many items each facet has, for each role."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from covalue_measures.registry.by_name import load_newest
from covalue_measures.schema.covalue_domains import COVALUE_DOMAINS
from covalue_measures.schema.domain import Role

if TYPE_CHECKING:
    import pandas as pd

_ORDER = [domain.id for domain in COVALUE_DOMAINS]


def facet_coverage(*, root: Path | str | None = None) -> "pd.DataFrame":
    """Return the number of active items by domain and facet (rows) and role (columns).

    Facets of different banks are one row where they have the same id and domain. A zero says
    that nobody of that role is asked about the facet.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> cm.facet_coverage().loc[("communication", "explanation"), "service_user"]
    np.int64(3)
    """
    # Imported here: definitions are read by programs that have no use for tables.
    import pandas as pd

    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for bank in load_newest(root):
        for facet in bank.facets:
            n_items = sum(item.facet == facet.id and item.status == "active" for item in bank.items)
            counts[bank.domain, facet.id][bank.role.value] += n_items
    places = sorted(
        counts,
        key=lambda place: _ORDER.index(place[0]) if place[0] in _ORDER else len(_ORDER),
    )
    roles = [role.value for role in Role if any(role.value in row for row in counts.values())]
    return pd.DataFrame(
        [[counts[place].get(role, 0) for role in roles] for place in places],
        # From two lists, since no facet at all is a table, too.
        index=pd.MultiIndex.from_arrays(
            [[domain for domain, _ in places], [facet for _, facet in places]],
            names=["domain", "facet"],
        ),
        columns=roles,
    )
