from math import comb, sqrt

import numpy as np
import pandas as pd
import pytest
from content_validity_cases import review, round_of
from reference_values import reference
from scipy.stats import norm

from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.psychometrics.content_validity import (
    RaterGroupResults,
    estimate_content_validity,
    kappa_band,
)

PUBLISHED = reference("content_validity_published")
QUESTIONS = ["relevance", "clarity", "meaningfulness", "completeness"]

#: Six raters, three items, one rating missing; by hand below.
RATINGS = pd.DataFrame(
    {"a1": [4, 3, 4, 4, 3, 4], "a2": [4, 2, 3, np.nan, 1, 4], "a3": [1, 2, 1, 2, 3, 1]}
)


def ratings_with(counts: list[list[float]]) -> pd.DataFrame:
    """Return ratings 4 and 1 with so many raters and so many who found the item relevant."""
    columns = {}
    for number, (n, agreed, *_) in enumerate(counts):
        n, agreed = int(n), int(agreed)
        columns[f"q{number}"] = [4] * agreed + [1] * (n - agreed) + [np.nan] * (10 - n)
    return pd.DataFrame(columns)


@pytest.mark.parametrize("question", QUESTIONS)
def test_indices_as_published(question: str) -> None:
    published = PUBLISHED["stroke_questions"]
    result = estimate_content_validity(ratings_with(published[question]))
    printed = np.array(published[question])
    items = result.item_statistics
    np.testing.assert_array_equal(items["n"], printed[:, 0])
    np.testing.assert_array_equal(items["n_relevant"], printed[:, 1])
    np.testing.assert_allclose(items["i_cvi"], printed[:, 2], atol=0.005)
    np.testing.assert_allclose(items["p_chance"], printed[:, 3], atol=0.0005)
    np.testing.assert_allclose(items["modified_kappa"], printed[:, 4], atol=0.005)
    stars = {4: "excellent", 3: "good"}
    assert items["modified_kappa_band"].tolist() == [stars[int(n)] for n in printed[:, 5]]
    assert result.s_cvi_ave == pytest.approx(published["s_cvi_ave"][question], abs=0.005)
    # 1 of 6 is printed as .16: cut off, not rounded.
    assert result.s_cvi_ua == pytest.approx(published["s_cvi_ua"][question], abs=0.01)


def test_scale_indices_of_published_ratings() -> None:
    published = PUBLISHED["six_experts"]
    result = estimate_content_validity(np.array(published["ratings"]).T)
    items = result.item_statistics
    np.testing.assert_array_equal(items["n_relevant"], published["n_relevant"])
    np.testing.assert_allclose(items["i_cvi"], published["i_cvi"], atol=0.005)
    assert result.s_cvi_ave == pytest.approx(published["s_cvi_ave"], abs=0.005)
    assert result.s_cvi_ua == pytest.approx(published["s_cvi_ua"], abs=0.005)
    assert (result.n_raters, result.n_items) == (6, 12)


def test_a_worked_example() -> None:
    result = estimate_content_validity(RATINGS)
    items = result.item_statistics
    assert items.index.tolist() == ["a1", "a2", "a3"]
    assert items["n"].tolist() == [6, 5, 6]
    assert items["missing"].tolist() == [0, 1, 0]
    assert items["n_relevant"].tolist() == [6, 3, 1]
    np.testing.assert_allclose(items["i_cvi"], [1, 3 / 5, 1 / 6])
    np.testing.assert_allclose(items["p_chance"], [1 / 64, 10 / 32, 6 / 64])
    kappas = [1, (0.6 - 0.3125) / 0.6875, (1 / 6 - 0.09375) / 0.90625]
    np.testing.assert_allclose(items["modified_kappa"], kappas)
    assert items["modified_kappa_band"].tolist() == ["excellent", "fair", "poor"]
    np.testing.assert_allclose(items["mean"], [22 / 6, 14 / 5, 10 / 6])
    np.testing.assert_allclose(items["aiken_v"], [16 / 18, 9 / 15, 4 / 18])
    # 14 of 18 and 13 of 15 are the least significant sums.
    np.testing.assert_allclose(items["aiken_v_critical"], [14 / 18, 13 / 15, 14 / 18])
    assert items["aiken_v_significant"].tolist() == [True, False, False]
    assert result.s_cvi_ave == pytest.approx((1 + 3 / 5 + 1 / 6) / 3)
    assert result.s_cvi_ua == pytest.approx(1 / 3)
    assert (result.rater_groups, result.languages, result.is_pooled) == ((), (), False)


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_intervals_are_the_published_formulas(level: float) -> None:
    items = estimate_content_validity(RATINGS, confidence_level=level).item_statistics
    z = norm.ppf((1 + level) / 2)
    for item_id, ratings in RATINGS.items():
        given = ratings.dropna()
        for name, share, trials in (
            ("i_cvi", (given >= 3).mean(), len(given)),
            ("aiken_v", ((given - 1) / 3).mean(), 3 * len(given)),
        ):
            # Penfield and Giacobbi (2004); with one trial a rater it is Wilson's interval.
            root = z * sqrt(4 * trials * share * (1 - share) + z**2)
            lower = (2 * trials * share + z**2 - root) / (2 * (trials + z**2))
            upper = (2 * trials * share + z**2 + root) / (2 * (trials + z**2))
            row = items.loc[item_id]
            assert row[f"{name}_lower"] == pytest.approx(lower, rel=1e-10, abs=1e-12)
            assert row[f"{name}_upper"] == pytest.approx(upper, rel=1e-10)


def test_random_ratings_agree_with_a_literal_loop() -> None:
    rng = np.random.default_rng(4)
    ratings = rng.integers(1, 6, size=(11, 8)).astype(float)
    ratings[rng.random(ratings.shape) < 0.15] = np.nan
    result = estimate_content_validity(ratings, highest=5)
    assert result.settings.relevant_from == 4
    shares = []
    for column, row in zip(ratings.T, result.item_statistics.itertuples(), strict=True):
        given = [rating for rating in column if rating == rating]
        agreed = sum(rating >= 4 for rating in given)
        chance = comb(len(given), agreed) * 0.5 ** len(given)
        shares.append(agreed / len(given))
        assert row.i_cvi == pytest.approx(shares[-1], rel=1e-12)
        assert row.modified_kappa == pytest.approx((shares[-1] - chance) / (1 - chance), rel=1e-10)
        assert row.aiken_v == pytest.approx(sum(r - 1 for r in given) / (4 * len(given)), rel=1e-12)
        assert row.n + row.missing == 11
    assert result.s_cvi_ave == pytest.approx(np.mean(shares), rel=1e-12)
    assert result.s_cvi_ua == np.mean([share == 1 for share in shares])


def test_order_of_raters_and_items_changes_nothing() -> None:
    turned = estimate_content_validity(RATINGS.iloc[::-1, ::-1]).item_statistics.iloc[::-1]
    pd.testing.assert_frame_equal(turned, estimate_content_validity(RATINGS).item_statistics)


@pytest.mark.parametrize(
    ("kappa", "band"),
    [
        (1.0, "excellent"),
        (0.7401, "excellent"),
        (0.74, "good"),
        (0.60, "good"),
        (0.599, "fair"),
        (0.40, "fair"),
        (0.399, "poor"),
        (-1.0, "poor"),
    ],
)
def test_bands(kappa: float, band: str) -> None:
    assert kappa_band(kappa) == band


@pytest.mark.parametrize(
    ("ends", "least"), [((1, 4), 3), ((1, 5), 4), ((0, 3), 2), ((0, 1), 1), ((1, 7), 5)]
)
def test_relevant_is_above_the_middle(ends: tuple[int, int], least: int) -> None:
    ratings = np.array([[ends[0]], [ends[1]], [ends[1]]])
    result = estimate_content_validity(ratings, lowest=ends[0], highest=ends[1])
    assert result.settings.relevant_from == least


def test_few_raters_are_named() -> None:
    with pytest.warns(DataQualityWarning, match="Fewer than 3 raters: item 'a2'\\. So few"):
        result = estimate_content_validity(pd.DataFrame({"a1": [4, 4, 3], "a2": [4, 1, np.nan]}))
    assert np.isnan(result.item_statistics.loc["a2", "aiken_v_critical"])
    assert not result.item_statistics.loc["a2", "aiken_v_significant"]


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ([4, 5, 3], r"Item 'a1' has the rating 5 in row 2; ratings are whole numbers from 1 to 4"),
        ([4, 2.5, 3], r"Item 'a1' has the rating 2.5 in row 2"),
        ([0, 1, 1], r"Item 'a1' has the rating 0 in row 1"),
        (["4", "3", "2"], r"Column 'a1' holds the text '4'"),
        (pd.Categorical([4, 3, 4], ordered=True), r"Item 'a1' is a categorical"),
    ],
)
def test_ratings_off_the_scale_are_refused(column: object, message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        estimate_content_validity(pd.DataFrame({"a1": column}))


def test_an_item_that_nobody_rated_is_refused() -> None:
    with pytest.raises(InsufficientDataError, match="No one answered item 'a2'"):
        estimate_content_validity(RATINGS.assign(a2=np.nan))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lowest": 4, "highest": 4}, "lowest must be below highest, got 4 and 4"),
        ({"relevant_from": 1}, "relevant_from must be above 1 and at most 4.*got 1"),
        ({"relevant_from": 5}, "got 5"),
        ({"confidence_level": 95}, "confidence_level must lie between 0 and 1"),
        ({"significance_level": 0}, "significance_level must lie between 0 and 1"),
        ({"pool": True}, "A table is one set of raters"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        estimate_content_validity(RATINGS, **options)


@pytest.mark.parametrize("data", [[[4, 3], [3, 3]], "ratings.csv", 4, [], None])
def test_other_kinds_are_refused(data: object) -> None:
    with pytest.raises(ResponseDataError, match="a ContentValidityRound or a list of them"):
        estimate_content_validity(data)


USERS = [
    review("su01", "service_user", a1=4, a2=2),
    review("su02", "service_user", a1=3, a2=None, a3=4),
    review("su03", "service_user", a1=4, a2=1, a3=3),
    review("su04", "service_user", a1=4, a2=4, a3=3),
]
EXPERTS = [
    review("hp01", "health_professional", a1=4, a2=4),
    review("hp02", "health_professional", a1=1, a2=4),
    review("hp03", "health_professional", a1=2, a2=3),
]


def test_a_record_is_estimated_by_rater_group() -> None:
    result = estimate_content_validity(round_of(*USERS, *EXPERTS))
    assert isinstance(result, RaterGroupResults)
    assert list(result.groups) == [("service_user", "en"), ("health_professional", "en")]
    users = result.groups["service_user", "en"]
    assert users.item_statistics["i_cvi"].round(4).to_dict() == {
        "a1": 1.0,
        "a2": 0.3333,
        "a3": 1.0,
    }
    assert users.item_statistics["missing"].tolist() == [0, 1, 1]
    experts = result.groups["health_professional", "en"]
    assert experts.item_statistics["i_cvi"].round(4).to_dict() == {"a1": 0.3333, "a2": 1.0}
    table = result.item_statistics
    assert table.index.names == ["group", "language", "item"]
    assert table.loc[("health_professional", "en", "a1"), "n_relevant"] == 1
    scale = result.scale_statistics
    assert scale.loc[("service_user", "en"), "s_cvi_ua"] == pytest.approx(2 / 3)
    assert scale.loc[("health_professional", "en"), "s_cvi_ave"] == pytest.approx(2 / 3)
    assert (result.bank, result.form, result.round) == ("demo@0.1.0", None, 1)
    assert repr(result).splitlines() == [
        "RaterGroupResults",
        "  demo@0.1.0, round 1: relevance",
        "  service_user (en): n_raters 4, n_items 3, s_cvi_ave 0.7778, s_cvi_ua 0.6667",
        "  health_professional (en): n_raters 3, n_items 2, s_cvi_ave 0.6667, s_cvi_ua 0.5",
    ]


def test_a_record_and_its_table_agree() -> None:
    one = estimate_content_validity(round_of(*USERS)).groups["service_user", "en"]
    table = pd.DataFrame({"a1": [4, 3, 4, 4], "a2": [2, np.nan, 1, 4], "a3": [np.nan, 4, 3, 3]})
    pd.testing.assert_frame_equal(
        one.item_statistics, estimate_content_validity(table).item_statistics
    )


def test_languages_stay_apart() -> None:
    swedish = [
        review(f"sv{r.rater}", r.group, **{x.item_id: x.rating for x in r.ratings}) for r in USERS
    ]
    result = estimate_content_validity(
        [round_of(*USERS), round_of(*swedish, language="sv", date="2026-04-01")]
    )
    assert list(result.groups) == [("service_user", "en"), ("service_user", "sv")]


def test_pooling_must_be_asked_for_and_is_recorded() -> None:
    result = estimate_content_validity(round_of(*USERS, *EXPERTS), pool=True)
    assert result.is_pooled
    assert result.rater_groups == ("service_user", "health_professional")
    assert result.languages == ("en",)
    assert result.n_raters == 7
    assert result.item_statistics["n"].to_dict() == {"a1": 7, "a2": 6, "a3": 3}
    assert result.item_statistics["n_relevant"].to_dict() == {"a1": 5, "a2": 4, "a3": 3}


def test_a_rater_cannot_count_twice() -> None:
    both = [round_of(*USERS), round_of(*USERS, language="sv")]
    assert len(estimate_content_validity(both).groups) == 2
    with pytest.raises(ResponseDataError, match="Rater 'su01' rates item 'a1' in two languages"):
        estimate_content_validity(both, pool=True)


def test_the_scale_of_a_record_holds() -> None:
    record = round_of(*USERS, highest=5)
    users = estimate_content_validity(record).groups["service_user", "en"]
    assert (users.settings.highest, users.settings.relevant_from) == (5, 4)
    with pytest.raises(ResponseDataError, match="on a scale from 1 to 5, not from 1 to 4"):
        estimate_content_validity(record, highest=4)


def test_thin_groups_are_named() -> None:
    with pytest.warns(DataQualityWarning, match=r"items 'a1', 'a2' of health_professional \(en\)"):
        estimate_content_validity(round_of(*USERS, *EXPERTS[:2]))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"round": 2, "language": "sv"}, "differ in language only; these have round 1 and 2"),
        ({"bank": "demo@0.2.0"}, "these have bank 'demo@0.1.0' and 'demo@0.2.0'"),
        ({}, "Two rounds are in the language 'en'"),
    ],
)
def test_rounds_that_do_not_belong_together(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        estimate_content_validity([round_of(*USERS), round_of(*USERS, **fields)])


def test_a_round_without_a_rating_is_refused() -> None:
    with pytest.raises(ResponseDataError, match=r"Round 1 of demo@0\.1\.0 holds no rating"):
        estimate_content_validity(round_of(review("su01", "service_user", a1=None)))


def test_a_round_about_essential_items_goes_elsewhere() -> None:
    with pytest.raises(ResponseDataError, match="use estimate_content_validity_ratio"):
        estimate_content_validity(round_of(*USERS, aspect="essential"))
