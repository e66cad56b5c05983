from collections.abc import Callable
from typing import Any

import pytest

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.automatic import build_parameter_table
from covalue_measures.psychometrics.structural.claimed_model import ClaimedModel, claimed_model
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.registry import load_form
from covalue_measures.schema import HypothesizedStructure, Instrument, ItemBank

Claim = Callable[..., Instrument]


@pytest.fixture
def claim(bfi_bank: ItemBank) -> Claim:
    """Make bfi's bank claim a structure, with its subscales renamed or otherwise changed."""

    def instrument(
        kind: Any, ids: list[str], renamed: dict[str, str] | None = None, **changes: Any
    ) -> Instrument:
        names = renamed or {}
        subscales = tuple(
            subscale.model_copy(update={"id": names.get(subscale.id, subscale.id)} | changes)
            for subscale in bfi_bank.subscales
        )
        structure = kind and HypothesizedStructure(kind=kind, subscale_ids=tuple(ids))
        changed = {"subscales": subscales, "structure": structure, "scoring_rules": ()}
        return Instrument(bank=bfi_bank.model_copy(update=changed))

    return instrument


def formulas(model: ClaimedModel) -> dict[str, list[str]]:
    sides = (line.split(" =~ ") for line in model.syntax.splitlines())
    return {factor: items.split(" + ") for factor, items in sides}


def items_of(bank: ItemBank) -> dict[str, list[str]]:
    return {subscale.id: list(subscale.item_ids) for subscale in bank.subscales}


def test_correlated_factors(bfi_bank):
    model = claimed_model(Instrument(bank=bfi_bank))
    assert formulas(model) == items_of(bfi_bank)
    assert (model.orthogonal, model.standardized_latents) == (False, True)


def test_one_factor_of_several_subscales_is_general(claim, bfi_bank):
    items = items_of(bfi_bank)
    model = claimed_model(claim("one_factor", ["openness", "neuroticism"]))
    assert formulas(model) == {"general": items["openness"] + items["neuroticism"]}
    model = claimed_model(claim("one_factor", ["openness"]))
    assert formulas(model) == {"openness": items["openness"]}


def test_second_order_factor_is_measured_by_factors(claim, bfi_bank):
    ids = ["agreeableness", "extraversion", "openness"]
    model = claimed_model(claim("second_order", ids))
    items = items_of(bfi_bank)
    assert formulas(model) == {name: items[name] for name in ids} | {"general": ids}
    assert (model.orthogonal, model.standardized_latents) == (False, False)


def test_bifactor_has_a_general_factor_of_all_items_first(claim, bfi_bank):
    ids = ["agreeableness", "openness"]
    model = claimed_model(claim("bifactor", ids))
    items = items_of(bfi_bank)
    assert list(formulas(model).items()) == [
        ("general", items["agreeableness"] + items["openness"]),
        *((name, items[name]) for name in ids),
    ]
    assert (model.orthogonal, model.standardized_latents) == (True, True)


def test_an_item_of_two_subscales_stands_once_in_the_general_factor(claim, bfi_bank):
    everything = tuple(item.id for item in bfi_bank.items)
    instrument = claim("bifactor", ["agreeableness", "openness"], item_ids=everything)
    assert formulas(claimed_model(instrument))["general"] == list(everything)


def test_factors_get_valid_names_of_their_own(claim):
    renamed = {"agreeableness": "general", "extraversion": "2nd", "openness": "o1"}
    model = claimed_model(claim("bifactor", ["general", "2nd", "o1"], renamed))
    assert list(formulas(model)) == ["general", "general_factor", "f_2nd", "o1_factor"]


@pytest.mark.parametrize(
    ("kind", "n_parameters"),
    [
        # 15 loadings and 15 residual variances with one variance each for identification.
        ("one_factor", 30),
        ("correlated_factors", 33),
        ("second_order", 33),
        ("bifactor", 45),
    ],
)
def test_the_model_is_one_of_the_items(claim, bfi_bank, kind, n_parameters):
    model = claimed_model(claim(kind, ["agreeableness", "extraversion", "openness"]))
    table = build_parameter_table(
        parse_model(model.syntax),
        columns=[item.id for item in bfi_bank.items],
        ordered={},
        orthogonal=model.orthogonal,
        standardized_latents=model.standardized_latents,
    )
    assert table.n_parameters == n_parameters


def test_a_form_claims_its_own_structure():
    form = load_form("communication_service_user@0.1.0/4a")
    (factor,) = formulas(claimed_model(form)).items()
    assert factor == ("communication", list(form.item_ids))


def test_refuses_what_claims_no_factors(claim):
    formative = claim(None, [], measurement_model="formative")
    with pytest.raises(ModelError, match=r"'bfi25@1\.0\.0' claims no factor structure"):
        claimed_model(formative)
