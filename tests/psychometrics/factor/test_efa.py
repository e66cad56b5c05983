from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest
from factor_cases import N_FACTORS, correlations_of
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
from covalue_measures.numerics.rotation.criteria import bifactor
from covalue_measures.psychometrics.factor import EfaResult, fit_efa

METHODS = {"minres": "minres", "ml": "maximum_likelihood", "pa": "principal_axis"}
#: psych's names for rotations, and what they are here.
ROTATIONS = {
    "varimax": {"rotation": "varimax"},
    "quartimax": {"rotation": "quartimax"},
    "promax": {"rotation": "promax"},
    "Promax": {"rotation": "promax", "normalize": False},
    "oblimin": {"rotation": "oblimin"},
    "geominQ": {"rotation": "geomin"},
    "geominT": {"rotation": "geomin", "oblique": False},
    "bentlerQ": {"rotation": "bentler"},
    "bifactor": {"rotation": "bifactor"},
}
CASES = [
    *((name, "ml", r) for name in ("hs9", "bfi25") for r in ROTATIONS if r != "bentlerQ"),
    ("bfi25", "ml", "bentlerQ"),
    *(
        (name, "minres", r)
        for name in ("hs9", "bfi25")
        for r in ("varimax", "promax", "oblimin", "geominQ", "bifactor")
    ),
    *(
        (name, "ml", r)
        for name in ("thurstone", "reise16")
        for r in ("varimax", "promax", "oblimin", "geominQ")
    ),
    *((name, "pa", "oblimin") for name in N_FACTORS),
]


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


# psych::fa 2.2.9. Its rotations stop at a gradient of 1e-5 and stats::varimax at a change of 1e-5,
# which leaves loadings within 1e-3, varimax within 1.5e-3; the same rotations stand at 1e-5 against
# polished GPArotation in tests/numerics/rotation. Communalities are those of L-BFGS-B at its
# default, 1e-4; principal axis was run to 1e-12.
@pytest.mark.filterwarnings("ignore:Heywood case")
@pytest.mark.parametrize(("name", "extraction", "rotation"), CASES)
def test_agrees_with_psych(name: str, extraction: str, rotation: str) -> None:
    expected = reference(f"fa_{name}_{extraction}_{rotation}")
    result = fit_efa(
        correlations_of(name),
        N_FACTORS[name],
        extraction=METHODS[extraction],
        **ROTATIONS[rotation],
    )
    assert_same_solution(result, expected, 1.5e-3 if rotation == "varimax" else 1e-3)
    atol = 1e-8 if extraction == "pa" else 1e-4
    assert_allclose(result.communalities, list(expected["communality"].values()), atol=atol)
    assert_allclose(result.fit.chi_square, expected["STATISTIC"], rtol=1e-5)
    assert_allclose(result.fit.rmsr, expected["rms"], rtol=1e-5)


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


def test_names_heywood_cases() -> None:
    with pytest.warns(DataQualityWarning, match="no uniqueness is left for item 'helpful'"):
        result = fit_efa(correlations_of("reise16"), 5, extraction="maximum_likelihood")
    assert result.heywood_items == ("helpful",)
    assert result.convergence.converged


# psych ends in a local minimum, as most single starts do.
def test_bifactor_is_simpler_than_psychs() -> None:
    expected = reference("fa_thurstone_ml_bifactor")
    result = fit_efa(
        correlations_of("thurstone"), 3, extraction="maximum_likelihood", rotation="bifactor"
    )
    assert result.rotation.criterion < bifactor(matrix_of(expected["loadings"]))[0] - 1e-3
    assert result.rotation.n_distinct_minima == 3
    assert 1 < result.rotation.n_starts_at_best < 30


# psych::fa on lavaan's correlations, ours differ from them by 1e-6.
@pytest.mark.parametrize("extraction", ["minres", "ml"])
@pytest.mark.parametrize("rotation", ["varimax", "promax", "oblimin", "geominQ"])
def test_agrees_with_psych_on_polychorics(extraction: str, rotation: str) -> None:
    expected = reference(f"fa_bfi25_poly_{extraction}_{rotation}")
    result = fit_efa(bfi_polychorics(), 5, extraction=METHODS[extraction], **ROTATIONS[rotation])
    assert_same_solution(result, expected, 1.5e-3 if rotation == "varimax" else 1e-3)
    assert_allclose(result.fit.chi_square, expected["STATISTIC"], rtol=1e-5)
    assert result.settings.correlation == "polychoric"


@cache
def bfi_polychorics() -> cm.CorrelationResult:
    return cm.estimate_polychoric(read_data("bfi")[BFI_ITEMS], missing="listwise")


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
