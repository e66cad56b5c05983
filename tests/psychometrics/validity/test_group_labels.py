import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.validity.group_labels import as_labels, in_order


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.Series([1, 2.0, np.nan]), ["1", "2", None]),
        (pd.Series([1, 2, pd.NA], dtype="Int64"), ["1", "2", None]),
        (pd.Series(["a", None, ""]), ["a", None, None]),
        (pd.Series(["a", "b", None], dtype="category"), ["a", "b", None]),
        (pd.Series([True, False, True]), ["True", "False", "True"]),
        (np.array([0.5, -1.0, 2.0], dtype=object), ["0.5", "-1", "2"]),
        (("site 1", 2, None), ["site 1", "2", None]),
    ],
)
def test_labels_are_text_whatever_they_were(values: pd.Series, expected: list[str | None]) -> None:
    assert as_labels(values, "g", 3) == expected


def test_one_label_a_respondent() -> None:
    with pytest.raises(ResponseDataError, match="Group 'g' has 2 labels for 3 respondents"):
        as_labels(["a", "b"], "g", 3)


def test_numbers_are_ordered_by_size_and_before_texts() -> None:
    assert in_order(["10", None, "b", "9", "a", "9"]) == ("9", "10", "a", "b")
    assert in_order([None]) == ()
