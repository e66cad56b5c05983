import pytest

from covalue_measures.wording import similarity


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Order, inflection and the period make no difference.
        ("The doctors explained my options.", "My options, the doctor explains.", 1),
        ("In the past 3 months, the nurse called me.", "The nurse called me.", 1),
        # Three of four words each.
        ("The nurse called me.", "The doctor called me.", 6 / 8),
        ("I felt safe.", "You were lost.", 0),
        # Five words or more, whole in a text at most 1.7 times as long.
        ("I felt safe at the clinic.", "I felt safe at the clinic with my nurse.", 1),
        ("I felt safe.", "I felt safe at the clinic.", 6 / 9),
        (
            "The team knew my plan well.",
            "The team knew my plan well since I told each of them about it at home in May.",
            12 / 24,
        ),
    ],
)
def test_similarity(first: str, second: str, expected: float) -> None:
    assert similarity(first, second, "en") == pytest.approx(expected)
    assert similarity(second, first, "en") == pytest.approx(expected)
