"""Files of QuestionnaireResponses of FHIR: a Bundle, one resource, or one a line."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.coded_answers import CodedAnswers, quoted_addresses
from covalue_measures.intake.fhir_resources import NDJSON_SUFFIXES, resources_in
from covalue_measures.intake.fhir_response import read_response, text_at
from covalue_measures.intake.growing_table import GrowingTable
from covalue_measures.intake.own_fields import take_own_fields, usual_fields
from covalue_measures.intake.questionnaire_pin import check_questionnaires
from covalue_measures.intake.record_statuses import use_statuses
from covalue_measures.intake.repeated_records import keep_once
from covalue_measures.intake.text_table import TextTable
from covalue_measures.intake.wording import counted, named
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

_KIND = "QuestionnaireResponse"
_ORDINARY = ("completed", "amended")
#: Columns about a response, kept apart from those of its linkIds, which may bear any name.
_ID, _STATUS, _QUESTIONNAIRE = "id", "status", "questionnaire"
_VERSION, _UPDATED, _AUTHORED = "version", "updated", "authored"
#: What the import map may name as respondent id or group.
_DESCRIBING = (
    "id",
    "identifier.value",
    "subject.reference",
    "subject.identifier.value",
    "author.reference",
    "source.reference",
    "encounter.reference",
    "authored",
    "language",
    "status",
)


class FhirReader:
    """Matches linkIds to item ids, and codings by their code alone."""

    layout = "fhir"
    suffixes: tuple[str, ...] = (".json", *NDJSON_SUFFIXES)
    signatures: tuple[bytes, ...] = ()

    def read(self, path: Path, import_map: ImportMap, instrument: Instrument) -> TextTable:
        """Return the file's columns; see ``Reader``."""
        collected = _Collected(path, import_map, instrument)
        for place, resource in resources_in(path):
            collected.add(place, resource)
        return collected.table()


class _Collected:
    """What was read so far."""

    def __init__(self, path: Path, import_map: ImportMap, instrument: Instrument) -> None:
        self._import_map, self._instrument = import_map, instrument
        self._source = path.name
        self._row_noun: Literal["line", "entry"] = (
            "line" if path.suffix.lower() in NDJSON_SUFFIXES else "entry"
        )
        self._growing = GrowingTable()
        self._others: Counter[str] = Counter()
        self._about = GrowingTable()
        self._systems: dict[str, Counter[str]] = defaultdict(Counter)
        self._numbers: dict[str, Counter[str]] = defaultdict(Counter)
        said = {*import_map.groups, import_map.respondent_id}
        self._described = tuple(path for path in _DESCRIBING if path in said)

    def add(self, place: int, resource: dict[str, Any]) -> None:
        """Take in the resource at ``place``."""
        if resource["resourceType"] != _KIND:
            self._others[str(resource["resourceType"])] += 1
            return
        try:
            found = read_response(resource, self._import_map.ignore)
        except ValueError as error:
            raise IntakeError(
                f"The {_KIND} in {self._row_noun} {place} of {self._source} cannot be read:"
                f" {error}."
            ) from error
        for link_id, systems in found.systems.items():
            self._systems[link_id].update(systems)
        for link_id, numbers in found.numbers.items():
            self._numbers[link_id].update(numbers)
        self._about.add(
            place,
            {
                _ID: found.record_id,
                _STATUS: found.status or "(none)",
                _QUESTIONNAIRE: found.questionnaire,
                _VERSION: found.version,
                _UPDATED: found.updated,
                _AUTHORED: found.authored,
            },
        )
        described = {path: text_at(resource, path) for path in self._described}
        self._growing.add(place, found.answers | described)

    def table(self) -> TextTable:
        """Return the records that are answers, each once."""
        growing = self._growing
        if not len(growing):
            raise IntakeError(f"{self._source} holds no {_KIND}.")
        silent = self._silent(growing.names)
        table = TextTable(
            source=self._source,
            layout=FhirReader.layout,
            columns=tuple(growing.column(name) for name in (*growing.names, *silent)),
            row_numbers=growing.places,
            row_noun=self._row_noun,
            column_noun="linkId",
            rules=self._rules(silent),
            marks_codes=True,
            put_aside=frozenset(self._import_map.ignore),
        )
        coded = CodedAnswers(self._instrument, self._import_map, table.title)
        coded.check_numbers(self._numbers)
        table = replace(table, warnings=coded.system_warnings(self._systems))
        return self._judged(table)

    def _silent(self, answered: Sequence[str]) -> list[str]:
        """Return the linkIds that stand in no response, as one leaves out what is unanswered."""
        mapped = {entry.item: entry.column for entry in self._import_map.columns}
        wanted = [
            mapped.get(item_id, item_id)
            for item_id in self._instrument.item_ids
            if item_id not in self._import_map.not_asked
        ]
        known = {*answered, *(name.lower() for name in answered)}
        silent = [name for name in wanted if name not in known]
        return silent if len(silent) < len(wanted) else []

    def _judged(self, table: TextTable) -> TextTable:
        """Return the records once each, of this questionnaire and with a status that counts."""
        columns = {
            name: self._about.column(name)
            for name in (_ID, _STATUS, _QUESTIONNAIRE, _VERSION, _UPDATED, _AUTHORED)
        }
        is_kept, rules = keep_once(
            table,
            columns[_ID].cells(),
            columns[_STATUS],
            self._import_map,
            numbers=columns[_VERSION].cells(),
            dates=(columns[_UPDATED].cells(), columns[_AUTHORED].cells()),
        )
        table = take_own_fields(
            table, usual_fields(self._instrument), self._instrument, self._import_map
        )
        table = use_statuses(
            table.of_rows(is_kept).with_rules(*rules),
            columns[_STATUS].of_rows(is_kept.nonzero()[0]),
            self._import_map,
            ordinary=_ORDINARY,
        )
        rows = np.flatnonzero(np.isin(self._growing.places, table.row_numbers))
        forms = columns[_QUESTIONNAIRE].of_rows(rows)
        return table.with_rules(
            *check_questionnaires(
                dict(zip(forms.texts, forms.counts.tolist(), strict=True)),
                "response",
                table.title,
                self._instrument,
                self._import_map,
            )
        )

    def _rules(self, silent: list[str]) -> tuple[str, ...]:
        rules = []
        if self._others:
            rules.append(
                f"Set aside {counted(self._others.total(), 'resource')} that"
                f" {'is' if self._others.total() == 1 else 'are'} no {_KIND}:"
                f" {named(sorted(self._others))}."
            )
        systems = set().union(*self._systems.values())
        if systems:
            rules.append(f"Matched codes of {quoted_addresses(systems)} by the code alone.")
        if silent:
            rules.append(
                f"Read {counted(len(silent), 'item')} as unanswered, being in no response:"
                f" {named(silent)}."
            )
        return tuple(rules)
