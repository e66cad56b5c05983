import numpy as np
import pytest
from synthetic_bank_maker import make_bank, make_item, make_subscale

from covalue_measures.exceptions import ModelError
from covalue_measures.schema import Instrument
from covalue_measures.simulation import Population
from covalue_measures.simulation.factor_model import GENERAL, NEED, build_factor_model
from covalue_measures.simulation.item_loadings import draw_loadings
from covalue_measures.simulation.streams import Streams


def build(bank, population=None, seed=1):
    population = population or Population()
    instrument = Instrument(bank=bank)
    factors = build_factor_model(instrument, population, Streams(seed, "made"))
    return factors, draw_loadings(instrument, factors, population, Streams(seed, "made"))


def between(matrix):
    return matrix[np.triu_indices(len(matrix), 1)]


def test_one_factor_of_one_subscale_has_its_name(structured) -> None:
    factors, loadings = build(structured("one_factor", 1, 8))
    assert factors.names == ("s0",)
    assert loadings.shape == (8, 1)
    assert loadings.min() > 0.55
    assert loadings.max() < 0.85


def test_one_factor_of_two_subscales_is_general(structured) -> None:
    factors, loadings = build(structured("one_factor", 2, 3))
    assert factors.names == (GENERAL,)
    assert (loadings > 0.55).all()


@pytest.mark.parametrize("kind", ["correlated_factors", "second_order"])
def test_correlated_factors(kind, structured) -> None:
    factors, loadings = build(structured(kind, 4, 3))
    assert factors.names == ("s0", "s1", "s2", "s3")
    assert (loadings != 0).tolist() == np.repeat(np.eye(4), 3, axis=0).astype(bool).tolist()
    correlations = between(factors.correlations)
    assert correlations.min() > 0.30
    assert correlations.max() < 0.60
    # Products of second-order loadings: tetrads vanish.
    r = factors.correlations
    assert r[0, 1] * r[2, 3] == pytest.approx(r[0, 2] * r[1, 3], rel=1e-12)


def test_bifactor(structured) -> None:
    factors, loadings = build(structured("bifactor", 3, 4))
    assert factors.names == (GENERAL, "s0", "s1", "s2")
    assert factors.correlations.tolist() == np.eye(4).tolist()
    assert factors.reach.tolist() == [1, 0, 0, 0]
    common = (loadings**2).sum(axis=1)
    assert ((np.sqrt(common) > 0.55) & (np.sqrt(common) < 0.85)).all()
    share = loadings[:, 0] ** 2 / common
    assert ((share > 0.60) & (share < 0.80)).all()


def test_an_item_of_two_factors_keeps_its_common_variance() -> None:
    items = [make_item(f"i{number}", "freq5", "service_user") for number in range(5)]
    bank = make_bank(
        items,
        [make_subscale("a", ["i0", "i1", "i2"]), make_subscale("b", ["i2", "i3", "i4"])],
        {"kind": "correlated_factors", "subscale_ids": ["a", "b"]},
    )
    factors, loadings = build(bank)
    assert loadings[2, 0] == loadings[2, 1]
    assert 0.55**2 < loadings[2] @ factors.correlations @ loadings[2] < 0.85**2


def test_what_no_factor_claims_hangs_on_need(mixed) -> None:
    factors, loadings = build(mixed)
    assert factors.names == ("factor", NEED)
    assert factors.correlations[0, 1] == 0.20
    # More need goes with worse experience.
    assert factors.answer_correlations[0, 1] == -0.20
    assert factors.composite_weights.tolist() == [1, 0]
    weak = loadings[4:, 1]
    assert (loadings[4:, 0] == 0).all()
    # Amounts and "yes" grow with need, good experience falls.
    assert np.sign(weak).tolist() == [1, 1, -1]
    assert ((np.abs(weak) > 0.20) & (np.abs(weak) < 0.45)).all()


def test_a_reflective_subscale_outside_the_structure_is_a_factor() -> None:
    items = [make_item(f"i{number}", "freq5", "service_user") for number in range(6)]
    bank = make_bank(
        items,
        [make_subscale("a", ["i0", "i1", "i2"]), make_subscale("b", ["i2", "i3", "i4", "i5"])],
        {"kind": "one_factor", "subscale_ids": ["a"]},
    )
    factors, loadings = build(bank)
    assert factors.names == ("a", "b")
    assert (loadings != 0).argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1]


def test_strain_is_worse_where_there_is_more(structured) -> None:
    strain, _ = build(structured(scale="diff5"))
    costs, _ = build(structured(domain="costs_of_care"))
    assert strain.directions.tolist() == costs.directions.tolist() == [-1]


def test_formative_alone_is_need_alone(costs) -> None:
    factors, loadings = build(costs)
    assert factors.names == (NEED,)
    assert factors.composite_weights.tolist() == [1]
    assert (loadings > 0).all()


def test_an_item_keeps_its_loading_in_forms(communication, form) -> None:
    _, whole = build(communication)
    instrument, population = form, Population()
    factors = build_factor_model(instrument, population, Streams(1, "made"))
    part = draw_loadings(instrument, factors, population, Streams(1, "made"))
    ids = [item.id for item in communication.items]
    assert part[:, 0].tolist() == [whole[ids.index(name), 0] for name in form.item_ids]


def test_sites_cannot_share_what_factors_do_not(structured) -> None:
    population = Population(factor_correlations=(0.0, 0.0), site_icc=(0.2, 0.2))
    with pytest.raises(ModelError, match=r"cannot share 0\.200 of their variance between sites"):
        build(structured("correlated_factors", 6, 3), population)
