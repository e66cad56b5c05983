import re

import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap

ZEROS = {"vis2": [0, 0, 0], "vis3": [0, 0, 0], "vis4": [0, 0, 0]}
FREQ = pd.CategoricalDtype([0, 1, 2, 3, 4], ordered=True)


def read_column(visits, column, **said):
    frame = pd.DataFrame({"vis1": column} | ZEROS)
    return read_responses(frame, visits, import_map=ImportMap.model_validate(said))


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pd.Series([3.0, np.nan, 4.0]), id="float64"),
        pytest.param(pd.Series([3.0, np.nan, 4.0], dtype="float32"), id="float32"),
        pytest.param(pd.Series([3, pd.NA, 4], dtype="Int64"), id="Int64"),
        pytest.param(pd.Series([3, pd.NA, 4], dtype="Int8"), id="Int8"),
        pytest.param(pd.Series([3, pd.NA, 4], dtype="Float64"), id="Float64"),
        pytest.param(pd.Series([3, None, 4], dtype="int64[pyarrow]"), id="arrow"),
        pytest.param(pd.Series(["3", None, "4"], dtype="string"), id="string"),
        pytest.param(pd.Series(["3", np.nan, "4"]), id="str"),
        pytest.param(pd.Series(["3", "", " 4"], dtype=object), id="object_of_str"),
        pytest.param(pd.Series([3, None, "4"], dtype=object), id="mixed"),
        pytest.param(pd.Series([3.0, pd.NA, np.int8(4)], dtype=object), id="mixed_numbers"),
        pytest.param(pd.Series([3, float("nan"), 4.0], dtype=object), id="object_of_numbers"),
        pytest.param(pd.Series([3, None, 4]).astype(FREQ), id="categorical"),
        pytest.param(
            pd.Series(["3", None, "4"]).astype(pd.CategoricalDtype(list("01234"))),
            id="categorical_of_str",
        ),
    ],
)
def test_any_type_of_column_is_read_by_its_text(visits, column):
    data = read_column(visits, column)
    assert data.values[:, 0].tolist() == [3, 0, 4]
    assert data.is_answered[:, 0].tolist() == [True, False, True]


def test_whole_numbers_of_decimal_type_are_counted(visits):
    data = read_column(visits, [3.0, np.nan, 4.0])
    assert data.intake.applied_rules == (
        "Read 1 cell without text as skipped.",
        "Read 2 cells of decimal type as whole numbers.",
    )


def test_categories_are_read_by_text_not_by_order(visits):
    labels = pd.Series(["Often", "Never", "Rarely"]).astype(
        pd.CategoricalDtype(["Never", "Often", "Rarely"], ordered=True)
    )
    frame = pd.DataFrame({"vis1": labels, "vis2": "Never", "vis3": "Always", "vis4": "0"})
    data = read_responses(frame, visits, import_map=ImportMap(coding="labels", language="en"))
    assert data.values[:, 0].tolist() == [3, 0, 1]


@pytest.mark.parametrize(
    ("column", "shown"),
    [
        pytest.param([True, False, True], "'True'", id="bool"),
        pytest.param(pd.Series([True, 1, 0], dtype=object), "'True'", id="bool_among_numbers"),
        pytest.param(pd.Series([True, None, True], dtype="boolean"), "'True'", id="boolean"),
        pytest.param([0.5, 1.0, 2.0], "response 0.5", id="half"),
        pytest.param([np.inf, 1.0, 2.0], "'inf'", id="infinite"),
        pytest.param(pd.to_datetime(["2026-01-02"] * 3), "a text of 19 characters", id="date"),
        pytest.param(pd.Series([[3], 1, 2], dtype=object), "'[3]'", id="list"),
    ],
)
def test_what_is_no_response_is_refused(visits, column, shown):
    with pytest.raises(IntakeError, match=re.escape(f"Item 'vis1' has {shown}, but response")):
        read_column(visits, column)


def test_rows_are_counted_from_one_whatever_the_index(visits):
    frame = pd.DataFrame({"vis1": [0, 0, 7]} | ZEROS, index=["P-1", "P-2", "P-3"])
    message = "(row 3, column 'vis1' of the DataFrame)."
    with pytest.raises(IntakeError, match=re.escape(message)) as caught:
        read_responses(frame, visits)
    assert "P-3" not in str(caught.value)


def test_the_layout_is_recorded(visits):
    data = read_column(visits, [1, 2, 3])
    assert (data.intake.source, data.intake.layout) == ("DataFrame", "dataframe")


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        pytest.param(
            pd.DataFrame([[0, 0, 0, 0, 0]], columns=["vis1", "vis2", "vis3", "vis4", "vis4"]),
            "Several columns of the DataFrame have the same name: 'vis4'.",
            id="repeated_column",
        ),
        pytest.param(
            pd.DataFrame({("a", "vis1"): [1]}),
            "The columns of the DataFrame have names of 2 levels; give each column one name.",
            id="two_levels",
        ),
        pytest.param(
            pd.DataFrame(columns=["vis1", "vis2", "vis3", "vis4"]),
            "No answers in the DataFrame: it has 4 columns and no records.",
            id="no_rows",
        ),
        pytest.param(
            pd.DataFrame(np.zeros((2, 4))),
            "4 columns found in the DataFrame, and none is named as an item",
            id="no_names",
        ),
        pytest.param(
            pd.DataFrame(), "0 columns found in the DataFrame, and none is named", id="nothing"
        ),
    ],
)
def test_bad_frames_are_refused(visits, frame, message):
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        read_responses(frame, visits)
