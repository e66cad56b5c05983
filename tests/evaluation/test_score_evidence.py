import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from costs_case import costs_bank
from numpy.testing import assert_allclose, assert_array_equal

import covalue_measures as cm
from covalue_measures.evaluation.evidence import ScoreRecord
from covalue_measures.evaluation.score_evidence import record_score
from covalue_measures.scoring import SubscaleScore, score_subscale

RULES = {rule.id: rule for rule in costs_bank().scoring_rules}


def record(
    values: list[float], highest: float = 1344.0, lowest: float = 0.0, unit: str = "hours"
) -> ScoreRecord:
    """Return the record of a sum of two amounts."""
    return record_score(
        SubscaleScore(
            rule=RULES["time_sum"],
            item_ids=("co03", "co04"),
            values=np.array(values, dtype=float),
            n_answered=np.where(np.isnan(values), 1, 2),
            possible_range=(lowest, highest),
            n_steps=int(highest - lowest),
            unit=unit,
        )
    )


def edges(found: ScoreRecord) -> list[float]:
    return [bin_.lower for bin_ in found.counts] + [found.counts[-1].upper]


# R 4.2.2: quantile(x, c(.25, .5, .75), type = 7), mean(x), sd(x).
def test_moments_and_quartiles_agree_with_r() -> None:
    values = [0.1, 0.7, 12.5, 3, 4, 9.25, 0, 0, 0.3, 0.6]
    found = record([*values, math.nan, math.nan])
    assert_allclose(
        [found.lower_quartile, found.median, found.upper_quartile], [0.15, 0.65, 3.75], rtol=1e-12
    )
    assert_allclose([found.mean, found.standard_deviation], [3.045, 4.41011778628291], rtol=1e-12)
    assert (found.n, found.n_without_score, found.n_prorated) == (10, 2, 0)
    assert (found.floor, found.ceiling) == (0.2, 0.0)
    assert (found.minimum_possible, found.maximum_possible) == (0, 1344)
    assert (found.unit, found.rule_id, found.rule_version) == ("hours", "time_sum", "0.1.0")


def test_a_bar_holds_its_lower_edge_and_no_upper_one() -> None:
    found = record([0, 0.1, 0.3, 0.7, 1.2, 1.4])
    # 3 times 0.1 is more than 0.3 in binary numbers, 7 times 0.1 more than 0.7.
    assert edges(found) == [
        0,
        0.1,
        0.2,
        0.3,
        0.4,
        0.5,
        0.6,
        0.7,
        0.8,
        0.9,
        1,
        1.1,
        1.2,
        1.3,
        1.4,
        1.5,
    ]
    assert [bin_.lower for bin_ in found.counts if bin_.count] == [0, 0.1, 0.3, 0.7, 1.2, 1.4]


@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
@pytest.mark.parametrize("lowest", [0, 3])
def test_every_amount_is_counted_once_in_the_bar_of_exact_arithmetic(decimals, lowest) -> None:
    per_unit = 10**decimals
    rng = np.random.default_rng(8)
    for _ in range(200):
        most = int(rng.integers(0, 40 * per_unit))
        steps = np.append(rng.integers(0, most + 1, size=12), most)
        found = record(np.round(lowest + steps / per_unit, 9).tolist(), lowest=lowest)
        width = Fraction(str(found.counts[0].upper)) - Fraction(str(found.counts[0].lower))
        expected = [math.floor(Fraction(int(step), per_unit) / width) for step in steps]
        counts = [bin_.count for bin_ in found.counts]
        assert counts == np.bincount(expected, minlength=len(counts)).tolist()
        # The last bar is there for someone, and the picture is never crowded.
        assert counts[-1] > 0
        assert len(counts) <= 16
        assert edges(found) == [float(lowest + k * width) for k in range(len(counts) + 1)]


@pytest.mark.parametrize(
    ("largest", "width"),
    [(0, 0.1), (1, 0.1), (1.5, 0.1), (1.6, 0.2), (7, 0.5), (15, 1), (16, 2), (900, 100), (151, 20)],
)
def test_bars_are_of_a_round_width(largest, width) -> None:
    found = record([0, largest])
    assert_allclose(np.diff(edges(found)), width, rtol=1e-9)
    assert found.counts[-1].lower <= largest < found.counts[-1].upper


def test_nobody_has_a_score() -> None:
    found = record([math.nan, math.nan])
    assert (found.n, found.n_without_score) == (0, 2)
    moments = (found.mean, found.standard_deviation, found.median, found.lower_quartile)
    assert moments == (None,) * 4
    assert (found.floor, found.ceiling) == (None, None)
    assert [bin_.count for bin_ in found.counts] == [0]


def test_one_score_has_no_standard_deviation() -> None:
    found = record([2.5])
    assert (found.mean, found.standard_deviation) == (2.5, None)
    assert (found.lower_quartile, found.median, found.upper_quartile) == (2.5, 2.5, 2.5)


def test_an_amount_near_an_end_is_not_at_it() -> None:
    # 1,999,999 is within a hundred-thousandth of the end, and one unit off.
    found = record([1_999_999, 2_000_000, 500_001], highest=2_000_000, lowest=500_000)
    assert (found.floor, found.ceiling) == (0, 1 / 3)


def test_a_count_of_reasons_has_a_bar_a_number_and_no_quartiles() -> None:
    answers = [[0, 0], [1, 0], [2, 1], [-98, 0], [0, 0]]
    rows = [{"co05": first, "co06": second} for first, second in answers]
    prices = cm.ImportMap(currency="SEK", price_year=2026)
    frame = pd.DataFrame(rows).assign(co01=0, co02=0, co03=0, co04=0)
    data = cm.read_responses(frame, costs_bank(), import_map=prices)
    found = record_score(score_subscale(data, RULES["forgone_count"]))
    assert [(bin_.lower, bin_.upper, bin_.count) for bin_ in found.counts] == [
        (-0.5, 0.5, 2),
        (0.5, 1.5, 1),
        (1.5, 2.5, 1),
    ]
    assert (found.n, found.n_without_score, found.floor, found.ceiling) == (4, 1, 0.5, 0.25)
    assert (found.unit, found.median) == ("", None)


def test_a_score_of_ratings_keeps_the_bars_of_its_categories(bfi_data: cm.ResponseData) -> None:
    rule = bfi_data.instrument.scoring_rules[0]
    score = score_subscale(bfi_data, rule)
    found = record_score(score)
    answered = score.values[~np.isnan(score.values)]
    assert sum(bin_.count for bin_ in found.counts) == len(answered) == found.n
    lowest, highest = score.possible_range
    assert found.counts[0].lower < lowest
    assert found.counts[-1].upper > highest
    assert_array_equal(
        [found.floor, found.ceiling], [(answered == lowest).mean(), (answered == highest).mean()]
    )
    assert found.lower_quartile is None
