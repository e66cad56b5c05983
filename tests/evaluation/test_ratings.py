import pytest

from covalue_measures.evaluation.evidence import AlphaRecord, Rating, SubscaleRecord
from covalue_measures.evaluation.internal_consistency import rate_internal_consistency
from covalue_measures.evaluation.rule_set import load_rule_set
from covalue_measures.evaluation.sample_size import rate_factor_analysis_sample
from covalue_measures.evaluation.structural_validity import StructuralFit, rate_structural_validity
from covalue_measures.exceptions import InstrumentError

RULES = load_rule_set("cosmin_2018")


def alpha_of(value: float) -> AlphaRecord:
    return AlphaRecord(
        alpha=value,
        interval_lower=value - 0.05,
        interval_upper=value + 0.05,
        confidence_level=0.95,
        standardized_alpha=value,
        ordinal_alpha=None,
        n_respondents=120,
        n_complete=118,
        missing="pairwise",
        items=(),
    )


def subscale(model: str, value: float | None) -> SubscaleRecord:
    return SubscaleRecord(
        subscale_id="trust",
        title="Trust",
        measurement_model=model,
        item_ids=("t1", "t2"),
        alpha=None if value is None else alpha_of(value),
        omega=None,
        scores=(),
    )


def structural(rating: str) -> Rating:
    return Rating(
        measurement_property="structural validity",
        subject="instrument",
        rating=rating,
        value="",
        threshold="",
        source="",
        reason="",
    )


# Prinsen et al. (2018), table 1: at least low evidence for sufficient structural validity AND
# alpha >= .70 for each unidimensional scale.
@pytest.mark.parametrize(
    ("value", "structure", "expected"),
    [
        (0.70, "+", "+"),
        (0.699, "+", "-"),
        (0.95, "?", "?"),
        (0.95, "-", "?"),
        (0.20, "?", "?"),
        (None, "+", "?"),
    ],
)
def test_internal_consistency(value: float | None, structure: str, expected: str) -> None:
    rating = rate_internal_consistency(
        RULES.internal_consistency, subscale("reflective", value), structural(structure)
    )
    assert rating.rating == expected
    if value is not None:
        assert f"alpha {value:.3f}" in rating.value
        assert "(n = 120)" in rating.value


def test_formative_subscales_are_not_rated() -> None:
    rating = rate_internal_consistency(
        RULES.internal_consistency, subscale("formative", None), structural("+")
    )
    assert (rating.rating, rating.value) == ("?", "")
    assert rating.reason.startswith("Does not apply")


# The criteria are joined by OR, and their limits are not met by equality.
@pytest.mark.parametrize(
    ("fit", "expected", "reason"),
    [
        ({"cfi": 0.951, "tli": 0.90, "rmsea": 0.09, "srmr": 0.09}, "+", "CFI meets"),
        ({"cfi": 0.90, "tli": 0.951, "rmsea": 0.09, "srmr": 0.09}, "+", "TLI meets"),
        ({"cfi": 0.90, "tli": 0.90, "rmsea": 0.059, "srmr": 0.09}, "+", "RMSEA meets"),
        ({"cfi": 0.90, "tli": 0.90, "rmsea": 0.09, "srmr": 0.079}, "+", "SRMR meets"),
        ({"cfi": 0.95, "tli": 0.95, "rmsea": 0.06, "srmr": 0.08}, "-", "None of CFI, TLI"),
        ({"cfi": 0.97, "rmsea": 0.05}, "+", "CFI and RMSEA meet the"),
        ({"cfi": 0.90}, "-", "None of CFI meets"),
        ({}, "?", "No confirmatory model"),
    ],
)
def test_structural_validity(fit: dict[str, float], expected: str, reason: str) -> None:
    rating = rate_structural_validity(
        RULES.structural_validity, StructuralFit(n_respondents=300, **fit), None
    )
    assert rating.rating == expected
    assert rating.reason.startswith(reason)


def test_no_model_is_indeterminate() -> None:
    rating = rate_structural_validity(RULES.structural_validity, None, None)
    assert rating.rating == "?"
    assert "The number of factors was not examined either." in rating.reason


# Mokkink et al. (2018), box 3: 7 an item and 100; 5 an item and 100, or 6 an item; 5 an item.
@pytest.mark.parametrize(
    ("n", "n_items", "expected"),
    [
        (175, 25, "very good"),
        (174, 25, "adequate"),
        (125, 25, "adequate"),
        (124, 25, "inadequate"),
        (99, 10, "adequate"),
        (60, 10, "adequate"),
        (59, 10, "doubtful"),
        (50, 10, "doubtful"),
        (49, 10, "inadequate"),
        (100, 10, "very good"),
    ],
)
def test_sample_size(n: int, n_items: int, expected: str) -> None:
    rating = rate_factor_analysis_sample(
        RULES.factor_analysis_sample, n=n, n_items=n_items, subject="instrument"
    )
    assert rating.adequacy == expected


def test_an_unknown_rule_set_lists_the_known() -> None:
    with pytest.raises(
        InstrumentError, match=r"no rule set 'cosmin_1'; there are \['cosmin_2018'\]"
    ):
        load_rule_set("cosmin_1")
