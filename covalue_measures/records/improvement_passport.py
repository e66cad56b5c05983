"""A record written with the improvement passport: sections that the team names itself."""

from typing import Literal

from covalue_measures.records.team_record import TeamRecord


class ImprovementPassport(TeamRecord):
    """One entry of a team's improvement passport.

    The passport's own sections are not public, so the team's names stand for them. Whether the
    passport is the short form of the self-assessment guide is not known either: the two are kept
    apart.
    """

    tool: Literal["improvement_passport"]
