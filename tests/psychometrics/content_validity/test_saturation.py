import numpy as np
import pytest
from content_validity_cases import entry, log_of

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.psychometrics.content_validity import estimate_saturation
from covalue_measures.records.cognitive_interview import InterviewLog
from covalue_measures.schema import Role


def example() -> InterviewLog:
    return log_of(
        # Round 1: two kinds of problem, one of them twice.
        entry("i01", "de01", 2),
        entry("i01", "de02", 1, code="sensitivity"),
        entry("i02", "de01", 1),
        entry("i02", "de02"),
        # Round 2: one known kind, on a newer wording, and one new.
        entry("i03", "de01", 1, round=2, item_revision=2),
        entry("i03", "de02", 1, round=2),
        # Round 3: nothing.
        entry("i04", "de01", round=3, item_revision=2),
        # Another language, one round.
        entry("i05", "de01", 2, language="sv"),
    )


def test_a_worked_example() -> None:
    result = estimate_saturation(example())
    table = result.table
    assert table.index.tolist() == [
        ("en", "service_user", 1),
        ("en", "service_user", 2),
        ("en", "service_user", 3),
        ("sv", "service_user", 1),
    ]
    assert table["n_interviews"].tolist() == [2, 1, 1, 1]
    assert table["n_problems"].tolist() == [3, 2, 0, 1]
    assert table["n_kinds"].tolist() == [2, 2, 0, 1]
    assert table["n_new"].tolist() == [2, 1, 0, 1]
    assert table["n_cumulative"].tolist() == [2, 3, 3, 1]
    np.testing.assert_array_equal(table["share_seen_before"], [0, 0.5, np.nan, 0])
    assert result.is_saturated == {("en", "service_user"): True, ("sv", "service_user"): False}
    assert not result.all_saturated


def test_languages_are_pooled_only_when_asked() -> None:
    result = estimate_saturation(example(), pool=True)
    assert result.is_pooled
    assert result.table.index.tolist() == [("all", "all", k) for k in (1, 2, 3)]
    # The Swedish problem is of a kind that the English round found too.
    assert result.table["n_new"].tolist() == [2, 1, 0]
    assert result.table["n_interviews"].tolist() == [3, 1, 1]
    assert result.all_saturated


def test_rounds_are_taken_in_order() -> None:
    log = log_of(entry("i02", "de01", 2, round=2), entry("i01", "de01", 2))
    result = estimate_saturation(log)
    assert result.table["n_new"].tolist() == [1, 0]
    assert result.all_saturated


def test_roles_have_saturations_of_their_own() -> None:
    log = log_of(
        entry("i01", "de01", 2),
        entry("i02", "de01", round=2),
        entry("i03", "de01", 2, role=Role.FAMILY, round=2),
    )
    assert estimate_saturation(log).is_saturated == {
        ("en", "family"): False,
        ("en", "service_user"): True,
    }


def test_an_empty_log_is_refused() -> None:
    with pytest.raises(InsufficientDataError, match="holds no entry"):
        estimate_saturation(InterviewLog(bank="demo"))
