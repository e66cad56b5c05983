import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import BFI_ITEMS, HS_ITEMS, read_data

import covalue_measures as cm
from covalue_measures.crosscheck import check_rotation, missing_packages

pytestmark = pytest.mark.skipif(bool(missing_packages()), reason="the crosscheck extra")


# Their varimax, from which promax starts, stops at about 5e-5; the others search as we do.
@pytest.mark.parametrize(
    ("rotation", "options", "within"),
    [
        ("varimax", {}, 1e-4),
        ("promax", {}, 1e-4),
        ("promax", {"rotation_parameter": 3.0}, 1e-4),
        ("quartimax", {}, 2e-6),
        ("oblimin", {}, 2e-6),
        ("quartimin", {}, 2e-6),
        ("geomin", {}, 2e-6),
        ("geomin", {"oblique": False}, 2e-6),
    ],
)
@pytest.mark.parametrize("extraction", ["minres", "maximum_likelihood"])
def test_factor_analyzer_agrees(
    rotation: str, options: dict[str, float], within: float, extraction: str
) -> None:
    frame = read_data("bfi")[BFI_ITEMS]
    fit = cm.fit_efa(frame, 5, extraction=extraction, rotation=rotation, n_starts=10, **options)
    opinions = check_rotation(fit)
    assert len(opinions) == 1 + fit.is_oblique
    for opinion in opinions:
        assert opinion.is_within_tolerance
        assert opinion.difference < within


def test_names_the_loading_that_differs_most() -> None:
    fit = cm.fit_efa(read_data("holzinger1939")[HS_ITEMS], 3)
    moved = fit.loadings.copy()
    moved.loc["x4", "factor_2"] += 0.01
    loading, correlation = check_rotation(fit)
    assert loading.coefficient.startswith("oblimin loading of 'x")
    assert correlation.coefficient.startswith("oblimin correlation of factor_")
    object.__setattr__(fit, "loadings", moved)
    loading, _ = check_rotation(fit)
    assert loading.coefficient == "oblimin loading of 'x4' on factor_2, the farthest apart"
    assert not loading.is_within_tolerance
    assert_allclose(loading.ours - loading.theirs, 0.01, atol=1e-6)
    assert loading.basis == "our unrotated minres loadings; one start there, 30 here"


@pytest.mark.parametrize(
    ("rotation", "options"),
    [
        ("none", {}),
        ("equamax", {}),
        ("varimax", {"oblique": True}),
        ("oblimin", {"normalize": True}),
        ("oblimin", {"rotation_parameter": -0.5}),
        ("promax", {"normalize": False}),
    ],
)
def test_does_not_ask_for_what_the_other_program_lacks(
    rotation: str, options: dict[str, float]
) -> None:
    data = read_data("holzinger1939")[HS_ITEMS]
    assert check_rotation(cm.fit_efa(data, 3, rotation=rotation, **options)) == ()


def test_varimax_without_normalization_agrees() -> None:
    data = read_data("holzinger1939")[HS_ITEMS]
    (loading,) = check_rotation(cm.fit_efa(data, 3, rotation="varimax", normalize=False))
    assert loading.is_within_tolerance
    assert np.isfinite(loading.theirs)
