"""The records of one team with one tool, in the order of time."""

from itertools import pairwise
from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from covalue_measures.records.improvement_passport import ImprovementPassport
from covalue_measures.records.self_assessment_guide import SelfAssessmentGuide
from covalue_measures.records.team_rating import TeamRating
from covalue_measures.schema.model import Definition
from covalue_measures.schema.repeated import repeated

#: A record of either tool; ``tool`` says which.
AnyTeamRecord: TypeAlias = Annotated[
    SelfAssessmentGuide | ImprovementPassport, Field(discriminator="tool")
]


class RecordSeries(Definition):
    """Records that can stand on one timeline."""

    #: Sorted by date and occasion.
    records: tuple[AnyTeamRecord, ...] = Field(min_length=1)

    @property
    def team(self) -> str:
        """Return the team's pseudonym."""
        return self.records[0].team

    @property
    def tool(self) -> str:
        """Return the tool that the records were written with."""
        return self.records[0].tool

    @property
    def dates(self) -> tuple[str, ...]:
        """Return the date of each record."""
        return tuple(record.date for record in self.records)

    @property
    def ratings(self) -> tuple[TeamRating, ...]:
        """Return each rating as it stands first in the series, for its definition."""
        first: dict[str, TeamRating] = {}
        for record in self.records:
            for rating in record.ratings:
                first.setdefault(rating.id, rating)
        return tuple(first.values())

    def values_of(self, rating_id: str) -> tuple[float | None, ...]:
        """Return the values of a rating, one a record; None where the record has none."""
        return tuple(
            next((rating.value for rating in record.ratings if rating.id == rating_id), None)
            for record in self.records
        )

    @model_validator(mode="after")
    def _is_of_one_team_and_tool(self) -> "RecordSeries":
        first = self.records[0]
        for record in self.records[1:]:
            if record.team != first.team:
                raise ValueError(
                    f"record '{record.id}' is of team '{record.team}', but record '{first.id}' of"
                    f" team '{first.team}'; a series has one team"
                )
            if record.tool != first.tool:
                raise ValueError(
                    f"record '{record.id}' was written with the {record.tool}, but record"
                    f" '{first.id}' with the {first.tool}; a series has one tool"
                )
        return self

    @model_validator(mode="after")
    def _is_in_order(self) -> "RecordSeries":
        if twice := repeated(record.id for record in self.records):
            raise ValueError(f"record ids {list(twice)} stand more than once")
        for before, after in pairwise(self.records):
            if after.date < before.date:
                raise ValueError(
                    f"record '{after.id}' of {after.date} stands after record '{before.id}' of"
                    f" {before.date}"
                )
            if after.occasion <= before.occasion:
                raise ValueError(
                    f"record '{after.id}' of {after.date} is occasion {after.occasion}, but record"
                    f" '{before.id}' of {before.date} is occasion {before.occasion}; occasions"
                    " count up with time"
                )
        return self

    @model_validator(mode="after")
    def _defines_each_rating_once(self) -> "RecordSeries":
        first: dict[str, tuple[str, TeamRating]] = {}
        for record in self.records:
            for rating in record.ratings:
                origin, definition = first.setdefault(rating.id, (record.id, rating))
                for field in TeamRating.model_fields:
                    was, now = getattr(definition, field), getattr(rating, field)
                    if field != "value" and was != now:
                        raise ValueError(
                            f"rating '{rating.id}' has {field} {now!r} in record '{record.id}', but"
                            f" {was!r} in record '{origin}'; a changed meaning is a new rating"
                        )
        return self
