import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.validity.construct_items import construct_items
from covalue_measures.responses import ResponseData
from covalue_measures.schema import ItemBank

DATA = pd.DataFrame(np.zeros((3, 5)), columns=["x1", "x2", "x3", "x4", "x5"])


def test_reads_the_loadings_of_a_syntax_only() -> None:
    model = "f =~ x1 + 2*x2\ng =~ x3 + x4\nf =~ x5\nf ~~ 0*g\nx1 ~~ x2"
    constructs = construct_items(DATA, model)
    assert constructs.items == {"f": ("x1", "x2", "x5"), "g": ("x3", "x4")}
    assert constructs.item_ids == ("x1", "x2", "x5", "x3", "x4")
    assert_array_equal(constructs.membership, [0, 0, 0, 1, 1])


def test_reads_the_subscales_of_an_instrument(bfi_bank: ItemBank, bfi_data: ResponseData) -> None:
    constructs = construct_items(bfi_data, None)
    assert bfi_bank.structure is not None
    assert constructs.names == bfi_bank.structure.subscale_ids
    assert all(len(items) == 5 for items in constructs.items.values())
    assert construct_items(bfi_data, bfi_bank) == constructs


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("f =~ x1 + x2", r"two are needed, the model has 1 \(f\)"),
        ("x1 ~~ x2", r"the model has 0 \(no =~ formula\)"),
        ("f =~ x1 + x2\ng =~ x3", "'g' has one item, 'x3'"),
        ("f =~ x1 + x2\ng =~ x2 + x3", "Item 'x2' is of 'f' and of 'g'"),
        ("f =~ x1 + x2\ng =~ x3 + x6", "Item 'x6' of 'g' is not a column of the data"),
        ("f =~ x1 + x2\ng =~ x3 + x4\nh =~ f + g", "'f' is an indicator of 'h' and a construct"),
        (None, "A table of numbers names no constructs"),
    ],
)
def test_refuses_constructs_without_items_of_their_own(model: str | None, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        construct_items(DATA, model)
