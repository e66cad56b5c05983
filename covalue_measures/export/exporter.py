"""What a target of an export must offer, and what an export gives back."""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from covalue_measures.schema import Instrument

#: ``administer``: to collect answers, without scores or their weights; ``score``: with them.
Profile: TypeAlias = Literal["administer", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What to write: checked before an exporter sees it."""

    instrument: Instrument
    #: One that the instrument has, complete and up to date.
    language: str
    profile: Profile
    #: ISO 4217 code for items that ask for money; None leaves it to the platform.
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LostField:
    """Something of the definition that the target has no place for."""

    #: Dotted path as in ``ItemBank.texts``, or the name of a field.
    path: str
    #: What happens to it, in one sentence.
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """One file's bytes, and what they could not carry."""

    content: bytes
    lost: tuple[LostField, ...]


class Exporter(Protocol):
    """Turns an instrument into the file of one target; opens no file itself."""

    #: The name that ``export_instrument(to=...)`` and ``covalue export --to`` take.
    target: str
    #: What the file is, in a few words for a list.
    title: str
    #: Ending of the file's name, with the dot.
    suffix: str

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the file's bytes and what was lost.

        Raises
        ------
        InstrumentError
            If the instrument holds something that the target cannot administer at all.
        """
