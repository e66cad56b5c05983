"""Which texts may leave the library."""

from covalue_measures.exceptions import InstrumentError, RegistryError
from covalue_measures.schema import Instrument

#: Texts that a message names before it counts the rest.
_N_NAMED = 10


def checked_language(
    instrument: Instrument,
    language: str | None,
    *,
    allow_draft: bool = False,
    allow_stale: bool = False,
) -> str:
    """Return the language to write, the original where none is named.

    Raises
    ------
    RegistryError
        If the bank has no texts in it.
    InstrumentError
        If the translation is a draft, stale or incomplete, and that was not asked for.
    """
    bank = instrument.bank
    chosen = language or bank.language
    if chosen not in bank.languages:
        raise RegistryError(
            f"'{instrument.reference}' has no texts in '{chosen}'; it has {list(bank.languages)}."
        )
    if chosen == bank.language:
        return chosen
    stale = bank.stale_texts(chosen)
    if stale and not allow_stale:
        named = ", ".join(stale[:_N_NAMED])
        more = f" and {len(stale) - _N_NAMED} more" if len(stale) > _N_NAMED else ""
        raise InstrumentError(
            f"The translation of '{bank.reference}' into '{chosen}' is not up to date: {named}"
            f"{more}. Translate them again, or ask for a stale translation."
        )
    state = next(entry.state for entry in bank.translations if entry.language == chosen)
    if state == "draft" and not allow_draft:
        raise InstrumentError(
            f"The translation of '{bank.reference}' into '{chosen}' is a draft that nobody"
            " reviewed. To have it all the same, for review and not for a study, ask for drafts:"
            " allow_draft=True, or --allow-draft."
        )
    return chosen
