from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from factor_cases import FACTORS, correlations_of
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, matrix_of, read_data, reference
from scipy.optimize import linear_sum_assignment

import covalue_measures as cm
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
    ResponseDataError,
)
from covalue_measures.numerics.extraction.choice import EXTRACTIONS
from covalue_measures.numerics.extraction.principal_axis import principal_axis
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.numerics.rotation.criteria import bentler, bifactor, simplimax
from covalue_measures.psychometrics.factor import EfaResult, fit_efa, schmid_leiman

METHODS = {"minres": "minres", "ml": "maximum_likelihood", "pa": "principal_axis"}
#: psych's names for rotations, and what they are here.
ROTATIONS = {
    "varimax": {"rotation": "varimax"},
    "quartimax": {"rotation": "quartimax"},
    "equamax": {"rotation": "equamax"},
    "promax": {"rotation": "promax"},
    "Promax": {"rotation": "promax", "normalize": False},
    "oblimin": {"rotation": "oblimin"},
    "quartimin": {"rotation": "quartimin"},
    "geominQ": {"rotation": "geomin"},
    "geominT": {"rotation": "geomin", "oblique": False},
    "bentlerQ": {"rotation": "bentler"},
    "bifactor": {"rotation": "bifactor"},
    "biquartimin": {"rotation": "bifactor", "oblique": True},
    "simplimax": {"rotation": "simplimax"},
}
SOME_ROTATIONS = ("varimax", "promax", "oblimin", "geominQ", "bifactor")
CASES = [
    *((n, method, r) for n in ("hs9", "bfi25") for method in METHODS for r in ROTATIONS),
    *(
        (n, method, r)
        for n in ("thurstone", "reise16", "bfi25_poly")
        for method in ("minres", "ml")
        for r in SOME_ROTATIONS
    ),
    *((n, "pa", "oblimin") for n in ("thurstone", "reise16", "bfi25_poly")),
]
#: psych stops before the minimum, or in another one; ours, from 30 starts, is at least as low.
CRITERIA = {
    "bentlerQ": bentler,
    "biquartimin": bifactor,
    "bifactor": bifactor,
    "simplimax": lambda loadings: simplimax(loadings, n_small=len(loadings)),
}
LOWER = [
    *((n, method, "simplimax") for n in ("hs9", "bfi25") for method in METHODS),
    *(("hs9", method, r) for method in METHODS for r in ("bentlerQ", "biquartimin")),
    *(("thurstone", method, "bifactor") for method in ("minres", "ml")),
]
#: Of loadings. psych's rotations stop at a gradient of 1e-5, stats::varimax, where promax starts,
#: at a relative change of 1e-5.
ROTATION_ATOL = {"varimax": 1.5e-3, "promax": 1e-3, "Promax": 1e-3}


def assert_same_solution(result: EfaResult, expected: dict, atol: float) -> None:
    """Compare after giving psych's columns the order and the signs of ours."""
    ours, theirs = result.loadings.to_numpy(), matrix_of(expected["loadings"])
    cross = ours.T @ theirs / np.linalg.norm(theirs, axis=0)
    _, order = linear_sum_assignment(-np.abs(cross))
    signs = np.sign(np.diag(cross[:, order]))
    phi = np.array(expected["Phi"]["data"], float) if expected.get("Phi") else np.eye(len(order))
    assert_allclose(ours, theirs[:, order] * signs, atol=atol)
    assert_allclose(
        result.factor_correlations,
        phi[np.ix_(order, order)] * np.outer(signs, signs),
        atol=atol,
    )
    assert_allclose(
        result.structure_coefficients, matrix_of(expected["Structure"])[:, order] * signs, atol=atol
    )
    shares = result.variance_accounted.loc[:, ["sum_of_squares", "proportion"]]
    assert_allclose(shares, matrix_of(expected["Vaccounted"])[:2, order].T, atol=5 * atol)


def assert_same_extraction(
    result: EfaResult, expected: dict, *, communality_atol: float, fit_rtol: float
) -> None:
    """Compare what no rotation changes."""
    communalities = list(expected["communality"].values())
    assert_allclose(result.communalities, communalities, atol=communality_atol)
    assert result.fit.df == expected["dof"]
    assert_allclose(result.fit.chi_square, expected["STATISTIC"], rtol=fit_rtol)
    assert_allclose(result.fit.rmsr, expected["rms"], rtol=1e-5)
    assert_allclose(result.fit.tli, expected["TLI"], atol=10 * fit_rtol)


# psych::fa 2.2.9; on bfi25_poly on lavaan's correlations, ours differ from them by 4e-8. The same
# extractions stand at 1e-11 and the same rotations at 1e-5 against searches without psych's
# stopping rules, in tests/numerics. Principal axis was run to 1e-12; minres and likelihood are
# those of L-BFGS-B at its default, good to 5e-5, and where minres of reise16 is flat, beside a
# communality near 1, to 3e-4.
@pytest.mark.filterwarnings("ignore:Heywood case")
@pytest.mark.parametrize(("name", "extraction", "rotation"), CASES)
def test_agrees_with_psych(name: str, extraction: str, rotation: str) -> None:
    expected = reference(f"fa_{name}_{extraction}_{rotation}")
    result = fit_efa(
        correlations_of(name),
        FACTORS[name],
        extraction=METHODS[extraction],
        **ROTATIONS[rotation],
    )
    is_flat = (name, extraction) == ("reise16", "minres")
    search_atol = 3e-4 if is_flat else 5e-5
    assert_same_extraction(
        result,
        expected,
        communality_atol=1e-7 if extraction == "pa" else search_atol,
        fit_rtol=1e-4 if is_flat else 1e-5,
    )
    if (name, extraction, rotation) not in LOWER:
        assert_same_solution(result, expected, ROTATION_ATOL.get(rotation, 5e-4))
        return
    theirs = matrix_of(expected["loadings"])
    # psych sorts the general factor in among the others: take the place that suits it best.
    places = range(theirs.shape[1]) if rotation in {"bifactor", "biquartimin"} else [0]
    general_first = [np.column_stack([theirs[:, k], np.delete(theirs, k, axis=1)]) for k in places]
    criterion = CRITERIA[rotation]
    lowest = min(criterion(loadings)[0] for loadings in general_first)
    assert_allclose(criterion(result.loadings.to_numpy())[0], result.rotation.criterion, rtol=1e-8)
    assert result.rotation.criterion < lowest


@pytest.mark.filterwarnings("ignore:Heywood case")
@pytest.mark.parametrize("extraction", METHODS)
@pytest.mark.parametrize("name", ["thurstone", "hs9", "bfi25", "reise16", "bfi25_poly"])
def test_unrotated_agrees_with_psych(name: str, extraction: str) -> None:
    expected, n_factors = reference(f"fa_{name}_{extraction}_none"), FACTORS[name]
    result = fit_efa(
        correlations_of(name), n_factors, extraction=METHODS[extraction], rotation="none"
    )
    # psych has two columns of reise16 in another order, and one with another sign.
    loadings, _, _ = align(
        matrix_of(expected["loadings"]), np.eye(n_factors), result.loadings.to_numpy()
    )
    # The tolerances of the communalities above. By likelihood, too, the last two columns of reise16
    # are less sure: their sums of squares are within .002 of each other.
    search_atol = 3e-4 if name == "reise16" else 5e-5
    assert_allclose(result.loadings, loadings, atol=1e-7 if extraction == "pa" else search_atol)


# lavaan::efa, whose optimizer stops at about 1e-6; geomin with its epsilon of .001.
@pytest.mark.parametrize("rotation", ["oblimin", "geomin", "varimax"])
def test_agrees_with_lavaan(rotation: str) -> None:
    columns = reference(f"lavaan_efa_hs9_3f_{rotation}")["std"]["columns"]
    is_loading = np.array(columns["op"]) == "=~"
    expected = np.array(columns["est.std"], float)[is_loading].reshape(3, 9).T
    result = fit_efa(
        correlations_of("hs9"),
        3,
        extraction="maximum_likelihood",
        rotation=rotation,
        rotation_parameter=0.001 if rotation == "geomin" else None,
    )
    aligned, _, congruence = align(expected, np.eye(3), result.loadings.to_numpy())
    assert_allclose(result.loadings, aligned, atol=2e-5)
    assert_allclose(congruence, 1, atol=1e-8)


# The same, with rows normalized in promax here only if asked for.
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("hs9_3f_promax", {"rotation": "promax", "normalize": False}),
        ("bfi25_5f_geomin_listwise", {"rotation": "geomin", "rotation_parameter": 0.001}),
    ],
)
def test_more_rotations_agree_with_lavaan(name: str, options: dict[str, object]) -> None:
    columns = reference(f"lavaan_efa_{name}")["std"]["columns"]
    is_loading = np.array(columns["op"]) == "=~"
    items, n_factors = (HS_ITEMS, 3) if name.startswith("hs9") else (BFI_ITEMS, 5)
    frame = read_data("holzinger1939" if name.startswith("hs9") else "bfi")[items].dropna()
    expected = np.array(columns["est.std"], float)[is_loading].reshape(n_factors, len(items)).T
    result = fit_efa(frame, n_factors, extraction="maximum_likelihood", **options)
    aligned, _, congruence = align(expected, np.eye(n_factors), result.loadings.to_numpy())
    assert_allclose(result.loadings, aligned, atol=5e-5)
    assert_allclose(congruence, 1, atol=1e-8)


def test_names_heywood_cases() -> None:
    with pytest.warns(DataQualityWarning, match="no uniqueness is left for item 'helpful'"):
        result = fit_efa(correlations_of("reise16"), 5, extraction="maximum_likelihood")
    assert result.heywood_items == ("helpful",)
    assert result.convergence.converged


# psych ends in a local minimum, as most single starts do.
@pytest.mark.parametrize("extraction", ["minres", "ml"])
def test_bifactor_of_thurstone_has_three_minima(extraction: str) -> None:
    result = fit_efa(
        correlations_of("thurstone"), 3, extraction=METHODS[extraction], rotation="bifactor"
    )
    assert result.rotation.n_distinct_minima == 3
    assert 1 < result.rotation.n_starts_at_best < 30


# EFAtools::EFA 0.6.0, oblimin of rows at length 1, which stops at a gradient of 1e-5. Its
# chi-square is without Bartlett's correction.
def test_agrees_with_efatools() -> None:
    expected = reference("efatools_efa_ml_oblimin_hs9")
    result = fit_efa(
        correlations_of("hs9"),
        3,
        extraction="maximum_likelihood",
        rotation="oblimin",
        normalize=True,
    )
    theirs, phi, _ = align(
        matrix_of(expected["rot"]), matrix_of(expected["Phi"]), result.loadings.to_numpy()
    )
    assert_allclose(result.loadings, theirs, atol=1e-5)
    assert_allclose(result.factor_correlations, phi, atol=1e-5)
    assert_allclose(result.communalities, list(expected["h2"].values()), atol=1e-5)
    assert_allclose(result.fit.discrepancy, expected["fit"]["Fm"], rtol=1e-9)
    assert_allclose(300 * result.fit.discrepancy, expected["fit"]["chi"], rtol=1e-9)
    assert result.fit.df == expected["fit"]["df"]


# psych::omega with its Promax, as two steps. Its searches stop at 1e-5.
def test_schmid_leiman_of_promax_agrees_with_psych() -> None:
    expected = reference("omega_hs9_3f_minres_listwise_promax")
    fit = fit_efa(correlations_of("hs9"), 3, rotation="promax", normalize=False)
    result = schmid_leiman(fit)
    table = matrix_of(expected["schmid_sl"])
    theirs, phi, _ = align(
        matrix_of(expected["oblique"]), matrix_of(expected["phi"]), fit.loadings.to_numpy()
    )
    assert_allclose(fit.loadings, theirs, atol=5e-5)
    assert_allclose(fit.factor_correlations, phi, atol=5e-5)
    groups, _, _ = align(table[:, 1:4], np.eye(3), result.group_loadings.to_numpy())
    assert_allclose(result.general_loadings, table[:, 0], atol=5e-5)
    assert_allclose(result.group_loadings, groups, atol=5e-5)
    assert_allclose(result.communalities, table[:, 4], atol=5e-5)
    assert_allclose(result.uniquenesses, table[:, 5], atol=5e-5)
    assert_allclose(result.item_explained_common_variance, table[:, 6], atol=5e-5)
    assert_allclose(result.omega_hierarchical, expected["omega_h"], atol=5e-5)
    assert_allclose(result.omega_total, expected["omega_tot"], atol=5e-5)
    assert_allclose(result.explained_common_variance, expected["ECV"]["g"], atol=5e-5)


def test_takes_data_as_well_as_correlations() -> None:
    frame = read_data("holzinger1939")[HS_ITEMS]
    result = fit_efa(frame, 3)
    given = fit_efa(correlations_of("hs9"), 3)
    pd.testing.assert_frame_equal(result.loadings, given.loadings)
    assert list(result.loadings.index) == HS_ITEMS
    assert list(result.loadings.columns) == ["factor_1", "factor_2", "factor_3"]
    assert result.n_respondents == 301
    polychoric = fit_efa(frame.rank().gt(150).astype(int), 3, correlation="polychoric")
    assert polychoric.settings.correlation == "polychoric"


@pytest.mark.parametrize("rotation", ["none", *ROTATIONS])
def test_parts_fit_together(rotation: str) -> None:
    result = fit_efa(correlations_of("hs9"), 3, **ROTATIONS.get(rotation, {"rotation": "none"}))
    loadings, phi = result.loadings.to_numpy(), result.factor_correlations.to_numpy()
    implied = loadings @ phi @ loadings.T + np.diag(result.uniquenesses)
    observed = correlations_of("hs9").matrix
    assert_allclose(result.residuals, observed - implied, atol=1e-12)
    assert_allclose(np.diag(result.residuals), 0, atol=1e-10)
    assert_allclose(result.communalities + result.uniquenesses, 1, atol=1e-10)
    assert_allclose(result.variance_accounted["sum_of_squares"].sum(), result.communalities.sum())
    assert_allclose(result.variance_accounted["cumulative_proportion_of_common"].iloc[-1], 1)
    below = result.residuals.to_numpy()[np.tril_indices(9, -1)]
    assert_allclose(result.fit.rmsr, np.sqrt(np.mean(below**2)), rtol=1e-12)
    table = result.to_frame()
    assert list(table.columns[3:]) == ["communality", "uniqueness", "complexity"]
    assert (result.rotation is None) == (rotation == "none")


def test_complexity_counts_factors_of_an_item() -> None:
    result = fit_efa(correlations_of("hs9"), 3, extraction="maximum_likelihood")
    expected = reference("fa_hs9_ml_oblimin")["complexity"]
    assert_allclose(result.complexity, list(expected.values()), atol=1e-3)


def test_equamax_is_not_quartimax() -> None:
    equamax = fit_efa(correlations_of("hs9"), 3, rotation="equamax")
    quartimax = fit_efa(correlations_of("hs9"), 3, rotation="quartimax")
    assert np.abs(equamax.loadings - quartimax.loadings).to_numpy().max() > 0.05


def test_bifactor_keeps_the_general_factor_first() -> None:
    result = fit_efa(correlations_of("bfi25"), 5, rotation="bifactor", oblique=True)
    assert result.rotation.oblique
    general = result.factor_correlations.iloc[0]
    assert_allclose(general.iloc[0], 1)
    groups = result.variance_accounted["sum_of_squares"].to_numpy()[1:]
    own = np.sum(result.loadings.to_numpy()[:, 1:] ** 2, axis=0)
    assert (np.diff(own) <= 0).all()
    assert len(groups) == 4


def test_target_finds_its_items_by_name() -> None:
    values = reference("target_hs9_ml")
    pattern = pd.DataFrame(matrix_of(values["full_target"]), index=HS_ITEMS)
    result = fit_efa(
        correlations_of("hs9"),
        3,
        extraction="maximum_likelihood",
        rotation="target",
        target=pattern.iloc[::-1],
        oblique=False,
    )
    # GPArotation to a gradient of 1e-8: places and signs are the target's.
    assert_allclose(result.loadings, matrix_of(values["targetT"]["loadings"]), atol=1e-6)
    with pytest.raises(ResponseDataError, match="'x9' is missing from one of them"):
        fit_efa(correlations_of("hs9"), 3, rotation="target", target=pattern.iloc[:-1])


def test_one_factor_is_not_rotated() -> None:
    result = fit_efa(correlations_of("hs9"), 1, rotation="geomin")
    assert result.rotation is None
    assert not result.is_oblique
    assert (result.loadings.to_numpy() > 0).all()


def test_the_same_seed_gives_the_same_factors() -> None:
    first, second = (
        fit_efa(correlations_of("bfi25"), 5, rotation="geomin", rotation_parameter=0.001, seed=3)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(first.loadings, second.loadings)
    assert first.rotation.n_distinct_minima > 1


def test_warns_of_more_factors_than_the_data_determine() -> None:
    with pytest.warns(DataQualityWarning, match="3 factors of 5 items are more than"):
        result = fit_efa(correlations_of("hs9").select(HS_ITEMS[:5]), 3)
    assert result.fit.df < 0
    assert result.fit.pvalue is None


@pytest.mark.parametrize("rotation", ["oblimin", "promax", "bentler", "geomin"])
@pytest.mark.parametrize("loading", [0.0, 0.7])
def test_warns_of_factors_without_loadings(rotation: str, loading: float) -> None:
    matrix = np.full((6, 6), loading**2)
    np.fill_diagonal(matrix, 1)
    given = cm.CorrelationResult.from_matrix(pd.DataFrame(matrix, columns=list("abcdef")), 200)
    with pytest.warns(DataQualityWarning, match="of 2 factors have no loadings: .* Ask for fewer"):
        result = fit_efa(given, 2, rotation=rotation)
    assert result.rotation is None
    assert_allclose(result.communalities, loading**2, atol=1e-7)


def test_warns_of_correlations_that_cannot_be() -> None:
    matrix = correlations_of("hs9").correlations.copy()
    matrix.loc["x1", "x2"] = matrix.loc["x2", "x1"] = -0.95
    given = cm.CorrelationResult.from_matrix(matrix, 301)
    with (
        pytest.warns(DataQualityWarning, match="smallest eigenvalue -"),
        pytest.warns(DataQualityWarning, match="Heywood case: .* for items 'x1', 'x2'"),
    ):
        result = fit_efa(given, 2)
    assert result.fit.chi_square is None
    assert result.fit.rmsr > 0
    with pytest.raises(InsufficientDataError, match="have no likelihood; use extraction='minres'"):
        fit_efa(given, 2, extraction="maximum_likelihood")


def test_says_that_it_did_not_converge(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(correlation: np.ndarray, n_factors: int) -> object:
        return principal_axis(correlation, n_factors, max_iterations=2)

    monkeypatch.setitem(EXTRACTIONS, "principal_axis", stopped)
    with pytest.warns(ConvergenceWarning, match="extraction: communalities still change by"):
        result = fit_efa(correlations_of("hs9"), 2, extraction="principal_axis")
    assert not result.convergence.converged


REFUSED: dict[str, tuple[Callable[[], EfaResult], type[Exception], str]] = {
    "factors": (
        lambda: fit_efa(correlations_of("hs9"), 9),
        InsufficientDataError,
        "fewer factors than items; got 9 items and 9 factors",
    ),
    "extraction": (
        lambda: fit_efa(correlations_of("hs9"), 3, extraction="image"),
        ValueError,
        "no extraction 'image'; choose among minres",
    ),
    "rotation": (
        lambda: fit_efa(correlations_of("hs9"), 3, rotation="oblimax"),
        ValueError,
        "no rotation 'oblimax'; choose among varimax",
    ),
    "nothing to rotate": (
        lambda: fit_efa(correlations_of("hs9"), 3, rotation="none", oblique=True),
        ValueError,
        "rotation='none'",
    ),
    "starts": (
        lambda: fit_efa(correlations_of("hs9"), 3, n_starts=0),
        ValueError,
        "at least 1 start, got 0",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses(what: str) -> None:
    ask, error, words = REFUSED[what]
    with pytest.raises(error, match=words):
        ask()


def test_keys_items_as_their_instrument_declares(bfi_data: cm.ResponseData) -> None:
    result = fit_efa(bfi_data, 5)
    assert "a1" in result.correlations.reversed_items
    unkeyed = fit_efa(read_data("bfi")[BFI_ITEMS], 5)
    assert_allclose(result.communalities.to_numpy(), unkeyed.communalities.to_numpy(), atol=1e-8)
