import pytest

from covalue_measures.intake.wording import counted, named, refusal, shown_text


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 cells"), (1, "1 cell"), (2, "2 cells"), (12_000, "12,000 cells")]
)
def test_counted(count, words):
    assert counted(count, "cell") == words


def test_named_shows_the_first_ten():
    assert named(["a", "b"]) == "'a', 'b'"
    assert named([str(number) for number in range(13)]).endswith("'9' and 3 more")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Often", "'Often'"), ("3\u00a0", r"'3\xa0'"), ("x" * 41, "'" + "x" * 40 + "...'")],
)
def test_shown_text_is_cut_and_hides_nothing(text, shown):
    assert shown_text(text) == shown


def test_one_problem_is_the_message_itself():
    error = refusal("a.csv", ["Only this."])
    assert str(error) == "Only this."
    assert error.problems == ("Only this.",)


def test_many_problems_are_all_kept_and_ten_shown():
    problems = [f"Problem {number}." for number in range(12)]
    error = refusal("a.csv", problems)
    assert error.problems == tuple(problems)
    lines = str(error).splitlines()
    assert lines[0] == "12 problems in a.csv:"
    assert lines[10:] == ["- Problem 9.", "and 2 more."]
