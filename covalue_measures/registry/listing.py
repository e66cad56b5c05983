"""What banks there are."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from covalue_measures.registry.by_name import load_newest
from covalue_measures.schema.item_bank import ItemBank

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntry:
    """One line of the list of banks."""

    bank: str
    version: str
    status: str
    domain: str
    role: str
    items: int
    #: Languages, the base language first.
    languages: str
    digest: str

    @classmethod
    def of(cls, bank: ItemBank) -> "BankEntry":
        """Return the entry of ``bank``."""
        return cls(
            bank=bank.id,
            version=str(bank.version),
            status=bank.status,
            domain=bank.domain,
            role=bank.role.value,
            items=sum(item.status == "active" for item in bank.items),
            languages=" ".join(bank.languages),
            digest=bank.digest,
        )


def bank_entries(root: Path | str | None = None) -> tuple[BankEntry, ...]:
    """Return an entry for each bank's newest release, or its draft, by name."""
    return tuple(BankEntry.of(bank) for bank in load_newest(root))


def list_banks(*, root: Path | str | None = None) -> "pd.DataFrame":
    """Return a table of the banks: name, version, status, domain, role, items, languages, digest.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> banks = cm.list_banks().set_index("bank")
    >>> banks.loc["communication_service_user", ["domain", "languages"]].tolist()
    ['communication', 'en sv']
    """
    # Imported here: definitions are read by programs that have no use for tables.
    import pandas as pd

    columns = [field.name for field in fields(BankEntry)]
    return pd.DataFrame([asdict(entry) for entry in bank_entries(root)], columns=columns)
