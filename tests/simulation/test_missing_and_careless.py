import numpy as np
import pytest

from covalue_measures.responses import REASONS
from covalue_measures.schema import Instrument, MissingReason
from covalue_measures.simulation import Population
from covalue_measures.simulation.carelessness import draw_carelessness
from covalue_measures.simulation.missing_answers import draw_missing
from covalue_measures.simulation.streams import Streams

N = 40_000
NO_BREAK_OFF = Population(break_off_share=0.0)


def draw(bank, population, n=N):
    instrument = Instrument(bank=bank)
    scales = tuple(instrument.response_scale(item) for item in instrument.items)
    return draw_missing(n, scales, population, Streams(4, "made"))


def share_of(missing, reason):
    return (missing.reasons == 1 + REASONS.index(reason)).mean(axis=0)


@pytest.mark.parametrize(
    ("reason", "rate"),
    [
        (MissingReason.SKIPPED, 0.015),
        (MissingReason.NOT_APPLICABLE, 0.02),
        (MissingReason.DONT_KNOW, 0.01),
        (MissingReason.DECLINED, 0.005),
    ],
)
def test_each_kind_has_its_rate(reason, rate, communication) -> None:
    found = share_of(draw(communication, NO_BREAK_OFF), reason)
    assert found.mean() == pytest.approx(rate, abs=4 * np.sqrt(rate / N / len(found)))
    if reason is not MissingReason.SKIPPED:
        assert found == pytest.approx(rate, abs=4 * np.sqrt(rate / N))


def test_the_end_is_skipped_more_often(communication) -> None:
    found = share_of(draw(communication, NO_BREAK_OFF), MissingReason.SKIPPED)
    assert found == pytest.approx(0.015 * np.linspace(0.5, 1.5, 15), abs=4 * np.sqrt(0.0225 / N))


def test_only_kinds_that_a_scale_has_occur(costs) -> None:
    missing = draw(costs, NO_BREAK_OFF)
    # Of the visits, an empty cell means "do not know", and the only option "not applicable".
    kinds = {REASONS[code - 1] for code in np.unique(missing.reasons[:, 3]) if code}
    assert kinds == {MissingReason.DONT_KNOW, MissingReason.NOT_APPLICABLE}
    kinds = {REASONS[code - 1] for code in np.unique(missing.reasons[:, 0]) if code}
    assert kinds == {MissingReason.SKIPPED}


def test_who_stops_leaves_the_rest_empty(costs) -> None:
    population = Population(
        break_off_share=0.1,
        skipped_rate=0.0,
        not_applicable_rate=0.0,
        dont_know_rate=0.0,
        declined_rate=0.0,
    )
    missing = draw(costs, population)
    stopped = missing.n_reached < 6
    assert stopped.mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / N))
    assert np.unique(missing.n_reached[stopped]).tolist() == [1, 2, 3, 4, 5]
    assert ((missing.reasons != 0).sum(axis=1) == 6 - missing.n_reached).all()
    assert (missing.reasons[missing.n_reached == 3] != 0).all(axis=0).tolist() == [0] * 3 + [1] * 3
    # The empty cell of the visits means "do not know".
    codes = [1 + REASONS.index(reason) for reason in (MissingReason.DONT_KNOW, "skipped")]
    assert missing.reasons[missing.n_reached == 3][0, 3:5].tolist() == codes


def test_one_item_has_no_end_to_stop_before(structured) -> None:
    missing = draw(structured(n_items=1), Population(break_off_share=1.0), n=500)
    assert (missing.n_reached == 1).all()
    assert 0 < (missing.reasons != 0).mean() < 0.2


def test_carelessness_has_its_shares() -> None:
    careless = draw_carelessness(N, Population(careless_share=0.2), Streams(1, "made"))
    for found in (careless.is_straight_lining, careless.is_random):
        assert found.mean() == pytest.approx(0.1, abs=4 * np.sqrt(0.09 / N))
    assert not (careless.is_straight_lining & careless.is_random).any()
    labels = np.array(careless.labels)
    assert ((labels == "straight_lining") == careless.is_straight_lining).all()
    assert ((labels == "random") == careless.is_random).all()
    assert ((labels == "attentive") == ~(careless.is_straight_lining | careless.is_random)).all()
