import pytest

from covalue_measures.spreadsheet_cell import is_formula, neutral_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe(text):
    assert is_formula(text)
    assert neutral_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "north", "'=1", "1-2", "a=b"])
def test_other_texts_stay(text):
    assert not is_formula(text)
    assert neutral_cell(text) == text
