"""What is no fit, or the fit of other answers, is refused in words."""

import pytest
from reference_values import HS_ITEMS, read_data

import covalue_measures as cm
from covalue_measures.exceptions import ResponseDataError

FRAME = read_data("holzinger1939")
FIT = cm.fit_cfa(FRAME, "f =~ x1 + x2 + x3 + x4")


@pytest.mark.parametrize(
    "call",
    [
        lambda: cm.compare_models(FIT, "f =~ x1"),
        lambda: cm.estimate_composite_reliability("f"),
        lambda: cm.estimate_hierarchical_reliability("f"),
        lambda: cm.estimate_discriminant_validity("f"),
        lambda: cm.score_factors("f", FRAME),
    ],
)
def test_what_is_no_fit_is_refused(call) -> None:
    with pytest.raises(TypeError, match=r"a CfaResult.*not (from )?a str"):
        call()


@pytest.mark.parametrize("n_factors", [2.0, True, 0])
def test_the_number_of_factors_is_whole(n_factors: object) -> None:
    with pytest.raises(ValueError, match="n_factors must be a whole number from 1 on"):
        cm.fit_efa(FRAME[HS_ITEMS], n_factors)


def test_other_answers_than_those_of_the_fit_are_refused() -> None:
    shuffled = FRAME.assign(x1=FRAME["x1"].sample(frac=1, random_state=1).to_numpy())
    with pytest.raises(ResponseDataError, match="other covariances than those of the fit"):
        cm.estimate_composite_reliability(FIT, shuffled)
