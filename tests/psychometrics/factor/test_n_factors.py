import numpy as np
import pandas as pd
import pytest
from factor_cases import correlations_of
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.psychometrics.factor import NFactorsResult


def suggest(name: str) -> NFactorsResult:
    if name == "bfi25_poly":
        frame = read_data("bfi")[BFI_ITEMS].dropna()
        return cm.suggest_n_factors(frame, correlation="polychoric", n_draws=5)
    return cm.suggest_n_factors(correlations_of(name), reference="normal", n_draws=20)


def votes_of(result: NFactorsResult) -> dict[str, int]:
    return dict(zip(result.votes["criterion"], result.votes["n_factors"], strict=True))


# psych::vss, EFA.dimensions::MAP, EFAtools::EKC and KGC; closed forms. The polychoric matrix is
# lavaan's, which agrees with ours to about 1e-6.
@pytest.mark.parametrize("name", ["bfi25", "bfi25_poly", "hs9", "thurstone", "reise16"])
def test_agrees_with_other_programs(name: str) -> None:
    result = suggest(name)
    rtol = 1e-5 if name == "bfi25_poly" else 1e-8
    partial = result.minimum_average_partial
    psych = reference(f"vss_map_{name}")
    assert_allclose(partial.loc[1:8, "squared"], psych["map"], rtol=rtol)
    kaiser = reference(f"efatools_retention_{name}")["EKC_BvA2017"]
    assert_allclose(result.empirical_kaiser["eigenvalue"], kaiser["eigenvalues"], rtol=rtol)
    references = kaiser["references"]["columns"]["BvA2017"]
    assert_allclose(result.empirical_kaiser["reference"], references, rtol=rtol)
    votes = votes_of(result)
    dimensions = reference(f"efadimensions_map_{name}")
    assert votes["minimum_average_partial"] == dimensions["NfactorsMAP"]
    assert votes["minimum_average_partial_fourth_power"] == dimensions["NfactorsMAP4"]
    assert votes["empirical_kaiser"] == kaiser["n_factors_BvA2017"]
    guttman = reference(f"efatools_retention_{name}")["KGC"]
    assert votes["kaiser_guttman"] == guttman["n_fac_PCA"]


def test_every_criterion_votes_and_names_its_source() -> None:
    result = cm.suggest_n_factors(read_data("holzinger1939")[HS_ITEMS], n_draws=50)
    votes = votes_of(result)
    assert votes == {
        "parallel_analysis_components": result.n_components,
        "parallel_analysis_factors": result.n_factors,
        "minimum_average_partial": 2,
        "minimum_average_partial_fourth_power": 3,
        "empirical_kaiser": 3,
        "hull": 3,
        "kaiser_guttman": 3,
    }
    assert result.votes["source"].str.contains(r"\(\d{4}\), doi:10\.").all()
    assert list(result.hull.index) == list(range(max(result.n_components, result.n_factors) + 2))
    assert result.hull["scree_test"].idxmax() == 3


def test_clear_structure_is_found_by_all_that_vote() -> None:
    rng = np.random.default_rng(7)
    factors = rng.normal(size=(1000, 3)).repeat(5, axis=1)
    answers = 0.8 * factors + 0.6 * rng.normal(size=(1000, 15))
    result = cm.suggest_n_factors(answers, n_draws=20)
    votes = votes_of(result)
    # A fourth factor lowers the common part accounted for, which leaves three at the hull's end.
    assert result.hull["fit"].idxmax() == 3
    assert votes.pop("hull") is pd.NA
    assert set(votes.values()) == {3}


def test_order_of_items_does_not_matter() -> None:
    given = correlations_of("reise16")
    mirrored = given.select(given.item_ids[::-1])
    results = [
        cm.suggest_n_factors(each, reference="normal", n_draws=5) for each in (given, mirrored)
    ]
    assert votes_of(results[0]) == votes_of(results[1])


def test_comparison_data_vote_if_asked() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    results = [cm.suggest_n_factors(frame, n_draws=5, comparison_data=True, seed=3) for _ in "ab"]
    assert votes_of(results[0])["comparison_data"] == 3
    pd.testing.assert_frame_equal(results[0].comparison_data, results[1].comparison_data)
    assert list(results[0].comparison_data.index) == [1, 2, 3, 4]
    assert results[0].comparison_data["pvalue"].iloc[-1] >= 0.3
    assert (results[0].votes["reason"] == "").all()
    unasked = cm.suggest_n_factors(frame, n_draws=5)
    assert "comparison_data" not in votes_of(unasked)
    assert len(unasked.comparison_data) == 0


def test_comparison_data_say_why_they_abstain() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    spoiled = frame.copy()
    spoiled.iloc[9:, 0] = np.nan
    lone = frame.copy()
    # The first item varies only where one of two others is missing.
    lone.loc[20:, "x1"] = 5.0
    lone.loc[:9, "x2"] = np.nan
    lone.loc[10:19, "x3"] = np.nan
    cases = [
        (correlations_of("hs9"), "normal", "need the answers, not their correlations"),
        (spoiled, "permuted", "here are 9 and 9"),
        (lone, "permuted", "does not vary among the respondents"),
    ]
    for data, kind, reason in cases:
        result = cm.suggest_n_factors(data, n_draws=5, reference=kind, comparison_data=True)
        votes = result.votes.set_index("criterion")
        assert votes.loc["comparison_data", "n_factors"] is pd.NA
        assert reason in votes.loc["comparison_data", "reason"]


def test_hull_abstains_without_a_positive_definite_matrix() -> None:
    answers = np.random.default_rng(2).normal(size=(200, 6))
    answers[:, 5] = answers[:, 0]
    result = cm.suggest_n_factors(answers, n_draws=5)
    assert votes_of(result)["hull"] is pd.NA
    reasons = result.votes.set_index("criterion")["reason"]
    assert reasons["hull"] == "The correlations are not positive definite."
    assert len(result.hull) == 0
    # The last components leave the doubled item nothing to correlate.
    assert result.minimum_average_partial["squared"].isna().any()


def test_hull_abstains_where_nothing_lies_between() -> None:
    result = cm.suggest_n_factors(read_data("holzinger1939")[HS_ITEMS[:3]], n_draws=5)
    assert votes_of(result)["hull"] is pd.NA
    assert list(result.hull["df"]) == [3, 0]


def test_refuses() -> None:
    given = correlations_of("thurstone")
    with pytest.raises(ValueError, match="need the answers"):
        cm.suggest_n_factors(given)
    with pytest.raises(ValueError, match="have no categories"):
        cm.suggest_n_factors(
            read_data("bfi")[BFI_ITEMS[:5]], correlation="polychoric", reference="normal"
        )
    with pytest.raises(InsufficientDataError, match="at least 3 items, got 2"):
        cm.suggest_n_factors(read_data("bfi")[BFI_ITEMS[:2]])
