import numpy as np
import pandas as pd
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, data_of, read_data, reference

import covalue_measures as cm


# psych::describe, type 3; closed forms.
def test_agrees_with_psych() -> None:
    expected = reference("describe_bfi")["columns"]
    result = cm.describe_items(read_data("bfi")[BFI_ITEMS])
    for ours, theirs in (
        ("n", "n"),
        ("mean", "mean"),
        ("standard_deviation", "sd"),
        ("median", "median"),
        ("minimum", "min"),
        ("maximum", "max"),
        ("skew", "skew"),
        ("kurtosis", "kurtosis"),
    ):
        assert_allclose(result.items[ours], expected[theirs], rtol=1e-10, err_msg=ours)


# psych::alpha's response.freq and r.drop on keyed items; closed forms.
def test_shares_and_item_rest_agree_with_psych() -> None:
    expected = reference("alpha_bfi_A")
    result = cm.describe_items(data_of("bfi_A"))
    shares = np.array(expected["response_freq"]["data"])[:, :6]
    ours = np.array([counts / counts.sum() for counts in result.category_counts.values()])
    assert_allclose(ours, shares, rtol=1e-10)
    assert_allclose(result.items["floor"], shares[:, 0], rtol=1e-10)
    assert_allclose(result.items["ceiling"], shares[:, -1], rtol=1e-10)
    item_rest = expected["item_stats"]["columns"]["r.drop"]
    assert_allclose(result.items["item_rest_correlation"], item_rest, rtol=1e-10)


def test_response_data_use_declared_ranges_and_subscales(bfi_data: cm.ResponseData) -> None:
    result = cm.describe_items(bfi_data)
    assert result.range_source == "declared"
    # As answered, not mirrored, but keyed for the correlation with the rest of the subscale.
    assert result.items.loc["a1", "mean"] < 3
    expected = reference("alpha_bfi_A")["item_stats"]["columns"]["r.drop"]
    assert_allclose(result.items["item_rest_correlation"].iloc[:5], expected, rtol=1e-10)


def test_a_declared_category_that_no_one_used_is_counted_as_zero(
    bfi_data: cm.ResponseData,
) -> None:
    few = cm.ResponseData(
        instrument=bfi_data.instrument,
        items=bfi_data.items[:1],
        values=np.array([[2], [3], [3]]),
        reasons=np.zeros((3, 1), dtype=np.int64),
        intake=bfi_data.intake,
    )
    result = cm.describe_items(few)
    assert result.category_counts["a1"].tolist() == [0, 1, 2, 0, 0, 0]
    assert result.items.loc["a1", ["floor", "ceiling"]].tolist() == [0, 0]
    assert np.isnan(result.items.loc["a1", "item_rest_correlation"])


def test_a_constant_item_is_described_not_refused() -> None:
    result = cm.describe_items(pd.DataFrame({"a": [2, 2, 2], "b": [1, 2, 3]}))
    assert result.items.loc["a", "standard_deviation"] == 0
    assert np.isnan(result.items.loc["a", "skew"])


# R 4.2.2: quantile(x, c(.25, .5, .75), type = 7, na.rm = TRUE).
QUARTILES = {
    "Ozone": [18, 31.5, 63.25],
    "Solar.R": [115.75, 205, 258.75],
    "Wind": [7.4, 9.7, 11.5],
    "Temp": [72, 79, 85],
}
COLUMNS = ["lower_quartile", "median", "upper_quartile"]


def test_quartiles_agree_with_r() -> None:
    items = cm.describe_items(read_data("airquality")[list(QUARTILES)]).items
    for name, expected in QUARTILES.items():
        assert_allclose(items.loc[name, COLUMNS].astype(float), expected, rtol=1e-12, err_msg=name)


def test_quartiles_agree_with_numpy_at_every_number_of_answers() -> None:
    rng = np.random.default_rng(4)
    for n in range(1, 30):
        frame = pd.DataFrame({"a": rng.lognormal(size=n), "b": rng.integers(0, 5, n)})
        gaps = pd.concat([frame, pd.DataFrame({"a": [np.nan], "b": [np.nan]})], ignore_index=True)
        items = cm.describe_items(gaps).items
        for name in ("a", "b"):
            expected = np.quantile(frame[name], [0.25, 0.5, 0.75], method="linear")
            assert_allclose(items.loc[name, COLUMNS].astype(float), expected, rtol=1e-12)


def test_an_item_that_nobody_answered_has_no_quartiles() -> None:
    frame = pd.DataFrame({"a": [np.nan, np.nan], "b": [1, 2]})
    assert cm.describe_items(frame).items.loc["a", COLUMNS].isna().all()
