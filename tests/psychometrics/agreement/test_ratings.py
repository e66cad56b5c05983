import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from covalue_measures.exceptions import InsufficientDataError, ResponseDataError
from covalue_measures.psychometrics.agreement.ratings import as_ratings


@pytest.mark.parametrize(
    ("data", "categories"),
    [
        ([[1, 2], [2, None], [1, 1]], (1, 2)),
        (np.array([[0.5, 2], [2, np.nan], [0.5, 0.5]]), (0.5, 2.0)),
        (np.ma.masked_equal([[1, 2], [2, 9], [1, 1]], 9), (1.0, 2.0)),
        (pd.DataFrame([["a", "b"], ["b", None], ["a", "a"]]), ("a", "b")),
        (pd.DataFrame([[False, True], [True, None], [False, False]]), (False, True)),
        (pd.DataFrame({"x": [1, 2, 1], "y": [2, pd.NA, 1]}, dtype="Int64"), (1, 2)),
        (pd.DataFrame([["a", "b"], ["b", None], ["a", "a"]], dtype="category"), ("a", "b")),
    ],
)
def test_reads_numbers_and_labels(data: object, categories: tuple) -> None:
    ratings = as_ratings(data)
    assert ratings.categories == categories
    assert_array_equal(ratings.codes, [[0, 1], [1, -1], [0, 0]])


def test_numbers_have_values_and_an_order_and_labels_have_places() -> None:
    numbers = as_ratings(np.array([[1, 5], [5, 2], [1, 1]]))
    assert numbers.is_ordered
    assert_array_equal(numbers.values, [1, 2, 5])
    labels = as_ratings(pd.DataFrame([["c", "a"], ["b", "b"]]))
    assert (labels.categories, labels.is_ordered) == (("a", "b", "c"), False)
    assert_array_equal(labels.values, [1, 2, 3])
    # The order of two labels changes no weight.
    assert as_ratings(pd.DataFrame([["b", "a"], ["a", "a"]])).is_ordered


def test_ordered_categories_and_declared_ones_keep_their_order() -> None:
    kind = pd.CategoricalDtype(["low", "middle", "high"], ordered=True)
    frame = pd.DataFrame({"x": ["low", "high"], "y": ["high", "high"]})
    assert as_ratings(frame.astype(kind)).categories == ("low", "middle", "high")
    assert as_ratings(frame, ["high", "low"]).categories == ("high", "low")
    assert as_ratings(frame, ["high", "low"]).is_ordered


def test_raters_and_units_without_ratings_are_left_out() -> None:
    frame = pd.DataFrame({"x": [1, 2, None], "y": [None, None, None], "z": [1, 1, None]})
    ratings = as_ratings(frame)
    assert (ratings.rater_ids, ratings.n_unrated) == (("x", "z"), 1)
    assert_array_equal(ratings.codes, [[0, 0], [1, 0]])


@pytest.mark.parametrize(
    ("data", "categories", "message"),
    [
        ("abc", None, "one row a unit and one column a rater, not a str"),
        (np.arange(4), None, r"two-dimensional, got shape \(4,\)"),
        (pd.DataFrame([[1, "a"], [2, "b"]]), None, r"numbers \(.*\) and labels \('.'\) mixed"),
        (np.array([[1, np.inf], [1, 1]]), None, "A rating is infinite; use NaN"),
        (np.array([["a", np.nan], ["b", "a"]]), None, "holds the text 'nan'"),
        (np.array([[1, 2], [1, 3]]), [1, 2], r"Rater 'rater2' put row 2 into 3, .* \[1, 2\]"),
        (np.array([[1, 2], [1, 1]]), [2, 1], r"are numbers ascend; got \[2, 1\]"),
        (np.array([[1, 2], [1, 1]]), [1, 1, 2], "Category 1 is given twice"),
        (pd.DataFrame([[1, 2]] * 3, columns=["x", "x"]), None, "Two raters are named 'x'"),
    ],
)
def test_refuses_what_are_no_ratings(data: object, categories: object, message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        as_ratings(data, categories)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (np.empty((0, 2)), "0 units, 2 raters"),
        (np.array([[1], [2]]), r"at least 2 raters, got 1 with any rating \(rater1\)"),
        (np.array([[1, np.nan], [2, np.nan]]), "at least 2 raters, got 1"),
        (np.array([[1, np.nan], [2, 2], [np.nan, 1]]), "at least 2 units that 2 raters rated, got"),
        (np.array([[np.nan, np.nan]] * 3), "at least 2 raters, got 0"),
    ],
)
def test_refuses_too_few_ratings(data: object, message: str) -> None:
    with pytest.raises(InsufficientDataError, match=message):
        as_ratings(data)


def test_a_list_of_categories_is_no_text() -> None:
    with pytest.raises(Exception, match="categories is a list of categories, not 'ab'"):
        as_ratings(pd.DataFrame([["a", "b"], ["b", "b"]]), "ab")
