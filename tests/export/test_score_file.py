import pandas as pd
import pytest
from costs_case import costs_bank
from reference_values import BFI, read_data

import covalue_measures as cm
from covalue_measures.exceptions import ResponseDataError
from covalue_measures.export import write_scores
from covalue_measures.schema import ItemBank
from covalue_measures.scoring import ScoreRecord


def test_each_row_names_its_instrument(tmp_path, bfi_data: cm.ResponseData) -> None:
    result = cm.score_responses(bfi_data)
    path = write_scores(result, tmp_path / "scores.csv")
    table = pd.read_csv(path)
    assert table["row"].tolist() == list(range(1, 2801))
    assert set(table["instrument"]) == {"bfi25@1.0.0"}
    assert set(table["instrument_digest"]) == {bfi_data.instrument.digest}
    name = result.subscales[0].rule.id
    pd.testing.assert_series_equal(table[name], result.scores[name])
    assert set(table[f"{name}_rule_version"]) == {"1.0.0"}
    assert "respondent_id" not in table
    stored = (tmp_path / "scores.csv.record.json").read_bytes()
    assert ScoreRecord.model_validate_json(stored) == result.record


def test_sums_of_amounts_have_a_unit(tmp_path) -> None:
    frame = pd.DataFrame([{f"co0{number}": 1 for number in range(1, 7)}])
    prices = cm.ImportMap(currency="SEK", price_year=2026)
    result = cm.score_responses(cm.read_responses(frame, costs_bank(), import_map=prices))
    table = pd.read_csv(write_scores(result, tmp_path / "scores.csv"))
    assert table["money_sum_unit"].tolist() == ["SEK 2026"]
    assert table["time_sum_unit"].tolist() == ["hours"]
    assert "forgone_count_unit" not in table
    assert "synthetic" not in table


def test_every_row_of_synthetic_answers_says_so(tmp_path, bfi_bank: ItemBank) -> None:
    result = cm.score_responses(cm.simulate_responses(bfi_bank, 9))
    table = pd.read_csv(write_scores(result, tmp_path / "scores.csv"))
    assert table["synthetic"].tolist() == [True] * 9
    assert not [name for name in table if name.endswith("_unit")]


def test_ids_are_written_only_when_asked_for(tmp_path, bfi_bank: ItemBank) -> None:
    frame = read_data("bfi").head(4).assign(who=["=1+1", "b", "-c", "d"])
    rules = cm.read_import_map(BFI / "import_map.yaml").model_copy(update={"respondent_id": "who"})
    data = cm.read_responses(frame, bfi_bank, import_map=rules)
    result = cm.score_responses(data)
    plain = write_scores(result, tmp_path / "plain.csv").read_text()
    assert "=1+1" not in plain
    table = pd.read_csv(write_scores(result, tmp_path / "ids.csv", ids_from=data))
    # What a spreadsheet would run is made text.
    assert table["respondent_id"].tolist() == ["'=1+1", "b", "'-c", "d"]


def test_refuses_ids_that_are_not_there(tmp_path, bfi_data: cm.ResponseData) -> None:
    result = cm.score_responses(bfi_data)
    with pytest.raises(ResponseDataError, match="read without respondent ids"):
        write_scores(result, tmp_path / "scores.csv", ids_from=bfi_data)
    other = bfi_data.select_items(bfi_data.item_ids[:5])
    with pytest.raises(ResponseDataError, match="ids are of other data"):
        write_scores(result, tmp_path / "scores.csv", ids_from=other)
