from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reference_values import BFI_ITEMS, HS_ITEMS, keyed_bfi, read_data, reference
from structural_cases import BFI, HS, bifactor, frame_of

import covalue_measures as cm
from covalue_measures.exceptions import DataQualityWarning, ModelError
from covalue_measures.numerics.variance_share import composite_share
from covalue_measures.psychometrics.factor import EfaResult, schmid_leiman
from covalue_measures.psychometrics.reliability import (
    estimate_composite_reliability,
    estimate_hierarchical_reliability,
)

SECOND_ORDER = HS + "\ng =~ visual + textual + speed"
GROUPS = {"visual": [0, 1, 2], "textual": [3, 4, 5], "speed": [6, 7, 8]}


@cache
def second_order() -> cm.CfaResult:
    return cm.fit_cfa(read_data("holzinger1939"), SECOND_ORDER)


@cache
def bifactor_fit() -> cm.CfaResult:
    # Neuroticism and O4 go against the general factor of the keyed items.
    data = keyed_bfi()
    turned = [*(f"N{number}" for number in range(1, 6)), "O4"]
    data = data.assign(**{name: 7 - data[name] for name in turned})
    return cm.fit_cfa(
        data,
        bifactor(BFI, BFI_ITEMS),
        estimator="DWLS",
        orthogonal=True,
        standardized_latents=True,
    )


def test_second_order_agrees_with_semtools() -> None:
    # lavaan's stopping rule leaves 1e-6 in the loadings, see test_composite_reliability.
    expected = reference("semrel_hs_secondorder")["l2"]
    result = estimate_hierarchical_reliability(second_order(), observed_variance=True)
    assert_allclose(result.omega_hierarchical, expected["g"], rtol=1e-5)
    omega = dict(zip(result.factors["factor"], result.factors["omega"], strict=True))
    for factor in GROUPS:
        assert_allclose(omega[factor], expected[factor], rtol=1e-5)
    assert result.kind == "second_order"
    assert result.general_factor == "g"


def loadings_by_lavaan() -> tuple[np.ndarray, np.ndarray]:
    """Return the orthogonal, standardized loadings of lavaan's second-order model."""
    table = frame_of(reference("cfa_hs_secondorder")["standardized_solution"])
    loadings = table[table["op"] == "=~"].set_index(["lhs", "rhs"])["est.std"]
    general, group = np.zeros(9), np.zeros((9, 3))
    for k, (factor, items) in enumerate(GROUPS.items()):
        for item in items:
            own, above = loadings[factor, f"x{item + 1}"], loadings["g", factor]
            general[item] = own * above
            group[item, k] = own * np.sqrt(1 - above**2)
    return general, group


def test_second_order_loadings_and_indices_are_those_of_lavaan_s_loadings() -> None:
    general, group = loadings_by_lavaan()
    result = estimate_hierarchical_reliability(second_order())
    assert_allclose(result.items["general_loading"], general, rtol=1e-5)
    assert_allclose(result.items["group_loading"], group.sum(axis=1), rtol=1e-5)
    assert list(result.items["group_factor"]) == [name for name in GROUPS for _ in range(3)]
    every = np.column_stack([general, group])
    squares = every**2
    assert_allclose(
        result.factors["explained_common_variance"],
        squares.sum(axis=0) / squares.sum(),
        rtol=1e-5,
    )
    assert_allclose(
        result.items["explained_common_variance"], general**2 / squares.sum(axis=1), rtol=1e-5
    )
    replicability = []
    for column in squares.T:
        odds = sum(value / (1 - value) for value in column if value > 0)
        replicability.append(1 / (1 + 1 / odds))
    assert_allclose(result.factors["construct_replicability"], replicability, rtol=1e-5)
    # 27 of 36 pairs are of items of different groups.
    assert result.uncontaminated_correlations == pytest.approx(0.75, rel=1e-14)


def test_omegas_are_the_formulas_of_the_sums() -> None:
    fit = second_order()
    covariance = fit.estimation.implied[0].covariance
    deviations = np.sqrt(np.diag(covariance))
    result = estimate_hierarchical_reliability(fit)
    general = result.items["general_loading"].to_numpy() * deviations
    group = result.items["group_loading"].to_numpy() * deviations
    rows = result.factors.set_index("factor")
    assert_allclose(rows.loc["g", "omega_hierarchical"], general.sum() ** 2 / covariance.sum())
    common = general.sum() ** 2
    for factor, items in GROUPS.items():
        whole = covariance[np.ix_(items, items)].sum()
        own, shared = group[items].sum() ** 2, general[items].sum() ** 2
        common += own
        assert_allclose(rows.loc[factor, "omega_hierarchical"], own / whole, rtol=1e-10)
        assert_allclose(rows.loc[factor, "omega"], (own + shared) / whole, rtol=1e-10)
    assert_allclose(rows.loc["g", "omega"], common / covariance.sum(), rtol=1e-10)
    assert_allclose(rows["relative_omega"], rows["omega_hierarchical"] / rows["omega"], rtol=1e-14)
    assert result.omega_total == rows.loc["g", "omega"]
    assert result.explained_common_variance == rows.loc["g", "explained_common_variance"]


def test_standard_errors_are_those_of_defined_parameters() -> None:
    model = """
    visual =~ NA*x1 + a*x1 + b*x2 + c*x3
    textual =~ NA*x4 + d*x4 + e*x5 + f*x6
    speed =~ NA*x7 + h*x7 + i*x8 + j*x9
    g =~ NA*visual + k*visual + l*textual + m*speed
    g ~~ 1*g
    visual ~~ 1*visual
    textual ~~ 1*textual
    speed ~~ 1*speed
    """
    residuals = "\n".join(f"x{k} ~~ r{k}*x{k}" for k in range(1, 10))
    defined = """
    own := (a+b+c)^2 + (d+e+f)^2 + (h+i+j)^2
    shared := (k*(a+b+c) + l*(d+e+f) + m*(h+i+j))^2
    rest := r1+r2+r3+r4+r5+r6+r7+r8+r9
    omega_h := shared / (shared + own + rest)
    omega_t := (shared + own) / (shared + own + rest)
    omega_v := (a+b+c)^2 / ((1 + k^2)*(a+b+c)^2 + r1+r2+r3)
    """
    fit = cm.fit_cfa(read_data("holzinger1939"), model + residuals + defined)
    rows = fit.estimates.set_index("lhs")
    factors = estimate_hierarchical_reliability(fit).factors.set_index("factor")
    for name, factor in (("omega_h", "g"), ("omega_v", "visual")):
        found = factors.loc[factor, ["omega_hierarchical", "se", "ci_lower", "ci_upper"]]
        expected = rows.loc[name, ["est", "se", "ci_lower", "ci_upper"]]
        assert_allclose(found.to_numpy(float), expected.to_numpy(float), rtol=1e-9)
    found = factors.loc["g", ["omega", "omega_se"]].to_numpy(float)
    assert_allclose(found, rows.loc["omega_t", ["est", "se"]].to_numpy(float), rtol=1e-9)


def test_bifactor_of_ordinal_items_shares_out_the_sums_of_categories() -> None:
    fit = bifactor_fit()
    result = estimate_hierarchical_reliability(fit)
    assert result.kind == "bifactor"
    # Turned for the general factor, O4 goes against its own.
    with pytest.warns(DataQualityWarning, match="loads item 'O4' against the direction"):
        composites = estimate_composite_reliability(fit, observed_variance=False)
    single = dict(zip(composites.factors["factor"], composites.factors["omega"], strict=True))
    rows = result.factors.set_index("factor")
    # A sum's share of one factor is the same whether the others are called general or not.
    for factor, value in single.items():
        assert_allclose(rows.loc[factor, "omega_hierarchical"], value, rtol=1e-12)
    assert_allclose(result.omega_total, composites.total["omega"][0], rtol=1e-12)
    assert (rows["omega_hierarchical"] < rows["omega"]).all()
    assert_allclose(result.uncontaminated_correlations, 250 / 300, rtol=1e-14)
    squares = fit.loadings.to_numpy() ** 2
    assert_allclose(
        rows["explained_common_variance"], squares.sum(axis=0) / squares.sum(), rtol=1e-10
    )


def test_latent_scale_is_that_of_standardized_loadings() -> None:
    fit = bifactor_fit()
    loadings = fit.loadings.to_numpy()
    implied = loadings @ loadings.T
    np.fill_diagonal(implied, 1.0)
    found = estimate_hierarchical_reliability(fit, latent_scale=True).factors["omega_hierarchical"]
    assert_allclose(found[0], loadings[:, 0].sum() ** 2 / implied.sum(), rtol=1e-10)


def test_groups_are_as_if_fitted_alone() -> None:
    data = read_data("holzinger1939")
    both = cm.fit_cfa(data, SECOND_ORDER, group="school")
    result = estimate_hierarchical_reliability(both)
    assert len(result.factors) == 8
    assert result.factors.index.is_unique
    for label in both.group_labels:
        alone = estimate_hierarchical_reliability(
            cm.fit_cfa(data[data["school"] == label], SECOND_ORDER)
        )
        own = result.factors[result.factors["group"] == label]
        numbers = own.drop(columns=["group", "factor"]).to_numpy(float)
        expected = alone.factors.drop(columns=["group", "factor"]).to_numpy(float)
        assert_allclose(numbers, expected, rtol=1e-5)


@cache
def exploratory() -> EfaResult:
    return cm.fit_efa(read_data("holzinger1939")[HS_ITEMS], 3)


def test_schmid_leiman_agrees_with_psych() -> None:
    # psych's rotation stops at a gradient of 1e-5: see test_omega.
    expected = reference("omega_hs9_3f_minres")
    form = schmid_leiman(exploratory())
    result = estimate_hierarchical_reliability(form)
    assert_allclose(result.explained_common_variance, expected["ECV"]["g"], rtol=1e-4)
    # Minres residuals add up to almost nothing, so that implied and observed sums are alike.
    assert_allclose(result.omega_total, expected["omega_tot"], rtol=1e-4)
    assert_allclose(result.omega_hierarchical, expected["omega_h"], rtol=1e-4)
    assert_allclose(result.uncontaminated_correlations, form.uncontaminated_correlations)
    assert_array_equal(result.items["group_factor"], form.groups)


def test_shares_of_the_groups_sums_agree_with_psych() -> None:
    table = reference("omega_hs9_3f_minres")
    theirs = table["omega_group"]["columns"]
    loadings = pd.DataFrame(table["schmid_sl"]["data"], columns=table["schmid_sl"]["cols"])
    observed = np.corrcoef(read_data("holzinger1939")[HS_ITEMS], rowvar=False)
    groups = loadings[["F1*", "F2*", "F3*"]].to_numpy()
    owner = np.argmax(np.abs(groups), axis=1)
    for k in range(3):
        block = np.ix_(owner == k, owner == k)
        own = composite_share(np.outer(groups[:, k], groups[:, k])[block], observed[block]).value
        general = np.outer(loadings["g"], loadings["g"])
        shared = composite_share(general[block], observed[block]).value
        assert_allclose(own, theirs["group"][k + 1], rtol=1e-6)
        assert_allclose(shared, theirs["general"][k + 1], rtol=1e-6)


def test_schmid_leiman_keeps_no_observed_variance() -> None:
    with pytest.raises(ModelError, match="A Schmid-Leiman form keeps no observed correlations"):
        estimate_hierarchical_reliability(schmid_leiman(exploratory()), observed_variance=True)


def test_negative_general_loadings_are_named() -> None:
    data = read_data("holzinger1939").assign(x1=lambda table: -table["x1"])
    with pytest.warns(DataQualityWarning, match="The general factor loads item 'x1' negatively"):
        result = estimate_hierarchical_reliability(
            cm.fit_cfa(data, SECOND_ORDER.replace("x1 + x2", "x2 + x1"))
        )
    assert result.negative_items == ("x1",)


@pytest.mark.parametrize(
    ("model", "options", "reason"),
    [
        (HS, {}, "no factor of visual, textual, speed loads on every item"),
        ("g =~ " + " + ".join(HS_ITEMS), {}, "g of g loads on every item"),
        (HS + "\nspeed ~ visual", {}, "it has regressions"),
        (
            SECOND_ORDER.replace("g =~ visual + textual + speed", "g =~ visual + textual"),
            {},
            "the indicators of 'g' are not all other factors, and these alone",
        ),
        (
            "f =~ x1 + x2 + x3 + x4 + x5 + x6\nh =~ x4 + x5 + x6",
            {},
            "'f' and 'h' correlate; a bifactor model has orthogonal=True",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::covalue_measures.exceptions.MeasuresWarning")
def test_refuses_models_without_a_general_factor(
    model: str, options: dict[str, object], reason: str
) -> None:
    fit = cm.fit_cfa(read_data("holzinger1939"), model, **options)
    with pytest.raises(ModelError, match=rf"is neither: .*{reason}"):
        estimate_hierarchical_reliability(fit)
