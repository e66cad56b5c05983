import json
import re

import pandas as pd
import pytest
from costs_case import costs_bank

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.intake import (
    import_responses,
    read_import_map,
    read_responses,
    write_answers,
)
from covalue_measures.responses import ImportMap, MissingCell
from covalue_measures.schema import MissingReason

ANSWERS = pd.DataFrame(
    {
        "who": ["P-1", "P-2", "P-3"],
        "vis1": [0, -99, 7],
        "vis2": [4, None, -98],
        "vis3": [1, 2, 3],
        "vis4": [10, None, 0],
        "site": ["norr", "söder", ""],
    }
)
SAID = ImportMap(
    respondent_id="who",
    groups=("site",),
    missing=(MissingCell(text="7", reason=MissingReason.TECHNICAL),),
    mode="paper",
)


@pytest.fixture
def imported(visits):
    return import_responses(ANSWERS, visits, import_map=SAID)


@pytest.mark.parametrize("name", ["answers.csv", "answers.parquet"])
@pytest.mark.parametrize("with_ids", [True, False])
def test_what_is_written_reads_back(tmp_path, visits, imported, name, with_ids):
    path, map_path, _ = write_answers(imported, tmp_path / name, with_ids=with_ids)
    import_map = read_import_map(map_path)
    data = read_responses(path, visits, import_map=import_map)
    assert data.fingerprint == imported.data.fingerprint
    assert (data.values == imported.data.values).all()
    assert (data.reasons == imported.data.reasons).all()
    assert data.respondent_ids == (("P-1", "P-2", "P-3") if with_ids else None)
    assert (import_map.mode, import_map.instrument) == ("paper", "visits@1.0.0")


def test_a_cell_is_a_value_or_a_reason(tmp_path, imported):
    path, _, _ = write_answers(imported, tmp_path / "a.csv")
    assert path.read_text(encoding="utf-8") == (
        "site,vis1,vis2,vis3,vis4\n"
        "norr,0,4,1,10\n"
        "söder,declined,skipped,2,not_asked\n"
        ",technical,not_applicable,3,0\n"
    )


def test_a_parquet_file_is_pinned_to_its_instrument(tmp_path, visits, imported):
    path, _, _ = write_answers(imported, tmp_path / "a.parquet")
    pins = pd.read_parquet(path).attrs
    assert pins == {
        "covalue.instrument": "visits@1.0.0",
        "covalue.instrument_digest": visits.digest,
        "covalue.import_map_digest": SAID.digest,
        "covalue.fingerprint": imported.data.fingerprint,
    }


def test_the_record_says_how_it_was_read_and_of_nobody(tmp_path, imported):
    _, _, record = write_answers(imported, tmp_path / "a.csv")
    content = json.loads(record.read_text(encoding="utf-8"))
    assert content["intake"]["import_map"]["respondent_id"] == "who"
    assert content["report"]["items"][0]["n_valid"] == 1
    assert content["fingerprint"] == imported.data.fingerprint
    assert not re.search("P-[123]", record.read_text(encoding="utf-8"))


def test_amounts_are_written_in_their_unit(tmp_path):
    bank = costs_bank()
    rows = pd.DataFrame(
        {
            "co01": [0.1, 12.5],
            "co02": [0.2, -98],
            "co03": [1.5, 0],
            "co04": [0.5, -97],
            "co05": [0, 2],
            "co06": [1, -97],
        }
    )
    said = ImportMap(currency="SEK", price_year=2026)
    imported = import_responses(rows, bank, import_map=said)
    path, map_path, _ = write_answers(imported, tmp_path / "a.csv")
    data = read_responses(path, bank, import_map=read_import_map(map_path))
    assert data.fingerprint == imported.data.fingerprint


@pytest.mark.parametrize(
    ("name", "said", "message"),
    [
        ("a.xlsx", SAID, "Answers are written as .csv or .parquet, and 'a.xlsx' ends in neither."),
        (
            "a.csv",
            ImportMap(groups=("site",), ignore=("who",), missing=SAID.missing),
            "The answers were read without respondent ids; name --id.",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, visits, name, said, message):
    imported = import_responses(ANSWERS, visits, import_map=said)
    with pytest.raises(ResponseDataError, match=f"^{re.escape(message)}$"):
        write_answers(imported, tmp_path / name, with_ids=True)


def test_a_group_named_as_the_ids_is_refused(tmp_path, visits):
    frame = ANSWERS.rename(columns={"site": "respondent_id"})
    said = SAID.model_copy(update={"groups": ("respondent_id",)})
    imported = import_responses(frame, visits, import_map=said)
    with pytest.raises(ResponseDataError, match="The group 'respondent_id' has the name of"):
        write_answers(imported, tmp_path / "a.csv", with_ids=True)
