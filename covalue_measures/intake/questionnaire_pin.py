"""Whether answers were given to this instrument in this version, by what they refer to."""

import re
from collections.abc import Mapping

from covalue_measures.intake.text_table import TextColumn
from covalue_measures.intake.wording import counted, refusal, shown_text
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_MARK = re.compile(r"cvm=(?P<reference>[^#\s]+)#(?P<digest>[0-9a-f]{8,64})(\s.*)?")
#: Digits of a digest in a mark or a version.
_SHORT_DIGEST = 12


def check_questionnaires(
    found: Mapping[str, int], noun: str, title: str, instrument: Instrument, import_map: ImportMap
) -> tuple[str, ...]:
    """Return what to say about references to questionnaires.

    A reference ``name|version`` is this instrument's when the name ends with the bank's id, or
    with the bank's and the form's, whatever stands between words, and the version is the bank's,
    alone or before the start of its digest, such as ``1.0.0_0123456789ab_en``.

    Parameters
    ----------
    found : mapping of str to int
        References, and how often each is made. A part may be empty.
    noun, title : str
        What makes the references, such as ``submission``, and in which source.
    instrument, import_map : Instrument, ImportMap
        The map may name further references.

    Raises
    ------
    IntakeError
        If a reference is to another questionnaire or version.
    """
    rules, problems = [], []
    for reference, count in found.items():
        times = counted(count, noun)
        if reference in import_map.questionnaire:
            rules.append(
                f"Took {times} to {shown_text(reference)} as answers to '{instrument.reference}',"
                " as the import map says."
            )
            continue
        name, _, version = reference.partition("|")
        if (name and not _is_named(name, instrument)) or not _is_version(version, instrument):
            problems.append(
                f"{times.capitalize()} of {title} {'is' if count == 1 else 'are'} to the"
                f" questionnaire '{reference}', not to '{instrument.reference}'. If the items are"
                f" the same, say so in the import map: questionnaire: ['{reference}']."
            )
        elif not version:
            rules.append(f"Took {times} that named no version of the questionnaire.")
    if problems:
        raise refusal(title, problems)
    return tuple(rules)


def check_marks(
    marks: TextColumn, title: str, instrument: Instrument, import_map: ImportMap
) -> tuple[str, ...]:
    """Return what to say about the marks by which our exports say which definition they hold.

    A mark is ``cvm=name@version#digest``, the digest cut.

    Raises
    ------
    IntakeError
        If a mark is of another definition.
    """
    rules, problems = [], []
    for mark, count in zip(marks.texts, marks.counts.tolist(), strict=True):
        records = counted(count, "record")
        if mark in import_map.questionnaire:
            rules.append(
                f"Took {records} with the mark {shown_text(mark)} as answers to"
                f" '{instrument.reference}', as the import map says."
            )
            continue
        found = _MARK.fullmatch(mark)
        is_own = found is not None and (
            found["reference"] in (instrument.reference, instrument.bank.reference)
            and instrument.digest.startswith(found["digest"])
        )
        if mark and not is_own:
            problems.append(
                f"{records.capitalize()} of {title} {'has' if count == 1 else 'have'} the mark"
                f" '{mark}', which is not that of '{instrument.reference}'"
                f" ({instrument.digest[:_SHORT_DIGEST]}). If the items are the same, say so in the"
                f" import map: questionnaire: ['{mark}']."
            )
    if problems:
        raise refusal(title, problems)
    return tuple(rules)


def _is_version(version: str, instrument: Instrument) -> bool:
    own = str(instrument.bank.version)
    return version in ("", own) or version.startswith(f"{own}_{instrument.digest[:_SHORT_DIGEST]}")


def _is_named(name: str, instrument: Instrument) -> bool:
    words = "_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    own = [instrument.bank.id]
    if instrument.form_id is not None:
        own.append(f"{instrument.bank.id}_{instrument.form_id}")
    return any(words.endswith(f"_{each}") for each in own)
