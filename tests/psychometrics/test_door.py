import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import covalue_measures as cm
from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.psychometrics.door import as_item_matrix


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1, 2, None], dtype="Int64"),
        pd.Series([1, 2, None], dtype="float32"),
        pd.Series([1, 2, None], dtype=object),
        pd.Series(pd.Categorical(["b", "c", None], categories=["a", "b", "c"], ordered=True)),
    ],
)
def test_numbers_of_every_type_are_read(column) -> None:
    matrix = as_item_matrix(pd.DataFrame({"x": column, "y": [1, 2, 3]}))
    assert_array_equal(matrix.values[:, 0], [1, 2, np.nan])


def test_a_mask_is_missing() -> None:
    masked = np.ma.masked_equal([[1, 6], [2, 3]], 6)
    assert_array_equal(as_item_matrix(masked).values, [[1, np.nan], [2, 3]])


def test_lists_and_booleans_count() -> None:
    assert_allclose(as_item_matrix([[True, 2], [False, 3]]).values, [[1, 2], [0, 3]])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pd.DataFrame({"x": ["1", "2"]}), "Column 'x' holds the text '1'"),
        (pd.DataFrame({"x": [5, "0x3"]}, dtype=object), "Column 'x' holds the text '0x3'"),
        (pd.DataFrame({"x": pd.to_datetime(["2026-01-01"])}), "is of type datetime64"),
        (np.array([[1 + 2j]]), "Column 'item1' is of type complex128"),
        ({"a": 1}, "not a dict"),
        (None, "not a NoneType"),
        ("answers.csv", "not a str"),
    ],
)
def test_refuses_what_are_no_numbers(data, message) -> None:
    with pytest.raises(ResponseDataError, match=message):
        as_item_matrix(data)


def test_items_without_answers_are_described_and_not_estimated() -> None:
    frame = pd.DataFrame({"x": [1, 2, 3], "y": [np.nan] * 3})
    assert cm.screen_missing(frame).items.loc["y", "missing"] == 3
    assert cm.describe_items(frame).items.loc["y", "n"] == 0
    with pytest.raises(InsufficientDataError, match="No one answered item 'y'"):
        cm.estimate_pearson(frame)


def test_a_copy_correlates_at_most_one() -> None:
    column = np.random.default_rng(1).normal(size=40)
    matrix = cm.estimate_pearson(np.column_stack([column, column])).matrix
    assert matrix.max() <= 1
