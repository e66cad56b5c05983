from collections.abc import Sequence

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import data_of

import covalue_measures as cm
from covalue_measures.exceptions import InstrumentError, ResponseDataError
from covalue_measures.responses import REASONS
from covalue_measures.schema import ItemBank, MissingReason, ScoringRule
from covalue_measures.scoring import score_subscale

SKIPPED = 1 + REASONS.index(MissingReason.SKIPPED)
NOT_APPLICABLE = 1 + REASONS.index(MissingReason.NOT_APPLICABLE)


def answers_of(
    data: cm.ResponseData, rows: Sequence[Sequence[int]], reasons: Sequence[Sequence[int]]
) -> cm.ResponseData:
    return cm.ResponseData(
        instrument=data.instrument,
        items=data.items[:5],
        values=np.array(rows),
        reasons=np.array(reasons),
        intake=data.intake,
    )


def rule(method: str, minimum: int) -> ScoringRule:
    return ScoringRule.model_validate_json(
        f'{{"id": "r", "version": "1.0.0", "title": {{"en": "R"}}, "method": "{method}",'
        f' "subscale_id": "agreeableness", "minimum_answered": {minimum}}}'
    )


# psych::alpha's total mean is the mean of the respondents' item means, missing left out.
def test_means_agree_with_psych(bfi_data: cm.ResponseData) -> None:
    result = cm.score_responses(bfi_data)
    frame = data_of("bfi_A")
    n_answered = frame.notna().sum(axis=1)
    expected = frame.mean(axis=1).where(n_answered >= 4)
    name = next(s.rule.id for s in result.subscales if s.rule.subscale_id == "agreeableness")
    assert_allclose(result.scores[name], expected, rtol=1e-12)
    assert (result.is_prorated[name] == ((n_answered == 4).to_numpy())).all()


@pytest.mark.parametrize(
    ("method", "minimum", "expected"),
    [
        # a1 is mirrored on 1-6: 2 counts 5. Complete; one missing; two missing.
        ("sum", 5, [5 + 4 + 4 + 4 + 4, np.nan, np.nan]),
        ("sum", 4, [21, 5 * (5 + 4 + 4 + 4) / 4, np.nan]),
        ("mean", 3, [21 / 5, 17 / 4, 13 / 3]),
        ("mean", 1, [21 / 5, 17 / 4, 13 / 3]),
    ],
)
def test_declared_prorating(
    bfi_data: cm.ResponseData, method: str, minimum: int, expected: list[float]
) -> None:
    data = answers_of(
        bfi_data,
        [[2, 4, 4, 4, 4], [2, 4, 4, 4, 0], [2, 4, 4, 0, 0]],
        [[0] * 5, [0, 0, 0, 0, SKIPPED], [0, 0, 0, NOT_APPLICABLE, SKIPPED]],
    )
    assert_allclose(score_subscale(data, rule(method, minimum)).values, expected, rtol=1e-14)


def test_possible_range(bfi_data: cm.ResponseData) -> None:
    data = answers_of(bfi_data, [[1, 6, 6, 6, 6], [6, 1, 1, 1, 1]], [[0] * 5] * 2)
    for method, lowest, highest in (("sum", 5, 30), ("mean", 1, 6)):
        score = score_subscale(data, rule(method, 5))
        assert score.possible_range == (lowest, highest)
        assert score.values.tolist() == [highest, lowest]


def test_nobody_answered_gives_no_score_and_no_warning(bfi_data: cm.ResponseData) -> None:
    data = answers_of(bfi_data, [[0] * 5], [[SKIPPED] * 5])
    score = score_subscale(data, rule("mean", 1))
    assert np.isnan(score.values).all()
    assert not score.is_prorated.any()


def test_the_result_is_pinned(bfi_data: cm.ResponseData, bfi_bank: ItemBank) -> None:
    result = cm.score_responses(bfi_data)
    assert result.instrument == "bfi25@1.0.0"
    assert result.instrument_digest == bfi_bank.digest
    assert result.data_fingerprint == bfi_data.fingerprint


def test_refuses(bfi_data: cm.ResponseData) -> None:
    with pytest.raises(InstrumentError, match=r"declares no scoring rule 'total'; it declares \["):
        cm.score_responses(bfi_data, rule_ids=["total"])
    with pytest.raises(ResponseDataError, match=r"There is no item 'a3' in these answers"):
        score_subscale(bfi_data.select_items(["a1", "a2"]), rule("sum", 2))
