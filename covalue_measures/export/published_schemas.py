"""The documents whose form is published as JSON Schema."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.exceptions import RegistryError
from covalue_measures.export.schema_refinements import REFINEMENTS
from covalue_measures.export.shared_types import SHARED_TYPES
from covalue_measures.records import (
    AnyTeamRecord,
    CodingRecord,
    ContentValidityRound,
    Elicitation,
    InterviewLog,
    TranslationLog,
)
from covalue_measures.responses import ImportMap
from covalue_measures.schema import ItemBank
from covalue_measures.schema.json_schema import json_schema
from covalue_measures.schema.shared_type import JsonObject
from covalue_measures.scoring.score_record import ScoreRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSchema:
    """A kind of document, and the name of its schema."""

    name: str
    title: str
    #: Reads such a document.
    adapter: TypeAdapter[Any]
    #: Of the document's format.
    format_version: str = "1"
    #: Whether a document holds every field, defaults included.
    written_in_full: bool = False

    @property
    def path(self) -> str:
        """Where the schema lies below the folder of all, as at the end of its ``$id``."""
        return f"{self.name}/{self.format_version}/schema.json"

    @property
    def content(self) -> JsonObject:
        """The JSON Schema, draft 2020-12."""
        return json_schema(
            self.adapter,
            name=self.name,
            title=self.title,
            format_version=self.format_version,
            shared=SHARED_TYPES,
            refinements=REFINEMENTS,
            written_in_full=self.written_in_full,
        )

    @property
    def text(self) -> str:
        """The schema as indented JSON; characters that could be invisible are escaped."""
        return json.dumps(self.content, indent=2) + "\n"


PUBLISHED_SCHEMAS: tuple[PublishedSchema, ...] = (
    PublishedSchema(
        name="item_bank",
        title="Released item bank",
        adapter=TypeAdapter(ItemBank),
        written_in_full=True,
    ),
    PublishedSchema(
        name="import_map", title="Import map of a response file", adapter=TypeAdapter(ImportMap)
    ),
    PublishedSchema(
        name="evidence_record", title="Evidence record", adapter=TypeAdapter(EvidenceRecord)
    ),
    PublishedSchema(
        name="score_record", title="What scores were made from", adapter=TypeAdapter(ScoreRecord)
    ),
    PublishedSchema(
        name="content_validity_round",
        title="Round of content validity ratings",
        adapter=TypeAdapter(ContentValidityRound),
    ),
    PublishedSchema(
        name="interview_log", title="Log of cognitive interviews", adapter=TypeAdapter(InterviewLog)
    ),
    PublishedSchema(name="coding_record", title="Coding record", adapter=TypeAdapter(CodingRecord)),
    PublishedSchema(name="elicitation", title="Elicitation", adapter=TypeAdapter(Elicitation)),
    PublishedSchema(
        name="translation_log", title="Translation log", adapter=TypeAdapter(TranslationLog)
    ),
    PublishedSchema(
        name="team_record", title="Record of a team's tool", adapter=TypeAdapter(AnyTeamRecord)
    ),
)


def published_schema(name: str) -> PublishedSchema:
    """Return the published schema with this name.

    Raises
    ------
    RegistryError
        If there is none; the message lists those that there are.

    Examples
    --------
    >>> published_schema("item_bank").content["$id"]
    'https://covalue-measures.org/schema/item_bank/1/schema.json'
    """
    for entry in PUBLISHED_SCHEMAS:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in PUBLISHED_SCHEMAS)
    raise RegistryError(f"There is no schema '{name}'; there are {known}.")
