import pytest
from content_validity_cases import review
from pydantic import ValidationError


@pytest.mark.parametrize("rater", ["su03", "t1", "expert000001"])
def test_raters_have_codes(rater: str) -> None:
    assert review(rater, "family", de01=4).rater == rater


@pytest.mark.parametrize("rater", ["Anna", "anna", "su03@example.org", "03", "Anna3", "anna berg1"])
def test_names_are_refused(rater: str) -> None:
    with pytest.raises(ValidationError, match="rater"):
        review(rater, "family", de01=4)


def test_groups_are_four() -> None:
    for group in ("service_user", "family", "health_professional", "methodologist"):
        assert review("su03", group, de01=None).group == group
    with pytest.raises(ValidationError, match="'service_user', 'family'"):
        review("su03", "expert", de01=4)


def test_an_item_is_rated_once() -> None:
    twice = review("su03", "family", de01=4).ratings * 2
    content = {"rater": "su03", "group": "family", "ratings": twice}
    with pytest.raises(ValidationError, match="rater 'su03' rates item 'de01' twice"):
        type(review("su03", "family", de01=4)).model_validate(content)
