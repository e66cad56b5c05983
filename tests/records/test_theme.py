import pytest
from pydantic import ValidationError

from covalue_measures.records.covalue_themes import COVALUE_THEMES
from covalue_measures.records.driver import Driver
from covalue_measures.records.theme import Theme
from covalue_measures.schema import COVALUE_DOMAINS

OWN = {
    "id": "LOC1-D-TIME",
    "title": "Protected time",
    "kind": "driver",
    "source": "Own focus groups (2026)",
}
EXPECTED = [
    ("CV2-T-COM", "value_domain"),
    ("CV2-T-SEF", "value_domain"),
    ("CV2-T-INT", "value_domain"),
    ("CV2-T-CST", "value_domain"),
    ("CV2-T-HPX", "value_domain"),
    ("CV2-T-ACC", "value_domain"),
    ("CV2-D-PEER", "driver"),
    ("CV2-D-TEAM", "driver"),
    ("CV2-D-LEAD", "driver"),
    ("CV2-D-CAM", "driver"),
    ("CV2-C-RES", "context"),
    ("CV2-A-ACC", "tool_evaluation"),
    ("CV2-A-UTL", "tool_evaluation"),
    ("CV2-A-FEA", "tool_evaluation"),
    ("CV1-A-CTX", "tool_evaluation"),
    ("CV1-A-SIMP", "tool_evaluation"),
]


def test_the_study_has_sixteen_themes() -> None:
    assert [(theme.id, theme.kind) for theme in COVALUE_THEMES] == EXPECTED


def test_value_domains_are_the_domains_of_the_schema() -> None:
    found = [
        (theme.id, theme.domain_id, theme.title) for theme in COVALUE_THEMES if theme.domain_id
    ]
    assert found == [(domain.theme_id, domain.id, domain.title) for domain in COVALUE_DOMAINS]


def test_drivers_are_those_that_team_records_name() -> None:
    found = {theme.id: theme.title for theme in COVALUE_THEMES if theme.kind == "driver"}
    assert found == {driver.value: driver.label for driver in Driver}


def test_every_theme_names_its_phase_and_no_quote() -> None:
    for theme in COVALUE_THEMES:
        doi = "10.1093/intqhc/mzab077" if theme.id.startswith("CV1") else "10.7812/TPP/24.009"
        assert theme.source.endswith(f"doi:{doi}")
        assert (theme.quote_id, theme.parent, theme.description) == (None, None, None)


def test_a_theme_survives_its_file() -> None:
    for theme in (*COVALUE_THEMES, Theme(**OWN)):
        assert Theme.model_validate_json(theme.model_dump_json()) == theme


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "CV2-X-COM"}, "String should match pattern"),
        ({"id": "cv2-t-com"}, "String should match pattern"),
        ({"kind": "context"}, "'LOC1-D-TIME' is of kind 'context', but its letter D says 'driver'"),
        ({"domain_id": "communication"}, "names the domain 'communication'; only a value domain"),
        ({"parent": "LOC1-D-TIME"}, "'LOC1-D-TIME' is its own parent"),
        ({"quote": "I never had the time."}, "Extra inputs are not permitted"),
    ],
)
def test_refuses_contradictions(changes: dict, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Theme(**{**OWN, **changes})
