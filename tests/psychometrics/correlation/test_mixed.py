import pickle

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, read_data, reference
from scipy.special import ndtri
from scipy.stats import norm

from covalue_measures.exceptions import (
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.numerics.polyserial import polyserial
from covalue_measures.psychometrics.correlation import (
    MixedCorrelationResult,
    estimate_mixed,
    estimate_pearson,
    estimate_polychoric,
)

CONTINUOUS = ["age", "ACT", "SATV", "SATQ"]
ORDERED = ["gender", "education"]


def satact(*, thousandths: bool) -> pd.DataFrame:
    frame = read_data("sat_act").astype(float)
    return frame.assign(**{name: frame[name] / 1000 for name in CONTINUOUS if thousandths})


def with_holes() -> pd.DataFrame:
    """Return the data of 31_mixed_correlations.R with cells removed by its rule."""
    frame = satact(thousandths=True)
    for name, start, step in [("age", 3, 7), ("education", 5, 11), ("ACT", 2, 5), ("gender", 8, 9)]:
        frame.loc[frame.index[start - 1 :: step], name] = np.nan
    return frame


CASES = {
    "thousandths": (lambda: satact(thousandths=True), "listwise"),
    "holes_pairwise": (with_holes, "pairwise"),
}


def in_their_terms(result: MixedCorrelationResult, names: list[str]) -> np.ndarray:
    """Return the asymptotic covariance in lavaan's order and with its signs."""
    ours = result.asymptotic_covariance
    labels = [
        name if name in ours.index else "~~".join(reversed(name.split("~~"))) for name in names
    ]
    assert sorted(labels) == sorted(ours.index)
    # lavaan's moment of a continuous item is minus its mean, like a threshold.
    sign = np.array([-1 if name.endswith("~1") else 1 for name in names])
    return ours.loc[labels, labels].to_numpy() * np.outer(sign, sign)


# lavaan 0.6-14, moments of a saturated model, two-step maximum likelihood, stops at about 1e-6.
@pytest.mark.parametrize("name", CASES)
def test_moments_agree_with_lavaan(name: str) -> None:
    make, missing = CASES[name]
    expected = reference(f"mixed_lavaan_satact_{name}")
    frame = make()
    result = estimate_mixed(frame, ordered=ORDERED, missing=missing)
    assert result.converged
    assert result.n_answered == expected["nobs"]
    items = list(frame.columns)
    covariance = matrix_of(expected["cov"], items)
    deviations = np.sqrt(np.diag(covariance))
    assert_allclose(result.matrix, covariance / np.outer(deviations, deviations), atol=1e-6)
    variances = pd.Series(np.diag(covariance), index=items)
    assert_allclose(result.variances, variances[CONTINUOUS], rtol=1e-10)
    assert_allclose(result.means, [expected["mean"][item] for item in CONTINUOUS], rtol=1e-10)
    for item, cuts in result.thresholds.items():
        theirs = [expected["thresholds"][f"{item}|t{k + 1}"] for k in range(len(cuts))]
        assert_allclose(cuts, theirs, rtol=1e-10)
        assert f"{item}|t{len(cuts) + 1}" not in expected["thresholds"]


# The absolute part, 2e-6 of both standard deviations, is for elements near 0: correlations good
# to 1e-6 leave that much.
@pytest.mark.parametrize("name", CASES)
def test_asymptotic_covariance_agrees_with_lavaan(name: str) -> None:
    make, missing = CASES[name]
    table = reference(f"mixed_lavaan_satact_{name}")["nacov"]
    result = estimate_mixed(make(), ordered=ORDERED, missing=missing)
    ours, theirs = in_their_terms(result, table["rows"]), matrix_of(table)
    size = np.sqrt(np.diag(theirs))
    assert_allclose(
        ours / np.outer(size, size), theirs / np.outer(size, size), rtol=1e-5, atol=2e-6
    )


# In their own units lavaan leaves three respondents out of the correlation of education with age,
# .679 and not .634, and one out of that with ACT; the test after this one says whom. What does not
# involve these two agrees.
def test_own_units_agree_with_lavaan_where_it_counts_everyone() -> None:
    expected = reference("mixed_lavaan_satact_listwise")
    frame = satact(thousandths=False)[["education", *CONTINUOUS]].dropna()
    result = estimate_mixed(frame, ordered=["education"])
    items = list(frame.columns)
    gap = np.abs(result.matrix - matrix_of(expected["cor"], items))
    is_other = np.ones_like(gap, dtype=bool)
    is_other[0, 1:3] = is_other[1:3, 0] = False
    assert gap[is_other].max() < 1e-6
    assert_allclose(
        result.thresholds["education"], list(expected["thresholds"].values()), rtol=1e-10
    )
    names = expected["nacov_names"]
    ours, theirs = in_their_terms(result, names), matrix_of(expected["nacov_full"])
    keep = [k for k, name in enumerate(names) if name not in ("age~~education", "ACT~~education")]
    size = np.sqrt(np.diag(theirs))
    assert_allclose(
        (ours / np.outer(size, size))[np.ix_(keep, keep)],
        (theirs / np.outer(size, size))[np.ix_(keep, keep)],
        rtol=1e-4,
        atol=2e-6,
    )
    errors = np.sqrt(np.diag(ours) / result.n_answered)
    assert_allclose(errors[keep], np.array(list(expected["se"].values()))[keep], rtol=1e-4)


# stats::nlminb stops at about 1e-7 here.
@pytest.mark.parametrize(("item", "n_left_out"), [("age", 3), ("ACT", 1), ("SATV", 0), ("SATQ", 0)])
def test_lavaan_leaves_out_who_has_a_small_density(item: str, n_left_out: int) -> None:
    frame = satact(thousandths=False)[["education", *CONTINUOUS]].dropna()
    names = ["education", item]
    theirs = matrix_of(reference("mixed_lavaan_satact_listwise")["cor"], names)[0, 1]
    cuts = estimate_mixed(frame[names], ordered=["education"]).thresholds["education"]
    codes = frame["education"].to_numpy(dtype=np.int64)
    spread = frame[item].std(ddof=0)
    z = ((frame[item] - frame[item].mean()) / spread).to_numpy()
    ends, root = np.array([-np.inf, *cuts, np.inf]), np.sqrt(1 - theirs**2)
    below, above = norm.cdf((ends[[codes, codes + 1]] - theirs * z) / root)
    is_left_out = norm.pdf(z) / spread * (above - below) < np.sqrt(np.finfo(float).eps)
    assert is_left_out.sum() == n_left_out
    without = np.where(is_left_out, np.nan, z)
    ours = polyserial(without[:, None], codes[:, None], cuts[None]).correlations[0, 0]
    assert_allclose(ours, theirs, rtol=0, atol=1e-7)


def test_order_and_metric_of_the_asymptotic_covariance() -> None:
    frame = read_data("bfi")[["A1", "age", "gender"]]
    result = estimate_mixed(frame, ordered=["A1", "gender"])
    cuts = [f"A1|t{k}" for k in range(1, 6)]
    pairs = ["A1~~age", "A1~~gender", "age~~gender"]
    labels = [*cuts, "age~1", "gender|t1", "age~~age", *pairs]
    assert list(result.asymptotic_covariance.index) == labels
    assert (
        list(result.asymptotic_covariance.columns) == list(result.standard_errors.index) == labels
    )
    in_days = estimate_mixed(frame.assign(age=frame["age"] * 365), ordered=["A1", "gender"])
    unit = np.array([1, 1, 1, 1, 1, 365, 1, 365**2, 365, 1, 365])
    assert_allclose(in_days.standard_errors, result.standard_errors * unit, rtol=1e-6)
    assert_allclose(in_days.matrix, result.matrix, atol=1e-8)


def test_order_of_columns_does_not_matter() -> None:
    frame = with_holes()
    first = estimate_mixed(frame, ordered=ORDERED)
    items = ["SATQ", "education", "age", "gender", "SATV", "ACT"]
    second = estimate_mixed(frame[items], ordered=ORDERED)
    assert second.item_ids == tuple(items)
    assert_allclose(second.correlations.loc[frame.columns, frame.columns], first.matrix, atol=1e-10)
    theirs = list(first.asymptotic_covariance.index)
    sign = np.array([-1 if name.endswith("~1") else 1 for name in theirs])
    ours = in_their_terms(second, theirs) * np.outer(sign, sign)
    size = np.sqrt(np.diag(first.asymptotic_covariance))
    assert_allclose(
        ours / np.outer(size, size),
        first.asymptotic_covariance / np.outer(size, size),
        atol=1e-9,
    )


@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_ordinal_items_alone_are_polychoric(missing: str) -> None:
    frame = read_data("bfi")[["A1", "A2", "A3"]]
    ours = estimate_mixed(frame, ordered=["A1", "A2", "A3"], missing=missing)
    theirs = estimate_polychoric(frame, missing=missing)
    pd.testing.assert_frame_equal(ours.correlations, theirs.correlations)
    pd.testing.assert_frame_equal(ours.asymptotic_covariance, theirs.asymptotic_covariance)
    assert ours.means.empty


def test_continuous_items_alone_are_pearsons_if_complete() -> None:
    frame = satact(thousandths=False)[CONTINUOUS]
    ours = estimate_mixed(frame, ordered=[], missing="listwise")
    theirs = estimate_pearson(frame, missing="listwise")
    assert_allclose(ours.matrix, theirs.matrix, rtol=1e-10)
    pd.testing.assert_frame_equal(ours.n_pairwise, theirs.n_pairwise)
    assert ours.thresholds == {}


def test_counts_and_categories_travel() -> None:
    frame = with_holes()
    result = estimate_mixed(frame, ordered=ORDERED)
    present = frame.notna().astype(int)
    assert_allclose(result.n_pairwise, present.T @ present)
    assert result.n_respondents == len(frame)
    assert list(result.categories["gender"]) == [1, 2]
    assert list(result.means.index) == list(result.variances.index) == CONTINUOUS
    assert list(result.empty_cells.index) == ORDERED
    assert result.method == "mixed"


def test_answers_stay_behind_when_a_result_is_stored() -> None:
    result = estimate_mixed(read_data("bfi")[["A1", "age"]], ordered=["A1"])
    stored = pickle.dumps(result)
    assert len(stored) < 10_000
    with pytest.raises(ResponseDataError, match="the answers stayed behind"):
        _ = pickle.loads(stored).asymptotic_covariance


def test_a_correlation_at_the_boundary_is_named() -> None:
    values = np.random.default_rng(1).standard_normal(500)
    ranks = values.argsort().argsort()
    scores = ndtri((ranks + 0.5) / 500)
    frame = pd.DataFrame({"score": scores, "level": np.digitize(scores, [-0.5, 0.5])})
    with pytest.warns(DataQualityWarning, match=r"at the boundary: 'score' with 'level'"):
        result = estimate_mixed(frame, ordered=["level"])
    assert result.boundary_pairs == (("score", "level"),)


GOOD = pd.DataFrame({"a": [0, 1, 0, 1, 2.0], "x": [1.5, 2.5, 0.5, 3.5, 3.0]})


@pytest.mark.parametrize(
    ("data", "ordered", "error", "message"),
    [
        (GOOD, ["b"], ResponseDataError, "ordered names the item 'b'.* its items are a, x"),
        (GOOD, "a", ResponseDataError, r"not one text; did you mean \['a'\]"),
        (GOOD[["a"]], ["a"], InsufficientDataError, "needs at least 2 items, got 1"),
        (GOOD.assign(x=1.0), ["a"], InsufficientDataError, "item 'x' gave the same answer"),
        (GOOD.assign(a=1), ["a"], InsufficientDataError, "item 'a' gave the same answer"),
        (
            GOOD.assign(a=[0, 1, 1, None, None], x=[None, None, None, 1, 2]),
            ["a"],
            InsufficientDataError,
            "'a' and 'x' have 0 respondents in common",
        ),
        (
            pd.DataFrame({"a": np.arange(60), "x": np.arange(60) ** 2}),
            ["a"],
            ResponseDataError,
            "Item 'a' has 60 distinct values",
        ),
    ],
)
def test_refuses(
    data: pd.DataFrame, ordered: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        estimate_mixed(data, ordered=ordered)


# The mean standard error against the spread of 300 point-polyserial correlations, whose own error
# is 4 %. The delta method turns a covariance into the correlation.
def test_standard_errors_beside_an_item_of_0_and_1_are_the_spread_of_estimates() -> None:
    rng = np.random.default_rng(11)
    estimates, errors = [], []
    for _ in range(300):
        latent = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 500)
        codes = np.digitize(latent[:, 0], [-0.6, 0.5])
        frame = pd.DataFrame({"o1": codes, "w": (latent[:, 1] > 0.5).astype(float)})
        result = estimate_mixed(frame, ordered=["o1"])
        rho, variance = result.correlations.loc["o1", "w"], result.variances["w"]
        slopes = np.array([-rho / (2 * variance), 1 / np.sqrt(variance)])
        of_both = result.asymptotic_covariance.to_numpy()[-2:, -2:] / 500
        estimates.append(rho)
        errors.append(np.sqrt(slopes @ of_both @ slopes))
    assert_allclose(np.mean(errors), np.std(estimates), rtol=0.1)
