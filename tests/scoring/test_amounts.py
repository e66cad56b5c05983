import numpy as np
import pandas as pd
from costs_case import costs_bank
from numpy.testing import assert_array_equal

import covalue_measures as cm
from covalue_measures.scoring import score_subscale

ROWS = pd.DataFrame(
    {
        "co01": [0.1, 12.5, 3, 4],
        "co02": [0.2, 0, -98, 5.25],
        "co03": [1.5, 0, 2, 3],
        "co04": [0.5, 0, 2, -97],
        "co05": [0, 2, 1, 0],
        "co06": [1, 2, -97, 0],
    }
)


def answers() -> cm.ResponseData:
    prices = cm.ImportMap(currency="SEK", price_year=2026)
    return cm.read_responses(ROWS, costs_bank(), import_map=prices)


def test_sums_are_in_units_and_never_fill_a_gap():
    scores = cm.score_responses(answers()).scores
    # 0.1 + 0.2 is 0.3, as it is on paper.
    assert_array_equal(scores["money_sum"], [0.3, 12.5, np.nan, 9.25])
    assert_array_equal(scores["time_sum"], [2.0, 0.0, 4.0, np.nan])


def test_a_count_is_of_the_items_answered_with_something_else_than_zero():
    assert_array_equal(cm.score_responses(answers()).scores["forgone_count"], [1, 2, np.nan, 0])


def test_a_score_knows_its_unit_and_its_range():
    data = answers()
    found = {rule.subscale_id: score_subscale(data, rule) for rule in data.instrument.scoring_rules}
    assert {name: score.unit for name, score in found.items()} == {
        "money": "SEK 2026",
        "time": "hours",
        "forgone": "",
    }
    assert found["time"].possible_range == (0, 1344)
    assert found["time"].n_steps == 13_440
    assert (found["forgone"].possible_range, found["forgone"].n_steps) == ((0, 2), 2)
