"""Whether an import map is for this instrument."""

import semver

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.wording import named, refusal
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


def check_import_map(import_map: ImportMap, instrument: Instrument) -> tuple[str, ...]:
    """Return what to say about the instrument that an import map was made for.

    Raises
    ------
    IntakeError
        If the map is for another instrument, form or major version, or before 1.0.0
        another minor version, or its option texts are for
        response scales or items that the instrument does not have.
    """
    _refuse_foreign_options(import_map, instrument)
    made_for = import_map.instrument
    if made_for is None or made_for == instrument.reference:
        return ()
    reference, _, form_id = made_for.partition("/")
    name, _, version = reference.partition("@")
    bank = instrument.bank
    if name != bank.id or (form_id and form_id != instrument.form_id):
        raise IntakeError(
            f"The import map is for '{made_for}', not for '{instrument.reference}'; its columns and"
            " texts belong to other items."
        )
    collected = semver.Version.parse(version)
    if collected.major != bank.version.major:
        raise IntakeError(
            f"The import map is for '{made_for}', and '{instrument.reference}' is another major"
            " version: answers to the one are no answers to the other. Read them by the version"
            " they were collected with."
        )
    if collected.major == 0 and collected.minor != bank.version.minor:
        raise IntakeError(
            f"The import map is for '{made_for}', and '{instrument.reference}' is another minor"
            " version, which before 1.0.0 may mean other answers. Read them by the version they"
            " were collected with."
        )
    if collected == bank.version:
        return ()
    return (
        f"Read by '{instrument.reference}' what was collected with '{made_for}', as the import"
        " map says.",
    )


def _refuse_foreign_options(import_map: ImportMap, instrument: Instrument) -> None:
    scales = {scale.id for scale in instrument.bank.answer_scales}
    problems = [
        f"The import map has option texts for the {kind} {named([name])}, which"
        f" '{instrument.reference}' does not have; it has {named(sorted(known))}."
        for kind, known, names in (
            ("response scale", scales, [entry.scale for entry in import_map.options]),
            ("item", set(instrument.item_ids), [entry.item for entry in import_map.options]),
        )
        for name in dict.fromkeys(names)
        if name is not None and name not in known
    ]
    if problems:
        raise refusal("the import map", problems)
