import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import BFI_ITEMS, read_data, reference

import covalue_measures as cm


def test_counts_agree_with_psych_and_with_pandas() -> None:
    frame = read_data("bfi")[BFI_ITEMS]
    result = cm.screen_missing(frame)
    assert_array_equal(result.items["n"], reference("describe_bfi")["columns"]["n"])
    assert result.n_complete == len(frame.dropna()) == 2436
    assert result.patterns["n_respondents"].sum() == len(frame)
    assert len(result.patterns) == len(frame.isna().drop_duplicates())
    assert result.patterns["missing_items"].iloc[0] == ()
    assert result.patterns["n_respondents"].is_monotonic_decreasing


def test_patterns_are_those_of_the_loop() -> None:
    frame = pd.DataFrame([[1, np.nan], [2, 1], [np.nan, np.nan], [3, np.nan]], columns=["a", "b"])
    result = cm.screen_missing(frame)
    found = dict(result.patterns.to_numpy().tolist())
    assert found == {("b",): 2, (): 1, ("a", "b"): 1} or found == {("b",): 2, ("a", "b"): 1, (): 1}


def test_reasons_are_kept_apart(bfi_data: cm.ResponseData) -> None:
    few = cm.ResponseData(
        instrument=bfi_data.instrument,
        items=bfi_data.items[:2],
        values=np.array([[2, 0], [0, 3], [0, 4]]),
        reasons=np.array([[0, 1], [2, 0], [4, 0]]),
        intake=bfi_data.intake,
    )
    items = cm.screen_missing(few).items
    assert items.loc["a1", ["n", "dont_know", "skipped", "not_applicable"]].tolist() == [1, 1, 1, 0]
    assert items.loc["a2", "not_applicable"] == 1


AIR = ["Ozone", "Solar.R", "Wind", "Temp"]
MCAR = {
    "ability16": lambda: read_data("ability"),
    "airquality": lambda: read_data("airquality"),
    "airquality4": lambda: read_data("airquality")[AIR],
    "bfi25": lambda: read_data("bfi")[BFI_ITEMS],
    "bfi_A": lambda: read_data("bfi")[BFI_ITEMS[:5]],
    "bfi_AN": lambda: read_data("bfi")[[*BFI_ITEMS[:5], *BFI_ITEMS[15:20]]],
    "hs_miss": lambda: read_data("holzinger1939_miss")[[f"x{k}" for k in range(1, 10)]],
    "sat_act": lambda: read_data("sat_act"),
}


# norm::em.norm run to 1e-12, then Little's statistic by its formula; iterated, so 1e-5.
@pytest.mark.parametrize("name", MCAR)
def test_little_agrees_with_r(name: str) -> None:
    expected = reference(f"mcar_tight_{name}")
    test = cm.screen_missing(MCAR[name]()).little_mcar
    assert test is not None
    assert test.df == expected["df"]
    assert_allclose(test.statistic, expected["statistic"], rtol=1e-5)
    assert_allclose(test.pvalue, expected["p"], rtol=1e-4, atol=1e-300)


def test_nothing_missing_needs_no_test() -> None:
    result = cm.screen_missing(read_data("lsat7"))
    assert (result.little_mcar, result.mcar_note) == (
        None,
        "Nothing is missing from items that someone answered.",
    )


def test_an_undetermined_covariance_is_said() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3, np.nan], "b": [2, 4, 6, 1.0], "c": [1, 1, 1, 1]})
    result = cm.screen_missing(frame)
    assert result.little_mcar is None
    assert "does not vary or repeats others" in result.mcar_note
