"""What applies to instruments that make up a total, and what does not."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest
from costs_case import costs_bank, costs_content
from numpy.testing import assert_allclose

import covalue_measures as cm
from covalue_measures.evaluation.cross_cultural_validity import rate_without_groups
from covalue_measures.evaluation.evidence import Rating
from covalue_measures.evaluation.rule_set import load_rule_set
from covalue_measures.evaluation.structural_validity import rate_structural_validity
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.schema import Instrument, ItemBank

RULES = load_rule_set("cosmin_2018")
PRICES = cm.ImportMap(currency="SEK", price_year=2026)
QUICK = cm.EvaluationSettings(n_draws=2)
#: 40 people; every seventh did not have the second kind of cost.
ROWS = pd.DataFrame(
    {
        "co01": [(7 * k) % 41 * 2.5 for k in range(40)],
        "co02": [-98 if k % 7 == 0 else k * 10 for k in range(40)],
        "co03": [0.5 * (k % 5) for k in range(40)],
        "co04": [0.0] * 40,
        "co05": [(0, 0, 1, 2)[k % 4] for k in range(40)],
        "co06": [-97 if k % 10 == 3 else 0 for k in range(40)],
    }
)


def read(bank: ItemBank, rows: pd.DataFrame = ROWS) -> cm.ResponseData:
    return cm.read_responses(rows, bank, import_map=PRICES)


@pytest.fixture(scope="module")
def evidence() -> cm.EvidenceRecord:
    # A constant amount, and answers without an order, are nothing to be warned of.
    return cm.evaluate(read(costs_bank()), costs_bank(), QUICK)


@pytest.fixture(scope="module")
def mixed() -> ItemBank:
    """The bank of costs, beside six items about the strain of them."""
    content = costs_content()
    content["response_scales"].append(
        {
            "id": "hard4",
            "options": [
                {"code": f"h{value}", "value": value, "label": {"en": f"Degree {value}"}}
                for value in range(4)
            ],
        }
    )
    item = content["items"][0]
    for number in range(1, 7):
        changed = {"id": f"st{number:02}", "response_scale": "hard4", "stem": {"en": f"S{number}?"}}
        content["items"].append(item | changed)
    content["subscales"].append(
        {
            "id": "strain",
            "title": {"en": "Strain"},
            "measurement_model": "reflective",
            "item_ids": [f"st{number:02}" for number in range(1, 7)],
        }
    )
    content["structure"] = {"kind": "one_factor", "subscale_ids": ["strain"]}
    return ItemBank.model_validate_json(json.dumps(content))


def ratings(evidence: cm.EvidenceRecord, name: str) -> list[Rating]:
    return [rating for rating in evidence.ratings if rating.measurement_property == name]


def test_nothing_is_estimated_that_needs_items_to_agree(evidence) -> None:
    for field in ("correlations", "suitability", "dimensionality", "exploratory", "confirmatory"):
        assert getattr(evidence, field) is None, field
    assert evidence.general_omega is None
    assert evidence.invariance == ()
    assert evidence.sample_sizes == ()
    assert evidence.second_opinions.opinions == ()
    assert evidence.warnings == ()
    for subscale in evidence.subscales:
        assert subscale.measurement_model == "formative"
        assert (subscale.alpha, subscale.omega) == (None, None)
        assert len(subscale.scores) == 1


def test_three_properties_do_not_apply_and_say_why(evidence) -> None:
    names = ("structural validity", "internal consistency", "cross-cultural validity")
    found = [rating for name in names for rating in ratings(evidence, name)]
    assert [rating.subject for rating in found] == [
        "instrument",
        "money",
        "time",
        "forgone",
        "instrument",
    ]
    for rating in found:
        assert (rating.rating, rating.applies, rating.assessed) == ("?", False, True)
        assert rating.value == ""
        assert rating.reason.startswith("Does not apply: ")
        assert "formative" in rating.reason
    others = [rating for rating in evidence.ratings if rating not in found]
    assert {rating.measurement_property for rating in others} >= {"reliability", "responsiveness"}
    assert all(rating.applies and not rating.assessed for rating in others)


def test_groups_do_not_make_a_measurement_model(evidence) -> None:
    rows = ROWS.assign(site=["a", "b"] * 20)
    rules = PRICES.model_copy(update={"groups": ("site",)})
    data = cm.read_responses(rows, costs_bank(), import_map=rules)
    found = cm.evaluate(data, costs_bank(), QUICK)
    assert found.data.group_names == ("site",)
    assert found.invariance == ()
    assert ratings(found, "cross-cultural validity") == (
        ratings(evidence, "cross-cultural validity")
    )


def test_amounts_have_quartiles_and_a_unit_and_no_categories(evidence) -> None:
    items = {item.item_id: item for item in evidence.items}
    frame = ROWS.replace(-98, np.nan)
    for name, unit in (("co01", "SEK 2026"), ("co02", "SEK 2026"), ("co03", "hours")):
        item, answers = items[name], frame[name].dropna()
        assert (item.unit, item.categories, item.n) == (unit, (), len(answers))
        assert_allclose(
            [item.lower_quartile, item.median, item.upper_quartile],
            np.quantile(answers, [0.25, 0.5, 0.75], method="linear"),
            rtol=1e-12,
        )
        assert_allclose(item.mean, answers.mean(), rtol=1e-12)
        assert_allclose(item.standard_deviation, answers.std(ddof=1), rtol=1e-12)
        assert item.floor == (answers == 0).mean()
        assert item.ceiling == 0
    # Everyone gave the same amount: there is a mean, and no skew.
    assert (items["co04"].mean, items["co04"].floor, items["co04"].skew) == (0, 1, None)


def test_answers_without_an_order_have_counts_and_no_mean(evidence) -> None:
    item = {item.item_id: item for item in evidence.items}["co05"]
    assert [(category.value, category.count) for category in item.categories] == [
        (0, 20),
        (1, 10),
        (2, 10),
    ]
    moments = (item.mean, item.standard_deviation, item.skew, item.kurtosis)
    assert moments == (None,) * 4
    assert (item.floor, item.ceiling, item.lower_quartile, item.median) == (None,) * 4
    assert item.unit == ""


def test_descriptives_give_names_no_numbers() -> None:
    described = cm.describe_items(read(costs_bank())).items
    assert described.loc["co05", ["n", "missing"]].tolist() == [40, 0]
    assert described.loc[["co05", "co06"], "mean":].isna().all().all()
    # Formative items have no rest to go along with.
    assert described["item_rest_correlation"].isna().all()
    assert described.loc["co03", "mean":"ceiling"].notna().all()


def test_littles_test_leaves_names_out() -> None:
    few = read(costs_bank(), ROWS[["co05", "co06"]].assign(co01=0, co02=0, co03=0, co04=0))
    screened = cm.screen_missing(few)
    assert screened.items.loc["co06", "dont_know"] == 4
    assert screened.little_mcar is None
    assert screened.mcar_note == "Nothing is missing from items that someone answered."
    # What is named elsewhere does not change the test of the amounts.
    varied = ROWS.assign(co04=[k % 3 for k in range(40)])
    renamed = varied.assign(co05=varied["co05"].map({0: 2, 1: 0, 2: 1}))
    first, second = (cm.screen_missing(read(costs_bank(), rows)) for rows in (varied, renamed))
    assert first.little_mcar is not None
    assert first.little_mcar == second.little_mcar


def test_scores_are_sums_in_units_and_counts(evidence) -> None:
    scores = {subscale.subscale_id: subscale.scores[0] for subscale in evidence.subscales}
    frame = ROWS.replace({-98: np.nan, -97: np.nan})
    expected = {
        "money": frame["co01"] + frame["co02"],
        "time": frame["co03"] + frame["co04"],
        "forgone": (frame["co05"] != 0).where(frame["co06"].notna()),
    }
    for name, sums in expected.items():
        assert_allclose(scores[name].mean, sums.dropna().astype(float).mean(), rtol=1e-12)
        assert scores[name].n == sums.notna().sum()
        assert scores[name].n_prorated == 0
        assert sum(bin_.count for bin_ in scores[name].counts) == scores[name].n
    assert [scores[name].unit for name in expected] == ["SEK 2026", "hours", ""]
    assert_allclose(
        [scores["money"].lower_quartile, scores["money"].median, scores["money"].upper_quartile],
        expected["money"].quantile([0.25, 0.5, 0.75]),
        rtol=1e-12,
    )


def test_it_survives_json(evidence) -> None:
    assert cm.EvidenceRecord.from_json(evidence.to_json()) == evidence


def test_the_job_gives_the_same_record_again(evidence) -> None:
    assert cm.verify_evidence(evidence, read(costs_bank())).is_verified


def test_the_largest_amount_of_a_person_is_not_in_the_record() -> None:
    rows = ROWS.copy()
    rows.loc[5, "co01"] = 98_765.43
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = cm.evaluate(read(costs_bank(), rows), costs_bank(), QUICK).to_json()
    assert "98765.43" not in text
    assert "98815.43" not in text


def test_a_form_of_formative_items_is_formative_in_a_mixed_bank(mixed) -> None:
    content = json.loads(mixed.model_dump_json())
    content["forms"] = [
        {
            "id": "2a",
            "version": "0.1.0",
            "title": {"en": "Money alone"},
            "item_ids": ["co01", "co02"],
            "subscales": [content["subscales"][0]],
            "scoring_rules": [content["scoring_rules"][0]],
            "rationale": "Money was asked for.",
        }
    ]
    form = Instrument(bank=ItemBank.model_validate_json(json.dumps(content)), form_id="2a")
    data = cm.read_responses(ROWS[["co01", "co02"]], form, import_map=PRICES)
    found = cm.evaluate(data, form, QUICK)
    assert found.warnings == ()
    (structural,) = ratings(found, "structural validity")
    assert not structural.applies


def test_a_mixed_instrument_is_rated_by_its_reflective_part(mixed) -> None:
    rng = np.random.default_rng(3)
    strain = rng.standard_normal((200, 1)) + rng.standard_normal((200, 6))
    rows = pd.concat([ROWS] * 5, ignore_index=True)
    for position in range(6):
        rows[f"st{position + 1:02}"] = np.digitize(strain[:, position], [-1, 0, 1])
    found = cm.evaluate(read(mixed, rows), mixed, cm.EvaluationSettings(n_draws=2))
    assert found.correlations is not None
    assert found.correlations.item_ids == tuple(f"st{number:02}" for number in range(1, 7))
    (structural,) = ratings(found, "structural validity")
    assert (structural.applies, structural.rating) == (True, "+")
    consistency = {r.subject: r for r in ratings(found, "internal consistency")}
    assert {name: r.applies for name, r in consistency.items()} == {
        "money": False,
        "time": False,
        "forgone": False,
        "strain": True,
    }
    assert consistency["strain"].rating == "+"
    (across,) = ratings(found, "cross-cultural validity")
    assert (across.applies, across.assessed) == (True, False)
    assert across.reason.startswith("Not assessed: it needs answers of at least two groups")
    assert [size.n_items for size in found.sample_sizes] == [6]


def test_a_criterion_of_the_whole_applies_unless_every_subscale_is_formative() -> None:
    rule = RULES.structural_validity
    usual = rate_structural_validity(rule, None, None)
    assert (usual.applies, usual.rating) == (True, "?")
    assert usual.reason.startswith("No confirmatory model was fitted. ")
    formative = rate_structural_validity(rule, None, None, is_formative=True)
    assert (formative.applies, formative.rating) == (False, "?")
    assert (formative.threshold, formative.source) == (usual.threshold, usual.source)
    without = rate_without_groups(RULES.cross_cultural_validity)
    assert (without.applies, without.assessed) == (True, False)


def test_people_who_answered_nothing_are_told_of() -> None:
    rows = ROWS.copy()
    rows.loc[0] = [-98, -98, -98, -98, -98, -98]
    with pytest.warns(DataQualityWarning, match="1 of 40 respondents answered no item"):
        cm.evaluate(read(costs_bank(), rows), costs_bank(), QUICK)
