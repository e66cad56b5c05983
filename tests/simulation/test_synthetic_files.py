import json
import shutil
from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest

import covalue_measures as cm
from covalue_measures.exceptions import IntakeError, ResponseDataError
from covalue_measures.responses import ImportMap
from covalue_measures.simulation import (
    Population,
    is_synthetic,
    simulate_responses,
    simulate_retest,
    simulate_sample,
    write_synthetic_responses,
)


def beside(path, suffix):
    return path.with_name(path.name.removesuffix(".csv") + suffix)


@pytest.mark.parametrize("name", ["costs", "mixed", "form", "communication", "bfi_bank"])
def test_files_are_read_as_the_same_answers(name, request, tmp_path) -> None:
    instrument = request.getfixturevalue(name)
    population = Population(skipped_rate=0.1, not_applicable_rate=0.1, break_off_share=0.2)
    data = simulate_responses(instrument, 400, seed=3, population=population)
    path = write_synthetic_responses(data, tmp_path / "new" / "folder")
    read = cm.read_responses(path, instrument, import_map=cm.read_import_map(beside(path, ".yaml")))
    assert read.fingerprint == data.fingerprint
    assert read.respondent_ids == data.respondent_ids
    assert read.price_basis == data.price_basis
    assert is_synthetic(read.intake)


def test_the_map_in_memory_reads_the_file_too(costs, tmp_path) -> None:
    data = simulate_responses(costs, 400, seed=3)
    path = write_synthetic_responses(data, tmp_path)
    read = cm.read_responses(path, costs, import_map=data.intake.import_map)
    assert read.fingerprint == data.fingerprint


def test_three_files_with_one_name(form, tmp_path) -> None:
    path = write_synthetic_responses(simulate_sample(form, 50, seed=9), tmp_path)
    name = "synthetic_communication_service_user_0.1.0_4a_seed9"
    assert path == tmp_path / f"{name}.csv"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        f"{name}.csv",
        f"{name}.json",
        f"{name}.yaml",
    ]


def test_the_table_is_readable_by_any_program(costs, tmp_path) -> None:
    data = simulate_responses(costs, 300, seed=5)
    table = pd.read_csv(write_synthetic_responses(data, tmp_path))
    assert table.columns.tolist() == ["synthetic_respondent", "site", "country", *data.item_ids]
    amounts = table["c0"].where(table["c0"] >= 0)
    assert np.allclose(amounts, data.to_frame()["c0"], equal_nan=True)


def test_metadata_say_what_it_is_and_how_it_was_made(costs, tmp_path) -> None:
    population = Population(n_sites=6)
    sample = simulate_sample(costs, 60, seed=5, population=population)
    path = write_synthetic_responses(sample, tmp_path)
    content = json.loads(beside(path, ".json").read_text())
    assert content["synthetic"] is True
    assert content["rules"] == list(sample.responses.intake.applied_rules)
    assert content["generator"] == {
        "name": "covalue_measures",
        "version": version("covalue-measures"),
    }
    assert content["instrument"] == "made@0.1.0"
    assert content["instrument_digest"] == costs.digest
    assert content["fingerprint"] == sample.responses.fingerprint
    assert content["seed"] == 5
    assert Population.model_validate_json(json.dumps(content["population"])) == population


def test_writing_again_writes_the_same_bytes(form, tmp_path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        write_synthetic_responses(simulate_sample(form, 100, seed=2), folder)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes()


def test_occasions_do_not_replace_each_other(form, tmp_path) -> None:
    pair = simulate_retest(form, 20)
    paths = [write_synthetic_responses(sample, tmp_path) for sample in (pair.first, pair.second)]
    assert len(set(paths)) == 2


def test_a_renamed_file_still_says_what_it_is(form, tmp_path) -> None:
    path = write_synthetic_responses(simulate_responses(form, 50), tmp_path)
    renamed = tmp_path / "pilot.csv"
    shutil.copy(path, renamed)
    with pytest.raises(IntakeError, match="synthetic_respondent"):
        cm.read_responses(renamed, form, import_map=ImportMap(groups=("site", "country")))
    for rules in (
        ImportMap(groups=("site", "country"), respondent_id="synthetic_respondent"),
        ImportMap(ignore=("site", "country", "synthetic_respondent")),
    ):
        assert is_synthetic(cm.read_responses(renamed, form, import_map=rules).intake)


def test_real_answers_are_not_synthetic(bfi_data) -> None:
    assert not is_synthetic(bfi_data.intake)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "synthetic_pilot.csv"},
        {"layout": "synthetic"},
        {"import_map": ImportMap(synthetic=True)},
        {"import_map": ImportMap(respondent_id="synthetic_respondent")},
        {"ignored_columns": ("age", "synthetic_respondent")},
    ],
)
def test_each_mark_is_enough(change, bfi_data) -> None:
    assert is_synthetic(bfi_data.intake.model_copy(update=change))


def test_refuses_answers_that_people_gave(bfi_data, tmp_path) -> None:
    with pytest.raises(ResponseDataError, match=r"from 'bfi.csv' do not come straight from a sim"):
        write_synthetic_responses(bfi_data, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_refuses_a_part_of_the_items(form, tmp_path) -> None:
    part = simulate_responses(form, 20).select_items(form.item_ids[:2])
    with pytest.raises(ResponseDataError, match="The answers hold 2 of 4 items of"):
        write_synthetic_responses(part, tmp_path)
