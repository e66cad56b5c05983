import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference
from scipy.stats import kurtosis, skew

from covalue_measures.numerics.moments import skew_and_kurtosis

# psych::describe(type = 1, 2, 3); closed forms.
CASES = [
    (3, "bfi", BFI_ITEMS, lambda: reference("describe_bfi")),
    (2, "bfi", BFI_ITEMS, lambda: reference("describe_type2_bfi")),
    (1, "holzinger1939", HS_ITEMS, lambda: reference("describe_type12_hs9")["type1"]),
    (2, "holzinger1939", HS_ITEMS, lambda: reference("describe_type12_hs9")["type2"]),
    (3, "holzinger1939", HS_ITEMS, lambda: reference("describe_hs9")),
]


@pytest.mark.parametrize(("definition", "data", "items", "expected"), CASES)
def test_agrees_with_psych(definition, data, items, expected) -> None:
    ours = skew_and_kurtosis(read_data(data)[items].to_numpy(float), definition)
    columns = expected()["columns"]
    assert_allclose(ours[0], columns["skew"], rtol=1e-9)
    assert_allclose(ours[1], columns["kurtosis"], rtol=1e-9)


@pytest.mark.parametrize(("definition", "bias"), [(1, True), (2, False)])
def test_agrees_with_scipy(definition, bias) -> None:
    values = np.random.default_rng(3).gamma(2, size=(25, 3))
    ours = skew_and_kurtosis(values, definition)
    assert_allclose(ours[0], skew(values, bias=bias), rtol=1e-12)
    assert_allclose(ours[1], kurtosis(values, bias=bias), rtol=1e-12)


def test_no_spread_no_skew() -> None:
    assert np.isnan(skew_and_kurtosis(np.ones((5, 1)), 3)).all()
