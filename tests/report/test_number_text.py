import math

import pytest

from covalue_measures.report.number_text import (
    coefficient_text,
    comparison_text,
    correlation_text,
    counted,
    decimal_text,
    interval_text,
    listed,
    p_text,
    share_of_count_text,
    share_text,
    small_text,
    typeset,
)

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.8153, ".815"),
        (-0.1204, f"{MINUS}.120"),
        (1.0, "1.000"),
        (-1.5, f"{MINUS}1.500"),
        (-0.0001, ".000"),
        (10.05, "10.050"),
        (None, "not available"),
        (math.nan, "not available"),
    ],
)
def test_coefficients_have_three_decimals_and_no_leading_zero(
    value: float | None, expected: str
) -> None:
    assert coefficient_text(value) == expected


def test_correlations_have_two_decimals() -> None:
    assert [correlation_text(value) for value in (0.456, -0.004, 1)] == [".46", ".00", "1.00"]


def test_means_keep_their_leading_zero() -> None:
    assert [decimal_text(value) for value in (0.5, -0.456, 1234.5, None)] == [
        "0.50",
        f"{MINUS}0.46",
        "1,234.50",
        "not available",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.0, "< .001"), (0.00099, "< .001"), (0.001, ".001"), (0.0461, ".046"), (1.0, "1.000")],
)
def test_small_p_values_are_not_zero(value: float, expected: str) -> None:
    assert p_text(value) == expected


def test_intervals_and_shares_need_numbers() -> None:
    assert interval_text(0.781, 0.846) == ".781 to .846"
    assert interval_text(math.nan, 0.846) == "not available"
    assert share_text(0.1234) == "12.3%"
    assert share_text(None) == "not available"
    assert share_of_count_text(3, 12) == "25.0%"
    assert share_of_count_text(0, 0) == "not available"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (0.0192, "0.0192"),
        (2.2e-16, f"2.2 {TIMES} 10⁻¹⁶"),
        (1e-9, "10⁻⁹"),
        (-3.4e-5, f"{MINUS}3.4 {TIMES} 10⁻⁵"),
        (math.inf, "not available"),
    ],
)
def test_tiny_numbers_keep_their_size(value: float, expected: str) -> None:
    assert small_text(value) == expected


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [(1e-9, ".815321"), (5e-4, ".8153"), (0.5, ".815"), (0.0, ".815321")],
)
def test_a_comparison_shows_what_the_tolerance_settles(tolerance: float, expected: str) -> None:
    assert comparison_text(0.8153214, tolerance) == expected


def test_words_around_counts() -> None:
    assert counted(1, "item") == "1 item"
    assert counted(2800, "item") == "2,800 items"
    assert [listed(entries) for entries in ((), ("a",), ("a", "b", "c"))] == ["", "a", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alpha 0.815 [0.775, 0.850] (n = 212)", "alpha .815 [.775, .850] (n = 212)"),
        ("CFI > 0.95.", "CFI > .95."),
        ("alpha >= 0.70", "alpha \N{GREATER-THAN OR EQUAL TO} .70"),
        ("version 0.1.0 and 10.007", "version 0.1.0 and 10.007"),
        ("doi:10.1007/s0.5", "doi:10.1007/s0.5"),
    ],
)
def test_texts_of_the_record_are_typeset(text: str, expected: str) -> None:
    assert typeset(text) == expected
