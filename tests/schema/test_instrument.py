import pytest
from pydantic import ValidationError

from covalue_measures.schema import Instrument, ItemBank, as_instrument


def test_a_bank_stands_for_its_active_items(content, parse):
    content["items"][3]["status"] = "retired"
    bank = parse(content)
    instrument = as_instrument(bank)
    assert instrument.item_ids == ("de01", "de02", "de03")
    assert instrument.form is None
    assert instrument.reference == "demo@0.1.0"
    assert instrument.digest == bank.digest
    assert instrument.subscales == bank.subscales
    assert instrument.scoring_rules == bank.scoring_rules
    assert instrument.structure == bank.structure


def test_a_form_has_its_own_items_subscales_and_scoring(bank: ItemBank):
    form = Instrument(bank=bank, form_id="2a")
    assert form.item_ids == ("de02", "de03")
    assert form.reference == "demo@0.1.0/2a"
    assert form.subscale("total").item_ids == ("de02", "de03")
    assert form.scoring_rules == bank.forms[0].scoring_rules
    assert form.response_scale(form.items[0]).id == "freq3"
    assert form.digest == bank.digest


def test_an_instrument_stays_as_it_is(bank: ItemBank):
    form = Instrument(bank=bank, form_id="2a")
    assert as_instrument(form) is form


def test_equality_is_by_value_even_after_use(bank: ItemBank, content, parse):
    used, fresh = Instrument(bank=bank), Instrument(bank=parse(content))
    assert used.items
    assert used.digest
    assert used == fresh
    assert hash(used) == hash(fresh)


def test_an_unknown_form_is_refused_with_the_known_ones(bank: ItemBank):
    with pytest.raises(ValidationError, match=r"'demo@0.1.0' has no form '9z'; it has \['2a'\]"):
        Instrument(bank=bank, form_id="9z")


def test_an_unknown_subscale_is_refused_with_the_known_ones(bank: ItemBank):
    message = r"'demo@0.1.0/2a' has no subscale 'part'; it has \['total'\]"
    with pytest.raises(KeyError, match=message):
        Instrument(bank=bank, form_id="2a").subscale("part")


def subscale(name: str, model: str, item_id: str) -> dict[str, object]:
    return {
        "id": name,
        "title": {"en": name},
        "measurement_model": model,
        "item_ids": [item_id],
    }


@pytest.mark.parametrize(
    ("models", "kind", "n_factors"),
    [
        (("reflective", "formative"), "one_factor", 1),
        (("reflective", "reflective"), "correlated_factors", 2),
    ],
)
def test_a_form_claims_a_factor_per_reflective_subscale(content, parse, models, kind, n_factors):
    form = content["forms"][0]
    form["scoring_rules"] = []
    form["subscales"] = [subscale("x", models[0], "de02"), subscale("y", models[1], "de03")]
    structure = Instrument(bank=parse(content), form_id="2a").structure
    assert structure is not None
    assert structure.kind == kind
    assert structure.n_factors == n_factors
    assert structure.subscale_ids == ("x", "y")[:n_factors]


def test_a_formative_form_claims_no_structure(content, parse):
    form = content["forms"][0]
    form["scoring_rules"] = []
    form["subscales"] = [subscale("x", "formative", "de02"), subscale("y", "formative", "de03")]
    assert Instrument(bank=parse(content), form_id="2a").structure is None
