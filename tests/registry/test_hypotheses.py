from datetime import date
from functools import cache
from pathlib import Path

import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import load_instrument
from covalue_measures.registry.comparators import load_comparators
from covalue_measures.registry.hypotheses import load_hypotheses
from covalue_measures.schema import Instrument
from covalue_measures.schema.hypothesis import Hypothesis

PLAN = load_hypotheses()
HYPOTHESES = {hypothesis.id: hypothesis for hypothesis in PLAN.hypotheses}
COMPARATORS = {comparator.id: comparator for comparator in load_comparators()}


@cache
def instrument_of(name: str) -> Instrument:
    return load_instrument(name)


each = pytest.mark.parametrize("hypothesis", PLAN.hypotheses, ids=lambda hypothesis: hypothesis.id)


@each
def test_every_score_and_comparator_exists(hypothesis: Hypothesis) -> None:
    instrument = instrument_of(hypothesis.scale.instrument)
    assert hypothesis.scale.rule_id in {rule.id for rule in instrument.scoring_rules}
    if hypothesis.other is not None:
        other = instrument_of(hypothesis.other.instrument)
        assert hypothesis.other.rule_id in {rule.id for rule in other.scoring_rules}
        assert other.bank.role is instrument.bank.role
    if hypothesis.comparator is not None:
        comparator = COMPARATORS[hypothesis.comparator]
        assert not comparator.roles or instrument.bank.role in comparator.roles


@each
def test_correlations_are_of_reflective_scores_alone(hypothesis: Hypothesis) -> None:
    instrument = instrument_of(hypothesis.scale.instrument)
    rules = {rule.id: rule for rule in instrument.scoring_rules}
    subscale = instrument.subscale(rules[hypothesis.scale.rule_id].subscale_id)
    is_correlation = hypothesis.statistic in ("pearson", "spearman", "htmt", "cohens_d")
    assert is_correlation == (subscale.measurement_model == "reflective")


def bands(kind: str | None = None) -> dict[str, tuple[str | None, str | None]]:
    return {
        name: (hypothesis.lower, hypothesis.upper)
        for name, hypothesis in HYPOTHESES.items()
        if kind is None or hypothesis.kind == kind
    }


def test_bands_are_those_of_the_blueprint() -> None:
    assert bands("convergent") == {
        "com_su_collaborate": ("0.50", None),
        "com_su_sdm_q_9": ("0.50", None),
        "sef_su_promis_se_symptoms": ("0.50", "0.75"),
        "sef_su_semcd_6": ("0.50", "0.75"),
        "sef_su_pam_13": ("0.40", "0.60"),
        "int_su_integrate": ("0.50", None),
        "int_su_pcpcm": ("0.50", None),
        "int_hp_rcs": ("0.50", None),
        "cst_su_facit_cost": ("0.50", None),
        "cst_su_mtbq": ("0.40", None),
        "hpx_hp_mini_z": ("0.50", None),
        "hpx_hp_uwes_9": ("0.50", None),
        "hpx_hp_cbi_work": ("-1", "-0.40"),
        "acc_su_cahps_access": ("0.50", None),
    }
    assert set(bands("related").values()) == {("0.30", "0.50")}
    assert set(bands("known_groups").values()) == {("0.30", None)}
    assert bands("criterion") == {"cst_su_register_visits": ("0.70", None)}


def test_domains_of_service_users_are_compared_two_by_two() -> None:
    pairs = [one for one in PLAN.hypotheses if one.other is not None]
    correlations = [one for one in pairs if one.statistic == "pearson"]
    ratios = [one for one in pairs if one.statistic == "htmt"]
    assert [(one.first, one.second) for one in correlations] == [
        (one.first, one.second) for one in ratios
    ]
    assert len({frozenset((one.first, one.second)) for one in correlations}) == 10
    for one in correlations:
        is_strain = "cost_strain" in one.first + one.second
        assert (one.lower, one.upper) == (("-0.70", "-0.30") if is_strain else ("0.30", "0.70"))
    assert {(one.lower, one.upper, one.strength) for one in ratios} == {
        (None, "0.85", "supporting")
    }


def test_what_turns_and_what_only_supports() -> None:
    turned = {name for name, one in HYPOTHESES.items() if one.is_reversed}
    assert turned == {"int_su_integrate", "cst_su_facit_cost"}
    assert HYPOTHESES["sef_su_pam_13"].strength == "supporting"
    assert HYPOTHESES["com_su_facit_cost"].absolute
    assert HYPOTHESES["acc_su_cahps_communication"].below == "acc_su_cahps_access"


def test_the_plan_is_older_than_any_data() -> None:
    assert PLAN.registered == date(2026, 11, 25)
    assert "No bank had been answered by anybody on this day." in PLAN.note
    assert (PLAN.share_needed, PLAN.share_is_confirmed) == ("0.75", False)
    assert "Terwee et al. (2007)" in PLAN.share_source


def test_a_plan_of_ones_own_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    source = Path(__file__).parents[2] / "item_banks" / "hypotheses.yaml"
    path.write_text(source.read_text(encoding="utf-8").replace('"0.75"\n', '"0.80"\n'))

    mine = load_hypotheses(path)

    assert mine.share_needed == "0.80"
    assert mine.digest != PLAN.digest


def test_a_bad_plan_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "hypotheses.yaml").write_text("id: a\nregistered: yesterday\n")

    with pytest.raises(RegistryError, match=r"(?s)hypotheses\.yaml.*registered: .*'yesterday'"):
        load_hypotheses(root=tmp_path)
    with pytest.raises(RegistryError, match=r"There is no file '.*none.yaml'"):
        load_hypotheses(tmp_path / "none.yaml")
