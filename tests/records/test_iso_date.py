import pytest

from covalue_measures.records.iso_date import require_iso_date


def test_a_day_is_taken_as_it_stands() -> None:
    assert require_iso_date("2024-02-29") == "2024-02-29"


@pytest.mark.parametrize(
    "text", ["2025-02-29", "20250228", "2025-W05-1", "28.02.2025", "2025-2-28", "", "2025-02-28T10"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date of the form 2026-01-31"):
        require_iso_date(text)
