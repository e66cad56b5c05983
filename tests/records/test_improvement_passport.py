import pytest
from pydantic import ValidationError
from team_record_maker import passport


def test_the_team_names_the_sections() -> None:
    record = passport(narratives=[{"section": "Vad vi lärde oss", "text": "Att fråga först."}])

    assert record.narratives[0].title == "Vad vi lärde oss"


def test_the_tool_is_said() -> None:
    with pytest.raises(ValidationError, match="tool"):
        passport(tool="self_assessment_guide")
