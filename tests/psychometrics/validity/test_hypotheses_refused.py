from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from reference_values import read_data

from covalue_measures.exceptions import ModelError, ResponseDataError
from covalue_measures.psychometrics.validity.hypotheses import check_hypotheses

SAT = read_data("sat_act")
ROW = {"first": "ACT", "second": "SATV", "lower": 0.5}


@pytest.mark.parametrize(
    ("hypotheses", "message"),
    [
        ([], "no hypothesis to check"),
        (ROW, r"not one dict; did you mean \[hypothesis\]\?"),
        ([1], "Hypothesis h1 is 1, not a mapping such as"),
        ([ROW | {"min": 0.5}], "'h1' has the field 'min'; there are id, statement, first"),
        ([{"second": "a", "lower": 0.5}], "'h1' does not say its 'first' column"),
        ([ROW | {"lower": "half"}], "'h1' has a lower end of 'half', which is no number"),
        ([ROW | {"lower": True}], "'h1' has a lower end of True, which is no number"),
        ([ROW | {"lower": 1.5}], "'h1': its lower end is 1.5, but pearson lies between -1 and 1"),
        ([ROW | {"lower": None}], "'h1': it has neither a lower nor an upper end"),
        ([ROW | {"statistic": "kendall"}], "'h1' is about 'kendall'; there are pearson, spearman"),
        ([ROW | {"statistic": "cohens_d"}], "needs the labels 'high' and 'low'"),
        ([ROW | {"high": 1}], "needs two different groups, not high=1 and low=None"),
        ([ROW | {"high": 1, "low": 2, "statistic": "pearson"}], "cohens_d, and it alone"),
        ([ROW | {"below": "h9"}], "is to lie below 'h9', which is not among the hypotheses: h1"),
        ([ROW | {"id": "a"}, ROW | {"id": "a"}], "Two hypotheses are called 'a'"),
        ([ROW | {"strength": "weak"}], "of strength 'weak', not 'main' or 'supporting'"),
    ],
)
def test_a_bad_hypothesis_is_refused(hypotheses: Any, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        check_hypotheses(SAT, hypotheses)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: check_hypotheses(SAT, [ROW], method="kendall"), ValueError, "method must be one"),
        (lambda: check_hypotheses(SAT, [ROW], confidence_level=95), ValueError, "between 0 and 1"),
        (lambda: check_hypotheses(SAT.to_numpy(), [ROW]), ResponseDataError, "Scores are a DataF"),
        (
            lambda: check_hypotheses(SAT.astype({"ACT": str}), [ROW]),
            ResponseDataError,
            "Column 'ACT' holds the text",
        ),
        (
            lambda: check_hypotheses(pd.concat([SAT, SAT[["ACT"]]], axis=1), [ROW]),
            ResponseDataError,
            "Two columns are named 'ACT'",
        ),
    ],
)
def test_bad_options_and_scores_are_refused(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        call()
