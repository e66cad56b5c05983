import warnings
from itertools import pairwise

import pytest

import covalue_measures as cm
from covalue_measures.evaluation.cross_cultural_validity import (
    rate_cross_cultural_validity,
    rate_without_groups,
)
from covalue_measures.evaluation.evidence import (
    AlphaRecord,
    EmptyCategoryRecord,
    FactorModelRecord,
    FitRecord,
    InvarianceComparisonRecord,
    InvarianceCutOffs,
    InvarianceGroup,
    InvarianceLevelRecord,
    InvarianceRecord,
    Rating,
    SubscaleRecord,
)
from covalue_measures.evaluation.internal_consistency import rate_internal_consistency
from covalue_measures.evaluation.rule_set import load_rule_set
from covalue_measures.evaluation.sample_size import rate_factor_analysis_sample
from covalue_measures.evaluation.structural_validity import rate_structural_validity
from covalue_measures.exceptions import InstrumentError, MeasuresWarning

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


def fit_of(**indices: float) -> FitRecord:
    names = ("cfi", "tli", "rmsea", "srmr")
    return FitRecord(
        statistic=120.0,
        df=26,
        p=0.0,
        scaled_statistic=None,
        scaled_df=None,
        scaled_p=None,
        scaling_factor=None,
        cfi_version="robust",
        tli_version="robust",
        rmsea_version="robust",
        rmsea_lower=None,
        rmsea_upper=None,
        rmsea_close_p=None,
        log_likelihood=None,
        aic=None,
        bic=None,
        **{name: indices.get(name) for name in names},
    )


def model_of(fit: FitRecord | None, *problems: str) -> FactorModelRecord:
    return FactorModelRecord(
        subject="instrument",
        syntax="trust =~ t1 + t2 + t3",
        kind="one_factor",
        factors=("trust",),
        general_factor=None,
        item_ids=("t1", "t2", "t3"),
        estimator="WLSMV",
        parameterization="delta",
        missing="pairwise",
        correlation="polychoric",
        confidence_level=0.95,
        n_respondents=300,
        n_used=300,
        n_parameters=6,
        converged=fit is not None,
        problems=problems,
        fit=fit,
        loadings=(),
        factor_loadings=(),
        factor_correlations=(),
        r_squared=(),
        reliability=(),
        htmt=(),
        residuals=None,
        modifications=(),
    )


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
    ],
)
def test_structural_validity(fit: dict[str, float], expected: str, reason: str) -> None:
    rating = rate_structural_validity(RULES.structural_validity, model_of(fit_of(**fit)), None)
    assert rating.rating == expected
    assert rating.reason.startswith(reason)
    assert rating.value.endswith("(robust) (n = 300)")


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (model_of(None, "It did not converge."), "The confirmatory model has no solution"),
        (model_of(fit_of(cfi=0.99), "A Heywood case."), "The confirmatory solution is improper"),
    ],
)
def test_improper_solutions_are_not_rated(model: FactorModelRecord, reason: str) -> None:
    rating = rate_structural_validity(RULES.structural_validity, model, None)
    assert rating.rating == "?"
    assert rating.reason.startswith(reason)


def invariance_of(highest: str | None, **update: object) -> InvarianceRecord:
    names = ("configural", "metric", "scalar", "strict")
    cut_offs = InvarianceCutOffs(cfi_fall=0.01, rmsea_rise=0.015, srmr_rise=0.01)
    reached = -1 if highest is None else names.index(highest)
    comparisons = tuple(
        InvarianceComparisonRecord(
            from_level=looser,
            to_level=stricter,
            chi_square_difference=4.0,
            df_difference=3,
            p=0.2,
            method="Satorra (2000)",
            delta_cfi=-0.02 if place > reached else 0.0,
            delta_rmsea=0.0,
            delta_srmr=0.0,
            cut_offs=cut_offs,
            exceeded=("cfi",) if place > reached else (),
            holds=place <= reached,
        )
        for place, (looser, stricter) in enumerate(pairwise(names), start=1)
    )
    content = {
        "group_name": "country",
        "subject": "instrument",
        "groups": (InvarianceGroup(label="se", n=210), InvarianceGroup(label="us", n=190)),
        "estimator": "WLSMV",
        "parameterization": "theta",
        "identification": "",
        "missing": "pairwise",
        "n_used": 400,
        "levels": tuple(
            InvarianceLevelRecord(
                name=name, constrained="", fit=None, converged=highest is not None
            )
            for name in names
        ),
        "comparisons": comparisons,
        "rule": "",
        "source": "",
        "highest_level": highest,
        "empty_categories": (),
        "releases": (),
        "problems": (),
    }
    return InvarianceRecord.model_validate(content | update)


@pytest.mark.parametrize(
    ("highest", "structure", "expected", "reason"),
    [
        ("strict", "+", "+", "The levels up to strict hold"),
        ("scalar", "+", "+", "The levels up to scalar hold"),
        ("metric", "+", "-", "The level scalar does not hold: CFI got worse"),
        ("configural", "+", "-", "The level metric does not hold"),
        ("strict", "-", "?", "The levels up to strict hold by their cut-offs. It is not rated"),
        (None, "+", "?", "Not compared: the model could not be fitted"),
    ],
)
def test_cross_cultural_validity(
    highest: str | None, structure: str, expected: str, reason: str
) -> None:
    rating = rate_cross_cultural_validity(
        RULES.cross_cultural_validity, invariance_of(highest), structural(structure)
    )
    assert (rating.rating, rating.subject) == (expected, "instrument, by country")
    assert rating.reason.startswith(reason)


def test_groups_that_were_not_compared_say_why() -> None:
    empty = (EmptyCategoryRecord(item_id="t2", category=4, group="us"),)
    rating = rate_cross_cultural_validity(
        RULES.cross_cultural_validity,
        invariance_of(None, levels=(), empty_categories=empty),
        structural("+"),
    )
    assert rating.reason == "Not compared: no one in group 'us' chose category 4 of 't2'."
    few = invariance_of(None, levels=(), problems=("Fewer than two groups have enough.",))
    rating = rate_cross_cultural_validity(RULES.cross_cultural_validity, few, structural("+"))
    assert rating.reason == "Not compared: fewer than two groups have enough."
    assert not rate_without_groups(RULES.cross_cultural_validity).assessed


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


def test_fit_in_an_inadequate_sample_is_shown_and_not_rated() -> None:
    bank = cm.load_form("communication_service_user@0.2.0/4a")
    data = cm.simulate_responses(bank, 16, seed=3)
    plan = cm.EvaluationSettings(n_draws=2, second_opinions=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MeasuresWarning)
        evidence = cm.evaluate(data, bank, plan)
    structural = evidence.ratings[0]
    assert evidence.sample_sizes[0].adequacy == "inadequate"
    assert structural.rating == "?"
    assert structural.value.startswith("CFI")
    assert structural.reason.endswith("the sample is inadequate for a factor analysis.")
    assert {rating.rating for rating in evidence.ratings} == {"?"}
