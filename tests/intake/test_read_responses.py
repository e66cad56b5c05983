import io
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.intake import read_responses
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument

ANSWERS = pd.DataFrame(
    {
        "vis1": [0, 4, -99, None],
        "vis2": [1, None, 3, 2],
        "vis3": [-98, 0, 1, 2],
        "vis4": [10, 5, None, 0],
        "sex": ["f", "m", "", "f"],
    }
)
GROUPED = ImportMap(groups=("sex",))


def write_csv(folder):
    path = folder / "a.csv"
    ANSWERS.astype({name: "Int64" for name in ANSWERS.columns[:4]}).to_csv(path, index=False)
    return path


def write_semicolons(folder):
    path = folder / "a.txt"
    ANSWERS.to_csv(path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")
    return path


def write_parquet(folder):
    path = folder / "a.parquet"
    ANSWERS.to_parquet(path)
    return path


def write_spss(folder):
    pyreadstat = pytest.importorskip("pyreadstat")
    path = folder / "a.sav"
    pyreadstat.write_sav(ANSWERS, str(path), missing_ranges={"vis1": [-99], "vis3": [-98]})
    return path


@pytest.mark.parametrize(
    "write", [write_csv, write_semicolons, write_parquet, write_spss, lambda folder: ANSWERS]
)
def test_every_format_gives_the_same_answers(tmp_path, visits, write):
    data = read_responses(write(tmp_path), visits, import_map=GROUPED)
    expected = read_responses(ANSWERS.astype(object), visits, import_map=GROUPED)
    assert data.values.tolist() == [[0, 1, 0, 10], [4, 0, 0, 5], [0, 3, 1, 0], [0, 2, 2, 0]]
    assert data.reasons.tolist() == expected.reasons.tolist()
    assert data.groups == expected.groups
    assert data.fingerprint == expected.fingerprint


def test_the_record_is_complete(tmp_path, visits):
    data = read_responses(write_semicolons(tmp_path), visits, import_map=GROUPED)
    record = data.intake
    assert (record.source, record.layout, record.n_rows) == ("a.txt", "csv", 4)
    assert record.import_map == GROUPED
    assert [entry.item for entry in record.columns] == ["vis1", "vis2", "vis3", "vis4"]
    assert record.applied_rules == (
        "Found the separator ';' from the header, which gives 5 columns.",
        "Read 9 cells written with decimals, such as 3.0, as whole numbers.",
        "Read 2 cells without text as skipped.",
        "Read 1 cell without text as not_asked.",
    )


def test_a_path_may_be_a_text(tmp_path, visits):
    path = write_csv(tmp_path)
    as_text = read_responses(str(path), visits, import_map=GROUPED)
    assert as_text.fingerprint == read_responses(path, visits, import_map=GROUPED).fingerprint


def test_a_stated_layout_is_taken(tmp_path, visits):
    path = write_parquet(tmp_path).rename(tmp_path / "a.data")
    data = read_responses(path, visits, layout="parquet", import_map=GROUPED)
    assert data.intake.layout == "parquet"


def test_bank_and_whole_instrument_are_the_same(visits):
    by_bank = read_responses(ANSWERS, visits, import_map=GROUPED)
    by_instrument = read_responses(ANSWERS, Instrument(bank=visits), import_map=GROUPED)
    assert by_bank.instrument == by_instrument.instrument
    assert by_bank.fingerprint == by_instrument.fingerprint


@given(
    arrays(
        np.int64,
        st.tuples(st.integers(1, 12), st.just(3)),
        elements=st.sampled_from([0, 1, 2, 3, 4, -98, -99]),
    )
)
def test_written_answers_are_read_back(tmp_path_factory, visits, numbers):
    text = io.StringIO()
    pd.DataFrame(numbers, columns=["vis1", "vis2", "vis3"]).to_csv(text, index=False)
    path = tmp_path_factory.mktemp("answers") / "a.csv"
    path.write_text(text.getvalue())
    with warnings.catch_warnings():
        # Some of these files hold no answer at all.
        warnings.simplefilter("ignore", DataQualityWarning)
        data = read_responses(path, visits, import_map=ImportMap(not_asked=("vis4",)))
    assert (data.is_answered[:, :3] == (numbers >= 0)).all()
    assert (data.values[:, :3] == np.where(numbers >= 0, numbers, 0)).all()
    n_reasons = len(np.unique(data.reasons[:, :3]))
    assert n_reasons == len(np.unique(np.where(numbers >= 0, 0, numbers)))


def test_the_example_is_read_whole(bfi_data):
    assert bfi_data.values.shape == (2800, 25)
    assert bfi_data.is_answered.sum() == 2800 * 25 - 508
    assert [group.name for group in bfi_data.groups] == ["gender", "education"]
    assert bfi_data.intake.applied_rules[-1] == "Read 508 cells without text as skipped."
