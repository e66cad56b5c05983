"""An instrument into the file of a target, with a report of what was lost."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from covalue_measures.exceptions import InstrumentError
from covalue_measures.export.exporter import Exporter, ExportRequest, LostField, Profile
from covalue_measures.export.targets import EXPORTERS
from covalue_measures.export.translation_gate import checked_language
from covalue_measures.schema import InstrumentLike, as_instrument

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written, and what it could not carry."""

    path: Path
    target: str
    #: ``name@version`` with the form, and the digest of the definition.
    instrument: str
    digest: str
    language: str
    profile: Profile
    lost: tuple[LostField, ...]
    #: JSON beside the file with the same; None where nothing was lost.
    lost_path: Path | None


def export_instrument(
    instrument: InstrumentLike,
    path: str | Path,
    *,
    to: str,
    language: str | None = None,
    profile: Profile = "administer",
    currency: str | None = None,
    allow_draft: bool = False,
    allow_stale: bool = False,
) -> ExportReport:
    """Write an instrument for another program; return what was written and what was lost.

    Parameters
    ----------
    instrument : ItemBank, or Instrument of one of its forms
    path : str or Path
        Where the file goes. What it could not carry goes beside it, as ``<name>.lost.json``.
    to : str
        Target, one of ``export_targets()``.
    language : str, optional
        Of the texts; the original by default.
    profile : {"administer", "score"}
        Whether scores are computed where the answers are given. Without them respondents see no
        weights, and scores are made here.
    currency : str, optional
        ISO 4217 code, for items that ask for money.
    allow_draft, allow_stale : bool
        Write a translation that nobody reviewed, or that is not up to date.

    Raises
    ------
    InstrumentError
        If there is no such target, the translation may not leave, or the target cannot administer
        the instrument.
    RegistryError
        If the instrument has no texts in the language.
    """
    exporter = exporter_for(to)
    if currency is not None and not _CURRENCY.fullmatch(currency):
        raise InstrumentError(f"'{currency}' is no ISO 4217 code of a currency, such as SEK.")
    chosen = as_instrument(instrument)
    request = ExportRequest(
        instrument=chosen,
        language=checked_language(
            chosen, language, allow_draft=allow_draft, allow_stale=allow_stale
        ),
        profile=profile,
        currency=currency,
    )
    exported = exporter.export(request)
    path = Path(path)
    try:
        path.write_bytes(exported.content)
        lost_path = _write_lost(path, exported.lost)
    except OSError as error:
        raise InstrumentError(f"'{path}' cannot be written: {error.strerror}.") from error
    return ExportReport(
        path=path,
        target=exporter.target,
        instrument=chosen.reference,
        digest=chosen.digest,
        language=request.language,
        profile=profile,
        lost=exported.lost,
        lost_path=lost_path,
    )


def export_targets() -> dict[str, str]:
    """Return the targets with a few words about each."""
    return {exporter.target: exporter.title for exporter in EXPORTERS}


def exporter_for(target: str) -> Exporter:
    """Return the exporter of a target.

    Raises
    ------
    InstrumentError
        If there is none; the message lists the targets.
    """
    for exporter in EXPORTERS:
        if exporter.target == target:
            return exporter
    known = [exporter.target for exporter in EXPORTERS]
    raise InstrumentError(f"There is no export target {target!r}; there are {known}.")


def _write_lost(path: Path, lost: tuple[LostField, ...]) -> Path | None:
    if not lost:
        return None
    lost_path = path.with_name(f"{path.name}.lost.json")
    content = [asdict(field) for field in lost]
    lost_path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return lost_path
