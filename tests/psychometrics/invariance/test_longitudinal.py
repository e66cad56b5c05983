from typing import Any

import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference
from structural_cases import frame_of

import covalue_measures as cm
from covalue_measures.exceptions import ModelError

DEMOCRACY = "dem60 =~ y1 + y2 + y3 + y4\ndem65 =~ y5 + y6 + y7 + y8"
OCCASIONS = {"democracy": ["dem60", "dem65"]}
TWICE = "f1 =~ a1 + b1 + c1 + d1\nf2 =~ a2 + b2 + c2 + d2"
LEVELS = {
    "configural": "configural",
    "thresholds": "threshold",
    "metric": "metric",
    "thr_load": "metric",
    "scalar": "scalar",
    "thr_load_int": "scalar",
    "strict": "strict",
}
#: Divided by all parameters in R, equal ones counted each; by the free ones here.
OTHER_DIVISOR = "scaling.factor.h0"


def agree(result: cm.InvarianceResult, name: str) -> None:
    values = reference(name)
    for theirs, level in values["levels"].items():
        for key, value in level["fit_measures"].items():
            if value is None or key == OTHER_DIVISOR:
                continue
            ours = result.levels.loc[LEVELS[theirs], key.replace(".", "_")]
            assert_allclose(ours, value, rtol=1e-4, atol=1e-6, err_msg=key)
    tests = [frame_of(table).iloc[1] for table in values["lrt_adjacent"].values()]
    for test, (_, row) in zip(tests, result.comparisons.iterrows(), strict=True):
        assert_allclose(row["chisq_diff"], test["Chisq diff"], rtol=1e-4)
        assert row["df_diff"] == test["Df diff"]


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_numeric_items_agree_with_semtools(estimator: str) -> None:
    data = read_data("political_democracy")
    result = cm.fit_longitudinal_invariance(
        data, DEMOCRACY, occasions=OCCASIONS, estimator=estimator
    )
    agree(result, f"longitudinal_democracy_{estimator.lower()}")


def test_ordinal_items_agree_with_semtools() -> None:
    result = cm.fit_longitudinal_invariance(
        read_data("two_occasions"),
        TWICE,
        occasions={"f": ["f1", "f2"]},
        estimator="WLSMV",
        labels=["before", "after"],
    )
    agree(result, "longitudinal_ordinal_theta")
    assert result.units == ("before", "after")
    assert (result.settings.across, result.group_name) == ("occasions", "occasion")
    # The data were made with another intercept of c on the second occasion.
    worst = result.releases[result.releases["level"] == "scalar"].iloc[0]
    assert (worst["lhs"], worst["op"], worst["unit"]) == ("c1", "~1", "after")


def test_written_residual_covariances_are_not_added_twice() -> None:
    data = read_data("political_democracy")
    written = DEMOCRACY + "\n" + "\n".join(f"y{k} ~~ y{k + 4}" for k in range(1, 5))
    one, other = (
        cm.fit_longitudinal_invariance(data, model, occasions=OCCASIONS)
        for model in (DEMOCRACY, written)
    )
    assert_allclose(one.levels["chisq"], other.levels["chisq"], rtol=1e-10)


def test_a_freed_parameter_is_named_as_on_the_first_occasion() -> None:
    result = cm.fit_longitudinal_invariance(
        read_data("two_occasions"),
        TWICE,
        occasions={"f": ["f1", "f2"]},
        estimator="WLSMV",
        partial=["c1~1"],
    )
    assert result.comparisons.loc["scalar", "pvalue"] > 0.05


@pytest.mark.parametrize(
    ("model", "occasions", "words"),
    [
        (DEMOCRACY, {"d": ["dem60"]}, "two or more"),
        (DEMOCRACY, {"d": "dem60"}, r"occasions\['d'\] is a list of factors, not 'dem60'"),
        (DEMOCRACY, ["dem60", "dem65"], r"occasions maps every construct .* \['dem60', 'dem65'\]"),
        (DEMOCRACY, {"d": ["dem60", "dem60"]}, "'dem60' twice, for 'd' and 'd'"),
        (DEMOCRACY, {"d": ["dem60", "dem65"], "e": ["dem65", "dem60"]}, "'dem65' twice, .* 'e'"),
        (DEMOCRACY, {"d": ["dem60", "dem70"]}, "'dem70', which the model does not have"),
        ("dem60 =~ y1 + y2 + y3\ndem65 =~ y5 + y6 + y7 + y8", OCCASIONS, "4 items, 'dem60' 3"),
    ],
)
def test_occasions_that_do_not_match_are_refused(model: str, occasions: Any, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        cm.fit_longitudinal_invariance(read_data("political_democracy"), model, occasions=occasions)


def test_a_category_of_only_one_occasion_is_named() -> None:
    data = read_data("two_occasions").replace({"b2": {4: 3}})
    with pytest.raises(ModelError, match=r"Category 4 .* 'b1' and 'b2'.*collapse"):
        cm.fit_longitudinal_invariance(
            data, TWICE, occasions={"f": ["f1", "f2"]}, estimator="WLSMV"
        )


def test_labels_must_be_as_many_as_occasions() -> None:
    with pytest.raises(ModelError, match="3 labels were given for 2 occasions"):
        cm.fit_longitudinal_invariance(
            read_data("political_democracy"), DEMOCRACY, occasions=OCCASIONS, labels=["a", "b", "c"]
        )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"levels": "metric"}, "levels is a list of levels of invariance, not 'metric'"),
        ({"partial": "y2~1"}, "partial is a list of parameters, not 'y2~1'"),
        ({"labels": "ab"}, "labels is a list of names of occasions, not 'ab'"),
    ],
)
def test_text_is_no_list(options: dict[str, Any], words: str) -> None:
    data = read_data("political_democracy")
    with pytest.raises(ModelError, match=words):
        cm.fit_longitudinal_invariance(data, DEMOCRACY, occasions=OCCASIONS, **options)
