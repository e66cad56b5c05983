import pytest
from pydantic import ValidationError
from team_record_maker import guide

from covalue_measures.records.self_assessment_guide import GuideSection


def test_the_seven_sections_in_their_order() -> None:
    assert [section.label for section in GuideSection] == [
        "Preparation",
        "Population and context",
        "Value-chain thinking",
        "Value-shop thinking",
        "Facilitated networks",
        "Interdependent system elements",
        "Product versus service logic",
    ]


def test_any_of_the_sections_may_be_written() -> None:
    written = guide(
        narratives=[{"section": section.value, "text": "Text."} for section in GuideSection]
    )

    assert [narrative.title for narrative in written.narratives] == [
        section.label for section in GuideSection
    ]
    assert guide().narratives[0].section is GuideSection.PREPARATION


def test_another_section_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"narratives\.0\.section"):
        guide(narratives=[{"section": "Tried", "text": "Text."}])


def test_the_tool_is_said() -> None:
    with pytest.raises(ValidationError, match="tool"):
        guide(tool="improvement_passport")
