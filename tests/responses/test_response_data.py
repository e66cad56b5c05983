import re
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.responses import REASONS, Group
from covalue_measures.schema import MissingReason

NAN = np.nan
AS_ANSWERED = [[0, 1, 2, 3], [4, NAN, 1, 10], [2, 2, NAN, 0]]
KEYED = [[0, 1, 2, 3], [4, NAN, 3, 10], [2, 2, NAN, 0]]


def test_sizes_and_names(answers):
    assert (answers.n_respondents, answers.n_items) == (3, 4)
    assert answers.item_ids == ("vis1", "vis2", "vis3", "vis4")
    assert [scale.id for scale in answers.response_scales] == ["freq5", "freq5", "freq5", "grade11"]
    assert answers.reversed_items == ("vis3",)
    assert answers.is_answered.sum() == 10


def test_reasons_cover_every_kind_of_missing():
    assert set(REASONS) == set(MissingReason)


def test_negatively_keyed_items_are_mirrored_within_their_scale(answers):
    np.testing.assert_array_equal(answers.to_array(), KEYED)
    np.testing.assert_array_equal(answers.to_array(keyed=False), AS_ANSWERED)


def test_mirroring_goes_by_the_lowest_and_highest_category(bfi_data):
    column = bfi_data.item_ids.index("a1")
    answered = bfi_data.is_answered[:, column]
    values = bfi_data.values[answered, column]
    np.testing.assert_array_equal(bfi_data.to_array()[answered, column], 7 - values)


def test_frame_has_item_ids_and_row_numbers(answers):
    frame = answers.to_frame()
    assert list(frame.columns) == list(answers.item_ids)
    assert frame.index.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(frame.to_numpy(), KEYED)
    np.testing.assert_array_equal(answers.to_frame(keyed=False).to_numpy(), AS_ANSWERED)


def test_select_items_keeps_rows_and_takes_the_order_given(answers):
    chosen = answers.select_items(["vis3", "vis1"])
    assert chosen.item_ids == ("vis3", "vis1")
    assert chosen.values.tolist() == [[2, 0], [1, 4], [0, 2]]
    assert chosen.reasons.tolist() == answers.reasons[:, [2, 0]].tolist()
    assert chosen.groups == answers.groups
    assert chosen.respondent_ids == answers.respondent_ids
    assert answers.n_items == 4


def test_select_unknown_item(answers):
    message = (
        "There is no item 'vis9' in these answers to 'visits@1.0.0'; there are ['vis1', 'vis2',"
        " 'vis3', 'vis4']."
    )
    with pytest.raises(ResponseDataError, match=f"^{re.escape(message)}$"):
        answers.select_items(["vis1", "vis9"])


def test_select_subscale(answers):
    assert answers.select_subscale("contact").item_ids == ("vis1", "vis2", "vis3")
    with pytest.raises(KeyError, match=r"'visits@1\.0\.0' has no subscale 'comfort'"):
        answers.select_subscale("comfort")


def test_matrices_are_read_only(answers):
    chosen = answers.select_items(["vis1"])
    for matrix in (answers.values, answers.reasons, chosen.values, chosen.reasons):
        with pytest.raises(ValueError, match="read-only"):
            matrix[0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        answers.values = answers.reasons


def test_derived_arrays_are_the_callers_own(answers):
    answers.to_array()[0, 0] = 9
    assert answers.to_array()[0, 0] == 0


def changed(matrix, value):
    copy = matrix.copy()
    copy[1, 1] = value
    return copy


def test_fingerprint_is_that_of_the_answers_alone(answers):
    assert re.fullmatch("[0-9a-f]{64}", answers.fingerprint)
    assert replace(answers, respondent_ids=None).fingerprint == answers.fingerprint
    assert replace(answers, respondent_ids=("a", "b", "c")).fingerprint == answers.fingerprint
    record = answers.intake.model_copy(update={"source": "other.csv", "layout": "parquet"})
    assert replace(answers, intake=record).fingerprint == answers.fingerprint
    narrow = replace(answers, values=answers.values.astype(np.int8))
    assert narrow.fingerprint == answers.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: {"values": changed(data.values, 3)}, id="one_cell"),
        pytest.param(
            lambda data: {"reasons": changed(data.reasons, 1 + REASONS.index("not_asked"))},
            id="one_reason",
        ),
        pytest.param(
            lambda data: {"groups": (Group(name="sex", labels=("f", "m", "m")),)}, id="one_label"
        ),
        pytest.param(
            lambda data: {"groups": (Group(name="site", labels=("f", "m", "")),)}, id="group_name"
        ),
        pytest.param(lambda data: {"groups": ()}, id="no_group"),
        pytest.param(
            lambda data: {"values": data.values[::-1], "reasons": data.reasons[::-1]},
            id="row_order",
        ),
        pytest.param(lambda data: {"items": data.items[::-1]}, id="item_order"),
    ],
)
def test_fingerprint_changes_with_anything_answered(answers, change):
    assert replace(answers, **change(answers)).fingerprint != answers.fingerprint


def test_repr_shows_neither_ids_nor_answers_nor_labels(answers):
    shown = repr(replace(answers, groups=(Group(name="sex", labels=("woman", "man", "x")),)))
    for private in ("P-0017", "woman", "array", "visits.csv"):
        assert private not in shown


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"reasons": np.zeros((3, 3), dtype=np.int64)},
            "Values (3, 4) and reasons (3, 3) must both be (n_respondents, 4).",
        ),
        (
            {"values": np.zeros((3, 5), dtype=np.int64)},
            "Values (3, 5) and reasons (3, 4) must both be (n_respondents, 4).",
        ),
        (
            {"groups": (Group(name="sex", labels=("f",)),)},
            "Group 'sex' has 1 labels for 3 respondents.",
        ),
    ],
)
def test_shapes_must_agree(answers, change, message):
    with pytest.raises(ResponseDataError, match=f"^{re.escape(message)}"):
        replace(answers, **change)
