"""Typed, dated records of how measures are made: talks, ratings, interviews, teams at work."""

from covalue_measures.records.attachment import Attachment
from covalue_measures.records.coding import Code, CodedUnit, CoderChoice, CodingRecord
from covalue_measures.records.cognitive_interview import (
    CognitiveInterview,
    InterviewLog,
    ParticipantStrata,
)
from covalue_measures.records.content_validity_round import ContentValidityRound
from covalue_measures.records.covalue_themes import COVALUE_THEMES
from covalue_measures.records.driver import Driver
from covalue_measures.records.elicitation import Elicitation
from covalue_measures.records.improvement_passport import ImprovementPassport
from covalue_measures.records.item_review import ItemRating, ItemReview, RaterGroup
from covalue_measures.records.record_series import AnyTeamRecord, RecordSeries
from covalue_measures.records.self_assessment_guide import (
    GuideNarrative,
    GuideSection,
    SelfAssessmentGuide,
)
from covalue_measures.records.team_rating import TeamRating
from covalue_measures.records.team_record import Contributors, Narrative, TeamRecord
from covalue_measures.records.theme import Theme
from covalue_measures.records.tool_use import ToolUse
from covalue_measures.records.translation_log import TranslationLog, TranslationRecord

__all__ = [
    "COVALUE_THEMES",
    "AnyTeamRecord",
    "Attachment",
    "Code",
    "CodedUnit",
    "CoderChoice",
    "CodingRecord",
    "CognitiveInterview",
    "ContentValidityRound",
    "Contributors",
    "Driver",
    "Elicitation",
    "GuideNarrative",
    "GuideSection",
    "ImprovementPassport",
    "InterviewLog",
    "ItemRating",
    "ItemReview",
    "Narrative",
    "ParticipantStrata",
    "RaterGroup",
    "RecordSeries",
    "SelfAssessmentGuide",
    "TeamRating",
    "TeamRecord",
    "Theme",
    "ToolUse",
    "TranslationLog",
    "TranslationRecord",
]
