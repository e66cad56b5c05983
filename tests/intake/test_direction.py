import warnings

import numpy as np
import pandas as pd
import pytest

from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.intake import read_responses

MESSAGE = (
    r"^Item 'vis3' is negatively keyed, but its answers rise with those to the positively keyed"
    r" items of 'contact' \(r = 0\.\d\d, n = {n}\)\. Were they mirrored already\?"
)


def frame(n, *, mirrored, noise=0.8):
    rng = np.random.default_rng(7)
    trait = rng.normal(size=n)
    answers = {
        name: np.clip(np.rint(2 + trait + noise * rng.normal(size=n)), 0, 4).astype(int)
        for name in ("vis1", "vis2", "vis3")
    }
    if not mirrored:
        answers["vis3"] = 4 - answers["vis3"]
    return pd.DataFrame(answers | {"vis4": 5})


def test_answers_that_were_mirrored_before_are_told(visits):
    with pytest.warns(DataQualityWarning, match=MESSAGE.format(n=200)):
        read_responses(frame(200, mirrored=True), visits)


def test_nothing_is_mirrored_back(visits):
    answers = frame(200, mirrored=True)
    with pytest.warns(DataQualityWarning):
        data = read_responses(answers, visits)
    assert (data.to_array(keyed=False) == answers.to_numpy()).all()


def test_missing_answers_are_left_out(visits):
    answers = frame(200, mirrored=True).astype("Int64")
    answers.loc[:49, "vis3"] = pd.NA
    answers.loc[50:59, ["vis1", "vis2"]] = pd.NA
    answers.loc[60:99, "vis1"] = pd.NA
    with pytest.warns(DataQualityWarning, match=MESSAGE.format(n=140)):
        read_responses(answers, visits)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(frame(200, mirrored=False), id="as_given"),
        pytest.param(frame(29, mirrored=True), id="too_few"),
        pytest.param(frame(200, mirrored=True, noise=9), id="unrelated"),
        pytest.param(frame(200, mirrored=True).assign(vis3=2), id="constant"),
    ],
)
def test_otherwise_nothing_is_said(visits, answers):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_responses(answers, visits)


def test_the_example_runs_the_right_way(bfi_data):
    # Reading it gave no warning, which is an error here, and seven of its items are mirrored.
    assert len(bfi_data.reversed_items) == 7
