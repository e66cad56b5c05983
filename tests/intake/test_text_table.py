import numpy as np
import pytest

from covalue_measures.intake.text_table import TextColumn, TextTable


def table_of(*columns, row_numbers=(2, 3, 7), layout="csv"):
    return TextTable(
        source="visits.csv",
        layout=layout,
        columns=columns,
        row_numbers=np.array(row_numbers),
        row_noun="line",
    )


def test_column_holds_each_text_once_and_trims_it():
    column = TextColumn.from_cells("q", [" 3", "3", "\t2\n"])
    assert column.texts == ("3", "2")
    assert column.codes.tolist() == [0, 0, 1]
    assert column.counts.tolist() == [2, 1]
    assert column.n_trimmed == 2
    assert column.cells() == ("3", "3", "2")


def test_a_space_that_is_not_ascii_stays():
    assert TextColumn.from_cells("q", ["3\u00a0"]).texts == ("3\u00a0",)


def test_texts_that_no_record_has_are_dropped():
    column = TextColumn.from_codes("q", ["1", "2", ""], np.array([1, 1]))
    assert column.texts == ("2",)


def test_repr_shows_no_cell():
    assert "P-001" not in repr(table_of(TextColumn.from_cells("id", ["P-001", "b", "c"])))


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([1], "line 3, column 'q' of visits.csv"),
        ([1, 2], "2 cells, the first in line 3, column 'q' of visits.csv"),
    ],
)
def test_where(rows, place):
    assert table_of().where(np.array(rows), "q") == place


def test_rows_named_counts_what_it_leaves_out():
    table = table_of(row_numbers=range(2, 20))
    assert table.rows_named(np.array([0])) == "line 2"
    assert table.rows_named(np.arange(4), most=3) == "lines 2, 3, 4 and 1 more"


def test_repeated_rows_are_counted_over_all_columns():
    one = TextColumn.from_cells("a", ["1", "1", "1"])
    other = TextColumn.from_cells("b", ["1", "2", "1"])
    assert table_of(one, other).n_repeated_rows == 1
    assert table_of(one).n_repeated_rows == 2


def test_a_frame_is_named_in_words():
    assert table_of(layout="dataframe").title == "the DataFrame"
