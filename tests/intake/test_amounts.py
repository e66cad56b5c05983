from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from costs_case import costs_bank

import covalue_measures as cm
from covalue_measures.exceptions import IntakeError
from covalue_measures.responses import REASONS, ImportMap
from covalue_measures.schema import MissingReason

PRICES = {"currency": "SEK", "price_year": 2026}
HEADER = "co01,co02,co03,co04,co05,co06\n"


def read(tmp_path: Path, text: str, **said: object) -> cm.ResponseData:
    path = tmp_path / "costs.csv"
    path.write_text(text, encoding="utf-8")
    import_map = ImportMap.model_validate(PRICES | said)
    return cm.read_responses(path, costs_bank(), import_map=import_map)


def test_amounts_are_held_as_exact_steps_and_given_in_units(tmp_path):
    data = read(tmp_path, HEADER + "12.50,0,1.5,672,0,2\n0.1,0.20,-98,,1,-97\n")
    assert data.values[:, :3].tolist() == [[1250, 0, 15], [10, 20, 0]]
    reason = {name: 1 + REASONS.index(name) for name in MissingReason}
    assert data.reasons[1].tolist() == [
        0,
        0,
        reason[MissingReason.NOT_APPLICABLE],
        reason[MissingReason.SKIPPED],
        0,
        reason[MissingReason.DONT_KNOW],
    ]
    np.testing.assert_array_equal(
        data.to_array(),
        [[12.5, 0, 1.5, 672, 0, 2], [0.1, 0.2, np.nan, np.nan, 1, np.nan]],
    )
    assert data.price_basis == "SEK 2026"
    assert data.unordered_items == ("co05", "co06")
    assert not any("whole numbers" in rule for rule in data.intake.applied_rules)


def test_a_decimal_comma_is_read_where_it_is_declared(tmp_path):
    text = HEADER.replace(",", ";") + "12,50;0;1,5;672;0;2\n"
    data = read(tmp_path, text, decimal_mark=",")
    assert data.values[0].tolist() == [1250, 0, 15, 6720, 0, 2]


def test_decimals_of_a_table_are_amounts(tmp_path):
    frame = pd.DataFrame(
        {
            "co01": [12.5, np.nan],
            "co02": [3.0, 0.0],
            "co03": [1.5, 2.0],
            "co04": [0.0, -98.0],
            "co05": [0, 1],
            "co06": [0, 2],
        }
    )
    data = cm.read_responses(frame, costs_bank(), import_map=ImportMap.model_validate(PRICES))
    np.testing.assert_array_equal(
        data.to_array()[:, :4], [[12.5, 3, 1.5, 0], [np.nan, 0, 2, np.nan]]
    )


REFUSED = [
    ("12,50", {}, "decimal_mark: ','"),
    ("12.505", {}, "'co01' has response 12.505, but quantity scale 'money' allows 0-100000 in"),
    ("-5", {}, "'co01' has response -5, but quantity scale 'money' allows"),
    ("100000.01", {}, "More than 100000 currency in the period cannot be"),
    ("1 000", {}, "'co01' has a text of 5 characters, but quantity scale 'money' allows"),
    ("12.50", {"decimal_mark": ","}, "decimals stand after a comma; this cell has a point"),
    ("ca 100", {}, "'co01' has a text of 6 characters"),
    ("1e3", {}, "'co01' has '1e3'"),
    ("999999999999", {}, "'co01' has a text of 12 characters"),
]


@pytest.mark.parametrize(("cell", "said", "message"), REFUSED)
def test_what_is_no_amount_is_refused(tmp_path, cell, said, message):
    text = HEADER.replace(",", ";") + f"{cell};0;1;2;0;2\n"
    with pytest.raises(IntakeError, match="line 2, column 'co01'") as caught:
        read(tmp_path, text, **said)
    assert message in str(caught.value)


def test_money_needs_a_currency(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text(HEADER + "1,2,3,4,0,0\n", encoding="utf-8")
    message = r"items 'co01', 'co02' of 'costs@0.1.0' ask for money, but nothing says which"
    with pytest.raises(IntakeError, match=message):
        cm.read_responses(path, costs_bank())
    not_asked = ImportMap(not_asked=("co01", "co02"))
    path.write_text("co03,co04,co05,co06\n3,4,0,0\n", encoding="utf-8")
    assert cm.read_responses(path, costs_bank(), import_map=not_asked).n_missing == 2


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"currency": "SEK"}, "declared together"),
        ({"price_year": 2026}, "declared together"),
        ({"currency": "kr", "price_year": 2026}, "pattern"),
    ],
)
def test_a_price_basis_is_a_currency_and_a_year(said, message):
    with pytest.raises(ValueError, match=message):
        ImportMap.model_validate(said)


def test_the_same_amounts_in_another_currency_are_other_answers(tmp_path):
    row = HEADER + "1,2,3,4,0,0\n"
    assert read(tmp_path, row).fingerprint != read(tmp_path, row, currency="USD").fingerprint
