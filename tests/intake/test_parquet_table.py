import re

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap

ZEROS = {name: pa.array([0, 0, 0]) for name in ("vis2", "vis3", "vis4")}


def write(path, columns):
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(pa.array([3, None, 4], pa.int8()), id="int8"),
        pytest.param(pa.array([3, None, 4], pa.uint64()), id="uint64"),
        pytest.param(pa.array([3.0, None, 4.0]), id="double"),
        pytest.param(pa.array([3.0, float("nan"), 4.0]), id="nan"),
        pytest.param(pa.array(["3", None, "4"]), id="string"),
        pytest.param(pa.array(["3", "", "4"], pa.large_string()), id="large_string"),
        pytest.param(pa.array(["3", None, "4"]).dictionary_encode(), id="dictionary"),
    ],
)
def test_any_type_of_column_is_read_by_its_text(tmp_path, visits, column):
    data = read_responses(write(tmp_path / "a.parquet", {"vis1": column} | ZEROS), visits)
    assert data.values[:, 0].tolist() == [3, 0, 4]
    assert data.is_answered[:, 0].tolist() == [True, False, True]
    assert data.intake.layout == "parquet"


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pa.array([0.0, 3.5, 3.5]), "Item 'vis1' has response 3.5, but response scale"),
        (pa.array([0, 1, 9]), "(row 3, column 'vis1' of a.parquet). If '9' stands for a missing"),
        (pa.array([True, False, None]), "Item 'vis1' has 'True', but response scale"),
        (pa.array([[1], [2], [3]]), "Item 'vis1' has '[1]', but response scale"),
    ],
)
def test_what_is_no_response_is_refused(tmp_path, visits, column, message):
    path = write(tmp_path / "a.parquet", {"vis1": column} | ZEROS)
    with pytest.raises(IntakeError, match=re.escape(message)):
        read_responses(path, visits)


def test_an_index_written_by_pandas_is_a_column(tmp_path, visits):
    frame = pd.DataFrame(
        {"vis1": [1, 2], "vis2": 0, "vis3": 0, "vis4": 0}, index=pd.Index(["a", "b"], name="id")
    )
    path = tmp_path / "a.parquet"
    frame.to_parquet(path)
    with pytest.raises(IntakeError, match=r"what to do with the column 'id' of a\.parquet"):
        read_responses(path, visits)
    data = read_responses(path, visits, import_map=ImportMap(respondent_id="id"))
    assert data.respondent_ids == ("a", "b")


def test_the_folder_gives_no_column(tmp_path, visits):
    folder = tmp_path / "site=1"
    folder.mkdir()
    path = write(folder / "a.parquet", {"vis1": pa.array([1, 2, 3])} | ZEROS)
    assert read_responses(path, visits).n_respondents == 3


@pytest.mark.parametrize("content", [b"vis1,vis2\n0,1\n", b"PAR1 and nothing else"])
def test_another_file_is_refused(tmp_path, visits, content):
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=r"^a\.parquet is not a Parquet file that can be read\.$"):
        read_responses(path, visits)


def test_no_rows_are_refused(tmp_path, visits):
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.table({"vis1": pa.array([0])} | {n: c[:1] for n, c in ZEROS.items()})[:0], path
    )
    with pytest.raises(IntakeError, match=r"^No answers in a\.parquet: it has 4 columns and no"):
        read_responses(path, visits)
