from itertools import combinations
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import BFI_ITEMS, read_data, reference
from scipy.stats import t

from covalue_measures.exceptions import DataQualityWarning, ResponseDataError
from covalue_measures.numerics.category_weights import WeightScheme
from covalue_measures.numerics.pairwise_agreement import AgreementMethod
from covalue_measures.psychometrics.agreement import estimate_kappa, estimate_kappa_from_table
from covalue_measures.responses import ResponseData

METHODS = get_args(AgreementMethod)
SCHEMES = get_args(WeightScheme)
IRRCAC = {
    "gwet": "gwet.ac1.raw",
    "fleiss": "fleiss.kappa.raw",
    "krippendorff": "krippen.alpha.raw",
    "conger": "conger.kappa.raw",
    "brennan_prediger": "bp.coeff.raw",
    "percent_agreement": "pa.coeff.raw",
}
IRRCAC_TABLES = {
    "cohen": "kappa2.table",
    "fleiss": "scott2.table",
    "gwet": "gwet.ac1.table",
    "brennan_prediger": "bp2.table",
    "krippendorff": "krippen2.table",
    "percent_agreement": "pa2.table",
}
CASES = [
    *(("cac_raw4raters", "cac_raw4raters", scheme) for scheme in SCHEMES),
    *(("cac_anxiety", "irr_anxiety", scheme) for scheme in SCHEMES),
    ("cac_diagnoses_unweighted", "irr_diagnoses", "unweighted"),
]


# irrCAC gives coefficients and standard errors to five decimals, intervals to three; small
# probabilities as 1 less a large one.
@pytest.mark.parametrize("method", IRRCAC)
@pytest.mark.parametrize(("values", "data", "scheme"), CASES)
def test_agrees_with_irrcac(values: str, data: str, scheme: str, method: str) -> None:
    table = reference(values)
    expected = table.get(scheme, table)[IRRCAC[method]]["columns"]
    result = estimate_kappa(read_data(data), weights=scheme, method=method)
    assert_allclose(result.observed_agreement, expected["pa"][0], rtol=1e-12)
    assert_allclose(result.expected_agreement, expected["pe"][0], rtol=1e-12)
    assert_allclose(result.estimate, expected["coeff.val"][0], atol=5.1e-6)
    assert_allclose(result.standard_error, expected["coeff.se"][0], atol=5.1e-6)
    printed = [float(end) for end in expected["conf.int"][0].strip("()").split(",")]
    assert_allclose(result.interval, printed, atol=5.1e-4)
    ratio = result.estimate / result.standard_error
    pvalue = 2 * t.sf(abs(ratio), result.n_units - 1)
    assert_allclose(pvalue, expected["p.value"][0], rtol=1e-10, atol=1e-15)


# irrCAC's functions for tables divide by n, those for raw ratings (and ours) by n - 1; Cohen's
# interval is a normal one here and a t one there.
@pytest.mark.parametrize("method", IRRCAC_TABLES)
@pytest.mark.parametrize("scheme", ["unweighted", "linear", "quadratic", "ordinal"])
@pytest.mark.parametrize(
    ("values", "data"),
    [("cac_table_ck", "cohen1968_table"), ("cac_table_t3", "cont3x3abstractors")],
)
def test_tables_agree_with_irrcac(values: str, data: str, scheme: str, method: str) -> None:
    expected = reference(values)[scheme][IRRCAC_TABLES[method]]["columns"]
    result = estimate_kappa_from_table(read_data(data).to_numpy(), weights=scheme, method=method)
    n = result.n_units
    error = result.standard_error * (1 if method == "cohen" else np.sqrt((n - 1) / n))
    assert_allclose(result.estimate, expected["coeff.val"][0], rtol=1e-12)
    assert_allclose(error, expected["coeff.se"][0], rtol=1e-12)
    printed = [float(end) for end in expected["coeff.ci"][0].strip("()").split(",")]
    reach = t.ppf(0.975, n - 1) * error
    assert_allclose([result.estimate - reach, result.estimate + reach], printed, atol=5.1e-4)


# statsmodels 0.15.0, inter_rater.cohens_kappa of the cross-table; SAS prints the same. The
# respondents are those who answered all 25 items.
@pytest.mark.parametrize(
    ("scheme", "estimate", "error", "null_error"),
    [
        ("unweighted", 0.2545751095806857, 0.013158998843403248, 0.011420811596831048),
        ("linear", 0.38073060511011914, 0.013891201140272865, 0.012798257150097057),
        ("quadratic", 0.4939606314077968, 0.01917201486259243, 0.01989528803252672),
    ],
)
def test_two_raters_agree_with_statsmodels(
    scheme: str, estimate: float, error: float, null_error: float
) -> None:
    answers = read_data("bfi")[BFI_ITEMS].dropna()[["A2", "A3"]]
    result = estimate_kappa(answers, weights=scheme)
    assert_allclose(result.estimate, estimate, rtol=1e-12)
    assert_allclose(result.standard_error, error, rtol=1e-12)
    assert_allclose(result.null_standard_error, null_error, rtol=1e-12)
    assert result.interval == pytest.approx(
        (estimate - 1.959963984540054 * error, estimate + 1.959963984540054 * error), rel=1e-12
    )
    assert (result.n_units, result.n_raters, result.n_left_out) == (2436, 2, 0)


# irr::kappa2
@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("unweighted", "unweighted"), ("equal", "linear"), ("squared", "quadratic")],
)
def test_two_raters_agree_with_irr(theirs: str, ours: str) -> None:
    expected = reference("kappa_irr_anxiety")[theirs]
    result = estimate_kappa(read_data("irr_anxiety")[["rater1", "rater2"]], weights=ours)
    assert (result.n_units, result.n_raters) == (expected["subjects"], expected["raters"])
    assert_allclose(result.estimate, expected["value"], rtol=1e-12)
    assert_allclose(result.z, expected["statistic"], rtol=1e-12)
    assert_allclose(result.pvalue, expected["p.value"], rtol=1e-12)


# irr::agree, in percent: all three raters alike, or no two of them more than 1 apart.
def test_share_of_units_without_any_difference_agrees_with_irr() -> None:
    expected = reference("kappa_irr_anxiety")
    ratings = read_data("irr_anxiety").to_numpy()
    apart = np.ptp(ratings, axis=1)
    assert_allclose(100 * np.mean(apart == 0), expected["agree"])
    assert_allclose(100 * np.mean(apart <= 1), expected["agree_tol1"])


# irr::kappam.fleiss, irr::kappam.light; details are printed to three decimals.
def test_several_raters_agree_with_irr() -> None:
    expected, ratings = reference("kappa_fleiss_irr_diagnoses"), read_data("irr_diagnoses")
    result = estimate_kappa(ratings, method="fleiss")
    assert (result.n_units, result.n_raters) == (30, 6)
    assert_allclose(result.estimate, expected["fleiss"]["value"], rtol=1e-12)
    assert_allclose(result.z, expected["fleiss"]["statistic"], rtol=1e-12)
    assert_allclose(result.pvalue, expected["fleiss"]["p.value"], atol=1e-12)
    assert list(result.categories) == expected["detail"]["rows"]
    alone = [estimate_kappa(ratings == name, method="fleiss") for name in result.categories]
    details = np.array(expected["detail"]["data"])
    assert_allclose([one.estimate for one in alone], details[:, 0], atol=5.1e-4)
    assert_allclose([one.z for one in alone], details[:, 1], atol=5.1e-4)
    assert_allclose([one.pvalue for one in alone], details[:, 2], atol=5.1e-4)
    conger = estimate_kappa(ratings, method="conger")
    assert_allclose(conger.estimate, expected["conger_exact"], rtol=1e-12)
    pairs = [estimate_kappa(ratings[list(pair)]) for pair in combinations(ratings.columns, 2)]
    assert_allclose(np.mean([pair.estimate for pair in pairs]), expected["light"], rtol=1e-12)


# psych::cohen.kappa; its variance with weights is another formula, known to be wrong.
def test_agrees_with_psych() -> None:
    expected = reference("kappa_psych_cohen1968")
    table = read_data("cohen1968_table").to_numpy()
    plain = estimate_kappa_from_table(table)
    assert_allclose(plain.estimate, expected["default"]["kappa"], rtol=1e-12)
    assert_allclose(plain.standard_error**2, expected["default"]["var.kappa"], rtol=1e-12)
    limits = expected["default"]["confid"]["data"][0]
    assert_allclose([plain.interval[0], plain.estimate, plain.interval[1]], limits, rtol=1e-12)
    quadratic = estimate_kappa_from_table(table, weights="quadratic")
    assert_allclose(quadratic.estimate, expected["default"]["weighted.kappa"], rtol=1e-12)
    assert_allclose(quadratic.category_weights, expected["default"]["weight"]["data"], rtol=1e-12)
    own = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    weighted = estimate_kappa_from_table(table, weights=own)
    theirs = expected["cohen1968_weights"]["weighted.kappa"]
    assert_allclose(weighted.estimate, theirs, rtol=1e-12)
    assert weighted.weights == "custom"


# Cohen (1968), table 1, prints .348.
def test_agrees_with_cohen() -> None:
    own = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    table = read_data("cohen1968_table").to_numpy()
    assert round(estimate_kappa_from_table(table, weights=own).estimate, 3) == 0.348


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scheme", ["unweighted", "linear"])
def test_a_table_is_the_units_one_by_one(scheme: str, method: str) -> None:
    table = read_data("cont3x3abstractors").to_numpy()
    rows, columns = np.indices(table.shape)
    units = np.column_stack(
        [np.repeat(places.ravel(), table.ravel()) + 1 for places in (rows, columns)]
    )
    one_by_one = estimate_kappa(units, weights=scheme, method=method)
    together = estimate_kappa_from_table(table, weights=scheme, method=method)
    for field in ("estimate", "standard_error", "null_standard_error", "interval"):
        assert_allclose(getattr(together, field), getattr(one_by_one, field), rtol=1e-12)
    assert_allclose(together.prevalence, one_by_one.prevalence, rtol=1e-12)
    assert_allclose(together.rater_prevalence, one_by_one.rater_prevalence, rtol=1e-12)


def test_two_raters_have_one_kappa() -> None:
    ratings = read_data("irr_anxiety")[["rater1", "rater3"]]
    cohen, conger = estimate_kappa(ratings), estimate_kappa(ratings, method="conger")
    assert_allclose(conger.estimate, cohen.estimate, rtol=1e-12)
    assert_allclose(conger.standard_error, cohen.standard_error * np.sqrt(20 / 19), rtol=1e-12)


@pytest.mark.parametrize("method", [name for name in METHODS if name != "cohen"])
def test_order_of_raters_and_units_changes_nothing(method: str) -> None:
    ratings = read_data("cac_raw4raters")
    shuffled = ratings.iloc[::-1, [2, 0, 3, 1]]
    first, second = (
        estimate_kappa(frame, method=method, weights="linear") for frame in (ratings, shuffled)
    )
    assert_allclose(second.estimate, first.estimate, rtol=1e-12)
    assert_allclose(second.standard_error, first.standard_error, rtol=1e-12)


def test_missing_ratings_are_counted() -> None:
    ratings = read_data("cac_raw4raters")
    cohen = estimate_kappa(ratings[["Rater1", "Rater2"]])
    complete = ratings[["Rater1", "Rater2"]].dropna()
    assert (cohen.n_units, cohen.n_left_out) == (len(complete), 12 - len(complete))
    assert_allclose(cohen.estimate, estimate_kappa(complete).estimate, rtol=1e-12)
    fleiss = estimate_kappa(ratings, method="fleiss")
    assert (fleiss.n_units, fleiss.n_compared, fleiss.n_left_out) == (12, 11, 0)
    krippendorff = estimate_kappa(ratings, method="krippendorff")
    assert (krippendorff.n_units, krippendorff.n_compared) == (11, 11)
    unrated = pd.concat([ratings, pd.DataFrame(np.nan, index=[0, 1], columns=ratings.columns)])
    assert estimate_kappa(unrated, method="fleiss").estimate == fleiss.estimate
    assert estimate_kappa(unrated, method="fleiss").n_left_out == 2


# Feinstein and Cicchetti (1990): the same agreement, another prevalence.
def test_prevalence_shows_why_kappa_is_low() -> None:
    even = estimate_kappa_from_table(np.array([[40, 9], [6, 45]]))
    rare = estimate_kappa_from_table(np.array([[80, 10], [5, 5]]))
    assert even.observed_agreement == rare.observed_agreement == 0.85
    assert round(even.estimate, 2) == 0.70
    assert round(rare.estimate, 2) == 0.32
    assert_allclose(rare.prevalence, [0.875, 0.125])
    assert_allclose(rare.rater_prevalence, [[0.9, 0.85], [0.1, 0.15]])


def test_declared_categories_count_though_unused() -> None:
    ratings = np.array([[1, 1], [2, 2], [1, 2], [3, 3]])
    wider = estimate_kappa(ratings, method="gwet", categories=[1, 2, 3, 4, 5])
    assert wider.categories == (1, 2, 3, 4, 5)
    assert wider.expected_agreement < estimate_kappa(ratings, method="gwet").expected_agreement
    assert estimate_kappa(ratings, categories=[1, 2, 3, 4, 5]).estimate == pytest.approx(
        estimate_kappa(ratings).estimate, rel=1e-12
    )


def test_labels_in_order_weigh_by_their_places() -> None:
    words, numbers = ["never", "often", "always"], read_data("irr_anxiety").clip(2, 4) - 2
    labels = numbers.apply(lambda column: column.map(dict(enumerate(words))))
    expected = estimate_kappa(numbers, weights="quadratic", method="fleiss")
    declared = estimate_kappa(labels, weights="quadratic", method="fleiss", categories=words)
    assert_allclose(declared.estimate, expected.estimate, rtol=1e-12)
    ordered = labels.astype(pd.CategoricalDtype(words, ordered=True))
    assert estimate_kappa(ordered, weights="quadratic", method="fleiss").categories == tuple(words)


def test_answers_of_an_instrument_are_rated_as_given(bfi_data: ResponseData) -> None:
    pair = bfi_data.select_items(("a1", "a2"))
    expected = estimate_kappa(read_data("bfi")[["A1", "A2"]])
    assert estimate_kappa(pair).estimate == expected.estimate


def test_perfect_agreement_is_one() -> None:
    ratings = np.repeat(np.array([[1], [2], [3], [2]]), 2, axis=1)
    for method in METHODS:
        result = estimate_kappa(ratings, method=method)
        assert result.estimate == pytest.approx(1, abs=1e-12)
        assert result.interval[1] == 1


@pytest.mark.parametrize("method", ["cohen", "fleiss", "conger", "krippendorff"])
def test_one_category_is_undefined_and_says_why(method: str) -> None:
    with pytest.warns(DataQualityWarning, match=f"every unit into 'no'.*{method} is undefined"):
        result = estimate_kappa(pd.DataFrame([["no", "no"]] * 5), method=method)
    assert np.isnan([result.estimate, result.standard_error, *result.interval]).all()
    assert result.observed_agreement == 1


def test_weights_that_tell_nothing_apart_are_undefined() -> None:
    with pytest.warns(DataQualityWarning, match=r"count every two of the categories \[1, 2\]"):
        result = estimate_kappa(np.array([[1, 2], [2, 2]]), weights=np.ones((2, 2)))
    assert np.isnan(result.estimate)


def test_a_rater_who_never_varies_is_named() -> None:
    ratings = pd.DataFrame({"first": [1, 1, 1, 2], "second": [1, 1, 1, 1]})
    with pytest.warns(DataQualityWarning, match="Rater 'second' put every unit into 1: kappa is 0"):
        assert estimate_kappa(ratings).estimate == pytest.approx(0, abs=1e-12)


def test_prints_its_numbers() -> None:
    text = repr(estimate_kappa(read_data("irr_anxiety"), method="fleiss"))
    assert text.startswith("KappaResult\n  estimate: -0.04108\n  standard_error: 0.04741\n")
    assert "rater_prevalence: table of 6 x 3" in text


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({}, ResponseDataError, r"of two raters, got 3 \(rater1, rater2, rater3\).*'conger'"),
        ({"method": "scott"}, ValueError, "method must be one of 'cohen'.*got 'scott'"),
        ({"weights": "cubic"}, ValueError, "weights must be one of 'unweighted'.*got 'cubic'"),
        ({"weights": np.eye(3)}, ResponseDataError, "Weights are 3 x 3, and there are 6 categor"),
        ({"weights": 2 * np.eye(6)}, ResponseDataError, "from 0 to 1, with 1 on the diagonal"),
        ({"confidence_level": 95}, ValueError, "confidence_level must lie between 0 and 1"),
    ],
)
def test_refuses_what_it_cannot_do(options: dict, error: type, message: str) -> None:
    given = {"method": "fleiss", **options} if "weights" in options else options
    with pytest.raises(error, match=message):
        estimate_kappa(read_data("irr_anxiety"), **given)


def test_refuses_weights_that_labels_do_not_bear() -> None:
    labels = read_data("irr_diagnoses")
    with pytest.raises(
        ResponseDataError, match=r"weights='linear' needs categories in order.*have"
    ):
        estimate_kappa(labels, method="fleiss", weights="linear")
    words = pd.DataFrame([["low", "high"], ["low", "low"], ["high", "high"]])
    with pytest.raises(ResponseDataError, match="weights='ratio' needs numbers, and a category is"):
        estimate_kappa(words, weights="ratio", categories=["low", "high"])
    with pytest.raises(ResponseDataError, match="needs numbers from 0 on, and a category is -1"):
        estimate_kappa(np.array([[-1, 1], [1, 1]]), weights="ratio")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (np.ones((2, 3)), r"is square, got shape \(2, 3\)"),
        (np.array([[1, 0.5], [1, 2]]), r"holds 0.5 in row 1, column 2; it holds counts"),
        (np.array([[1, 2], [np.nan, 2]]), r"holds nan in row 2, column 1"),
        (np.array([[1, 0], [0, 0]]), "at least 2 units, the table has 1"),
        (pd.DataFrame(np.ones((2, 2)), columns=["a", "b"]), r"Rows of the table are \[0, 1\]"),
    ],
)
def test_refuses_what_is_no_table(table: object, message: str) -> None:
    with pytest.raises(ResponseDataError, match=message):
        estimate_kappa_from_table(table)


def test_a_table_keeps_its_names() -> None:
    names = ["low", "middle", "high"]
    table = pd.DataFrame(read_data("cohen1968_table").to_numpy(), index=names, columns=names)
    result = estimate_kappa_from_table(table, weights="quadratic")
    assert result.categories == tuple(names)
    assert result.rater_ids == ("rows", "columns")
    assert_array_equal(result.category_weights.index, names)
