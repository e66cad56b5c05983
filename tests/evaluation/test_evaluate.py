import json
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pydantic import ValidationError
from reference_values import BFI, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    ResponseDataError,
)
from covalue_measures.schema import Instrument, ItemBank

QUICK = cm.EvaluationSettings(n_draws=2, second_opinions=False)


def changed(bank: ItemBank, **update: object) -> ItemBank:
    return ItemBank.model_validate_json(json.dumps(bank.model_dump(mode="json") | update))


def read_bfi(bank: ItemBank, frame: pd.DataFrame) -> cm.ResponseData:
    rules = cm.read_import_map(BFI / "import_map.yaml")
    return cm.read_responses(frame, bank, import_map=rules)


def test_the_numbers_are_those_of_r(evidence: cm.EvidenceRecord) -> None:
    for subscale in evidence.subscales:
        letter = subscale.subscale_id[0].upper()
        expected = reference(f"alpha_bfi_{letter}")
        alpha = subscale.alpha
        assert alpha is not None
        assert_allclose(alpha.alpha, expected["total"]["columns"]["raw_alpha"][0], rtol=1e-10)
        assert_allclose(
            [item.alpha_if_dropped for item in alpha.items],
            expected["alpha_drop"]["columns"]["raw_alpha"],
            rtol=1e-10,
        )
    assert evidence.suitability is not None
    expected = reference("kmo_bartlett_bfi25")
    assert_allclose(evidence.suitability.kmo, expected["MSA"], rtol=1e-10)
    assert evidence.missing.n_missing == int(read_data("bfi").iloc[:, :25].isna().sum().sum())
    assert evidence.data.n_complete == 2436


def test_it_is_pinned_to_instrument_data_and_software(
    evidence: cm.EvidenceRecord, bfi_bank: ItemBank, bfi_data: cm.ResponseData
) -> None:
    assert evidence.instrument.reference == "bfi25@1.0.0"
    assert evidence.instrument.digest == bfi_bank.digest == evidence.instrument.definition.digest
    assert evidence.data.fingerprint == bfi_data.fingerprint
    assert {"python", "numpy", "covalue-measures"} <= {s.package for s in evidence.software}


def test_it_survives_json(evidence: cm.EvidenceRecord) -> None:
    text = evidence.to_json()
    assert cm.EvidenceRecord.from_json(text) == evidence
    assert "NaN" not in text
    assert "Infinity" not in text


def test_no_row_of_data_leaves(bfi_bank: ItemBank) -> None:
    frame = read_data("bfi")
    frame.insert(0, "who", [f"person-{row:05d}" for row in range(len(frame))])
    rules = cm.read_import_map(BFI / "import_map.yaml").model_copy(update={"respondent_id": "who"})
    data = cm.read_responses(frame, bfi_bank, import_map=rules)
    text = cm.evaluate(data, bfi_bank, QUICK).to_json()
    assert "person-" not in text
    # Nothing in the record is as long as the data.
    longest = max(len(part) for part in _lists(json.loads(text)))
    assert longest < 100


def _lists(value: object) -> list[list[object]]:
    if isinstance(value, dict):
        return [part for entry in value.values() for part in _lists(entry)]
    if isinstance(value, list):
        return [value, *(part for entry in value for part in _lists(entry))]
    return []


def test_alpha_is_never_rated_without_structural_evidence(evidence: cm.EvidenceRecord) -> None:
    consistency = [r for r in evidence.ratings if r.measurement_property == "internal consistency"]
    assert [rating.rating for rating in consistency] == ["?"] * 5
    assert all("structural validity is rated '-'" in rating.reason for rating in consistency)


def test_every_property_is_named(evidence: cm.EvidenceRecord) -> None:
    assert {rating.measurement_property for rating in evidence.ratings} == {
        "structural validity",
        "internal consistency",
        "content validity",
        "cross-cultural validity",
        "reliability",
        "measurement error",
        "hypotheses testing for construct validity",
        "criterion validity",
        "responsiveness",
    }


def test_what_needs_other_data_is_not_assessed(evidence: cm.EvidenceRecord) -> None:
    assessed = {r.measurement_property for r in evidence.ratings if r.assessed}
    assert assessed == {
        "structural validity",
        "internal consistency",
        "cross-cultural validity",
    }
    assert all(r.rating == "?" for r in evidence.ratings if not r.assessed)


def test_formative_subscales_get_no_alpha(bfi_bank: ItemBank) -> None:
    content = bfi_bank.model_dump(mode="json")
    content["subscales"][4]["measurement_model"] = "formative"
    content["structure"]["subscale_ids"].remove("openness")
    bank = ItemBank.model_validate_json(json.dumps(content))
    result = cm.evaluate(read_bfi(bank, read_data("bfi").head(400)), bank, QUICK)
    openness = result.subscales[4]
    assert (openness.alpha, openness.omega) == (None, None)
    assert openness.scores[0].n > 0
    assert result.correlations is not None
    assert not any(item.startswith("o") for item in result.correlations.item_ids)
    rating = next(r for r in result.ratings if r.subject == "openness")
    assert rating.rating == "?"
    assert "formative" in rating.reason


def test_a_general_factor_is_examined_where_one_is_claimed(bfi_bank: ItemBank) -> None:
    structure = {
        "kind": "second_order",
        "subscale_ids": ["agreeableness", "conscientiousness", "extraversion"],
    }
    subscales = bfi_bank.model_dump(mode="json")["subscales"][:3]
    rules = bfi_bank.model_dump(mode="json")["scoring_rules"][:3]
    bank = changed(bfi_bank, structure=structure, subscales=subscales, scoring_rules=rules)
    data = read_bfi(bank, read_data("bfi"))
    plan = QUICK.model_copy(update={"correlation": "pearson"})
    with pytest.warns(ConvergenceWarning, match="configural"):
        omega = cm.evaluate(data, bank, plan).general_omega
    assert omega is not None
    expected = reference("omega_bfi15_3f_minres")
    assert_allclose(omega.omega_hierarchical, expected["omega_h"], rtol=1e-4)
    assert_allclose(omega.omega_total, expected["omega_tot"], rtol=1e-4)


@pytest.mark.parametrize("answer", [3, None])
def test_a_useless_item_is_left_out_and_named(bfi_bank: ItemBank, answer: int | None) -> None:
    frame = read_data("bfi").head(200).assign(A1=answer)
    with (
        pytest.warns(DataQualityWarning, match=r"Left out of correlations.*: a1\."),
        pytest.warns(DataQualityWarning, match="Not estimated: alpha of subscale 'agreeableness'"),
        pytest.warns(DataQualityWarning, match="claimed structure, which has items.*: a1"),
    ):
        result = cm.evaluate(read_bfi(bfi_bank, frame), bfi_bank, QUICK)
    assert result.subscales[0].alpha is None
    assert result.subscales[1].alpha is not None
    assert result.correlations is not None
    assert "a1" not in result.correlations.item_ids
    assert len(result.items) == 25
    assert len(result.warnings) == 3
    rating = next(r for r in result.ratings if r.subject == "agreeableness")
    assert rating.reason == "Alpha could not be estimated; see the warnings."


def test_respondents_without_an_answer_are_said(bfi_bank: ItemBank) -> None:
    frame = read_data("bfi").head(300)
    frame.iloc[:12, :25] = np.nan
    with pytest.warns(DataQualityWarning, match="12 of 300 respondents answered no item"):
        cm.evaluate(read_bfi(bfi_bank, frame), bfi_bank, QUICK)


def test_a_small_sample_is_said(bfi_bank: ItemBank) -> None:
    with (
        pytest.warns(DataQualityWarning, match="inadequate for a factor analysis: n = 5[0-9]"),
        pytest.warns(DataQualityWarning, match="at the boundary|not positive definite"),
    ):
        result = cm.evaluate(read_bfi(bfi_bank, read_data("bfi").head(60)), bfi_bank, QUICK)
    assert any("inadequate" in warning for warning in result.warnings)


def test_threads_do_not_mix_warnings(bfi_bank: ItemBank) -> None:
    good = read_bfi(bfi_bank, read_data("bfi").head(200))
    bad = read_bfi(bfi_bank, read_data("bfi").head(200).assign(A1=3))
    with warnings.catch_warnings(), ThreadPoolExecutor(4) as pool:
        warnings.simplefilter("ignore")
        jobs = [pool.submit(cm.evaluate, data, bfi_bank, QUICK) for data in (good, bad) * 3]
        counts = [len(job.result().warnings) for job in jobs]
    assert counts == [0, 3] * 3


def test_refuses_what_is_no_plan(bfi_data: cm.ResponseData, bfi_bank: ItemBank) -> None:
    with pytest.raises(TypeError, match="A plan is an EvaluationSettings, not a dict"):
        cm.evaluate(bfi_data, bfi_bank, {"n_draws": 2})
    with pytest.raises(ValidationError, match="n_draws"):
        cm.EvaluationSettings(n_draws=0)


def test_sample_size_counts_the_smallest_pair(evidence: cm.EvidenceRecord) -> None:
    (rating,) = evidence.sample_sizes
    assert rating.n == int((read_data("bfi").iloc[:, :25].notna().astype(int)).pipe(
        lambda present: present.T @ present
    ).to_numpy().min())  # fmt: skip
    assert rating.adequacy == "very good"


def test_a_form_is_evaluated_on_its_own_items() -> None:
    form = cm.load_form("communication_service_user@0.1.0/4a")
    rng = np.random.default_rng(1)
    trait = rng.standard_normal((300, 1))
    answers = np.digitize(trait + rng.standard_normal((300, 4)), [-1.5, -0.5, 0.5, 1.5])
    reversed_items = [item.is_reversed for item in form.items]
    answers[:, reversed_items] = 4 - answers[:, reversed_items]
    data = cm.read_responses(pd.DataFrame(answers, columns=form.item_ids), form)
    result = cm.evaluate(data, form, QUICK)
    assert result.instrument.reference == "communication_service_user@0.1.0/4a"
    assert [item.item_id for item in result.items] == list(form.item_ids)


def test_second_opinions_agree(evidence: cm.EvidenceRecord) -> None:
    opinions = evidence.second_opinions
    if not opinions.taken:
        assert "covalue-measures[crosscheck]" in opinions.reason
        return
    assert len(opinions.opinions) == 2 + 3 * 5 + 2 + 2
    assert all(opinion.within_tolerance for opinion in opinions.opinions)


def test_without_second_opinions_it_says_so(bfi_bank: ItemBank, monkeypatch) -> None:
    monkeypatch.setattr("covalue_measures.evaluation.second_opinions.is_available", lambda: False)
    monkeypatch.setattr(
        "covalue_measures.evaluation.second_opinions.missing_packages", lambda: ("pingouin",)
    )
    plan = cm.EvaluationSettings(n_draws=2)
    result = cm.evaluate(read_bfi(bfi_bank, read_data("bfi").head(300)), bfi_bank, plan)
    assert not result.second_opinions.taken
    assert result.second_opinions.reason.startswith("Not installed: pingouin")


def test_refuses_answers_to_another_instrument(
    bfi_data: cm.ResponseData, bfi_bank: ItemBank
) -> None:
    other = changed(bfi_bank, version="1.0.1")
    with pytest.raises(
        ResponseDataError, match=r"answers to 'bfi25@1\.0\.0'.*not to 'bfi25@1\.0\.1'"
    ):
        cm.evaluate(bfi_data, other)
    with pytest.raises(ResponseDataError, match="not a DataFrame"):
        cm.evaluate(read_data("bfi"), bfi_bank)


def test_an_instrument_is_its_bank(bfi_data: cm.ResponseData, bfi_bank: ItemBank) -> None:
    few = bfi_data.select_items(bfi_data.item_ids)
    assert few.fingerprint == bfi_data.fingerprint
    assert Instrument(bank=bfi_bank).digest == bfi_bank.digest
