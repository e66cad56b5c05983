import numpy as np
import pandas as pd
import pytest
from factor_cases import correlations_of
from numpy.testing import assert_allclose
from reference_values import matrix_of, read_data, reference

import covalue_measures as cm
from covalue_measures.exceptions import DataQualityWarning, InsufficientDataError
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.psychometrics.factor import fit_efa, schmid_leiman


# psych::schmid with minres and oblimin; all its searches stop at about 1e-5.
@pytest.mark.parametrize("name", ["hs9", "thurstone"])
def test_agrees_with_psych(name: str) -> None:
    table = matrix_of(reference("schmid_leiman_psych")[name]["sl"])
    result = schmid_leiman(fit_efa(correlations_of(name), 3))
    group, _, _ = align(result.group_loadings.to_numpy(), np.eye(3), table[:, 1:4])
    assert_allclose(result.general_loadings, table[:, 0], atol=5e-5)
    assert_allclose(group, table[:, 1:4], atol=5e-5)
    assert_allclose(result.communalities, table[:, 4], atol=5e-5)
    assert_allclose(result.uniquenesses, table[:, 5], atol=5e-5)
    assert_allclose(result.item_explained_common_variance, table[:, 6], atol=5e-5)


# psych::omega does the same steps.
@pytest.mark.parametrize("name", ["hs9", "thurstone"])
def test_omegas_agree_with_psych(name: str) -> None:
    expected = reference(f"omega_{name}_3f_minres")
    result = schmid_leiman(fit_efa(correlations_of(name), 3))
    assert_allclose(result.omega_hierarchical, expected["omega_h"], atol=5e-5)
    assert_allclose(result.omega_total, expected["omega_tot"], atol=5e-5)


def test_implies_the_correlations_of_the_fit() -> None:
    fit = fit_efa(correlations_of("thurstone"), 3)
    result = schmid_leiman(fit)
    general, group = result.general_loadings.to_numpy(), result.group_loadings.to_numpy()
    loadings, phi = fit.loadings.to_numpy(), fit.factor_correlations.to_numpy()
    implied = np.outer(general, general) + group @ group.T
    assert_allclose(implied, loadings @ phi @ loadings.T, atol=1e-6)
    assert_allclose(result.communalities + result.uniquenesses, 1, atol=1e-10)


def test_counts_correlations_between_groups() -> None:
    result = schmid_leiman(fit_efa(correlations_of("thurstone"), 3))
    # Three groups of three: 9 of 36 pairs within.
    assert result.uncontaminated_correlations == 0.75
    assert set(result.groups.value_counts()) == {3}
    squares = (result.general_loadings**2).sum()
    share = squares / (squares + (result.group_loadings**2).to_numpy().sum())
    assert_allclose(result.explained_common_variance, share, rtol=1e-12)
    frame = result.to_frame()
    names = ["general", "group_1", "group_2", "group_3", "communality", "uniqueness"]
    assert list(frame) == names


def test_items_of_one_factor_only_are_all_general() -> None:
    loadings = np.repeat(np.eye(3), 3, axis=0) * 0.8
    phi = np.full((3, 3), 0.49) + 0.51 * np.eye(3)
    matrix = loadings @ phi @ loadings.T + 0.36 * np.eye(9)
    given = cm.CorrelationResult.from_matrix(pd.DataFrame(matrix), 500)
    result = schmid_leiman(fit_efa(given, 3))
    assert_allclose(result.second_order_loadings, 0.7, atol=1e-6)
    assert_allclose(result.explained_common_variance, 0.49, atol=1e-6)


def test_refuses_and_warns() -> None:
    given = correlations_of("hs9")
    for options in ({"rotation": "varimax"}, {"rotation": "none"}):
        with pytest.raises(InsufficientDataError, match="needs at least two correlated factors"):
            schmid_leiman(fit_efa(given, 3, **options))
    with pytest.raises(InsufficientDataError, match="this fit has 1, rotation 'oblimin'"):
        schmid_leiman(fit_efa(given, 1))
    frame = read_data("bfi").iloc[:, :15]
    with pytest.warns(DataQualityWarning, match="loads items .* negatively"):
        schmid_leiman(fit_efa(frame, 3))
