"""Run the job of an evidence record again, and compare every number."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from covalue_measures.evaluation.evaluate import evaluate
from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.progress import Progress, silent
from covalue_measures.responses import ResponseData
from covalue_measures.schema import Instrument

#: Numbers agree within this relative difference: other builds of the same numeric libraries
#: round the last digits of an iterated estimate differently.
RELATIVE_TOLERANCE = 1e-8
_ABSOLUTE_TOLERANCE = 1e-10
#: What a second run may change without contradicting the first.
_NOT_COMPARED = frozenset(
    {
        "created",
        "software",
        # The same answers may come from another file format; the fingerprint tells.
        "data.intake.source",
        "data.intake.layout",
        "data.intake.applied_rules",
        "data.intake.import_map",
        "data.intake.columns",
    }
)
#: Fields that name an entry of a list, so that a difference names it too.
_NAMES = (
    "measurement_property",
    "coefficient",
    "subject",
    "item_id",
    "subscale_id",
    "rule_id",
    "group_name",
    "factor",
    "first",
    "lhs",
    "name",
    "to_level",
    "reason",
    "value",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two records disagree."""

    #: Such as ``items[a3].categories[4].count``.
    where: str
    recorded: object
    found: object

    def __str__(self) -> str:
        return f"{self.where}: recorded {self.recorded!r}, found {self.found!r}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationResult:
    """Whether a record is what its job gives."""

    differences: tuple[Difference, ...]
    n_compared: int
    #: Packages whose version changed since: ``numpy 2.4.6, was 2.4.5``.
    changed_software: tuple[str, ...]

    @property
    def is_verified(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def instrument_of(evidence: EvidenceRecord) -> Instrument:
    """Return the instrument that a record carries.

    Raises
    ------
    EvidenceError
        If the definition was altered: its digest is not the one recorded.
    """
    recorded = evidence.instrument
    instrument = Instrument(bank=recorded.definition, form_id=recorded.form)
    if instrument.digest != recorded.digest or instrument.reference != recorded.reference:
        raise EvidenceError(
            f"The record is about '{recorded.reference}' with digest {recorded.digest}, but the"
            f" definition in it is '{instrument.reference}' with digest {instrument.digest}: one of"
            " them was altered."
        )
    return instrument


def verify_evidence(
    evidence: EvidenceRecord, data: ResponseData, *, progress: Progress = silent
) -> VerificationResult:
    """Return every place where a new run on ``data`` differs from ``evidence``.

    Parameters
    ----------
    evidence : EvidenceRecord
    data : ResponseData
        Read with ``instrument_of(evidence)`` and the record's import map.

    Raises
    ------
    EvidenceError
        If the record's definition was altered.
    ResponseDataError
        If ``data`` are answers to another instrument.
    """
    again = evaluate(data, instrument_of(evidence), evidence.settings, progress=progress)
    recorded, found = (record.model_dump(mode="json") for record in (evidence, again))
    pairs = list(_leaves(recorded, found, ""))
    differences = [
        Difference(where=where, recorded=old, found=new)
        for where, old, new in pairs
        if not _agree(old, new)
    ]
    before = {entry.package: entry.version for entry in evidence.software}
    return VerificationResult(
        differences=tuple(differences),
        n_compared=len(pairs),
        changed_software=tuple(
            f"{entry.package} {entry.version}, was {before.get(entry.package, 'not there')}"
            for entry in again.software
            if before.get(entry.package) != entry.version
        ),
    )


def _leaves(old: Any, new: Any, where: str) -> Iterator[tuple[str, object, object]]:
    if where in _NOT_COMPARED:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _leaves(old.get(key), new.get(key), f"{where}.{key}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{where}.length", len(old), len(new)
        for position, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _leaves(before, after, f"{where}[{_name(before, position)}]")
    else:
        yield where, old, new


def _name(entry: Any, position: int) -> str:
    if not isinstance(entry, dict):
        return str(position)
    names = [str(entry[field]) for field in _NAMES if entry.get(field)]
    return " ".join(names[:2]) or str(position)


def _agree(old: object, new: object) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, int | float) and isinstance(new, int | float):
        return math.isclose(old, new, rel_tol=RELATIVE_TOLERANCE, abs_tol=_ABSOLUTE_TOLERANCE)
    return old == new
