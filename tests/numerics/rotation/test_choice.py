import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.numerics.rotation.choice import choose_rotation

VALUES = reference("gparotation_hs9_ml")
#: GPArotation's name: ours, and what is asked of it.
NAMES = {
    "varimax": ("varimax", {"normalize": False}),
    "varimax_kaiser": ("varimax", {}),
    "quartimax": ("quartimax", {}),
    "equamax": ("equamax", {}),
    "parsimax": ("parsimax", {}),
    "entropy": ("entropy", {}),
    "infomaxT": ("infomax", {"oblique": False}),
    "infomaxQ": ("infomax", {}),
    "geominT": ("geomin", {"oblique": False}),
    "geominQ": ("geomin", {}),
    "geominQ_001": ("geomin", {"parameter": 0.001}),
    "oblimin0": ("oblimin", {}),
    "oblimin0_kaiser": ("oblimin", {"normalize": True}),
    "quartimin": ("quartimin", {}),
    "cfQ_varimax": ("varimax", {"oblique": True, "normalize": False}),
    "cfQ_equamax": ("crawford_ferguson", {"parameter": 3 / 18}),
    "bentlerQ": ("bentler", {}),
}


# The tolerances of test_gradient_projection.
@pytest.mark.parametrize("rotation", NAMES)
def test_names_are_gparotations(rotation: str) -> None:
    name, asked = NAMES[rotation]
    start = matrix_of(VALUES["input_loadings"])
    choice = choose_rotation(name, n_items=9, n_factors=3, **asked)
    result = choice.rotate(start, rng=np.random.default_rng(0), n_starts=10)
    assert_allclose(result.criterion, VALUES[rotation]["f"], rtol=1e-8)
    assert_allclose(result.loadings, matrix_of(VALUES[rotation]["loadings"]), atol=1e-5)


# psych::principal 2.2.9. Principal components, which are not estimated here, rotate the same way;
# stats::varimax stops at a relative change of 1e-5, GPArotation at a gradient of 1e-5.
@pytest.mark.parametrize(("name", "atol"), [("varimax", 1e-3), ("oblimin", 1e-5)])
def test_rotates_principal_components_as_psych(name: str, atol: float) -> None:
    values = reference("pca_hs9")
    choice = choose_rotation(name, n_items=9, n_factors=3)
    result = choice.rotate(matrix_of(values["none"]), rng=np.random.default_rng(0), n_starts=10)
    phi = matrix_of(values["oblimin_Phi"]) if name == "oblimin" else np.eye(3)
    loadings, phi, _ = align(matrix_of(values[name]), phi, result.loadings)
    assert_allclose(result.loadings, loadings, atol=atol)
    assert_allclose(result.factor_correlations, phi, atol=atol)


def test_oblique_quartimax_is_quartimin() -> None:
    start = matrix_of(VALUES["input_loadings"])
    first, second = (
        choose_rotation(name, n_items=9, n_factors=3, oblique=True).rotate(
            start, rng=np.random.default_rng(0), n_starts=3
        )
        for name in ("quartimax", "quartimin")
    )
    assert_allclose(first.loadings, second.loadings, atol=1e-6)


def test_a_target_of_zeros_leaves_signs_to_be_chosen() -> None:
    pattern = np.where(np.repeat(np.eye(3), 3, axis=0) == 1, np.nan, 0.0)
    choice = choose_rotation("target", n_items=9, n_factors=3, pattern=pattern)
    result = choice.rotate(
        matrix_of(VALUES["input_loadings"]), rng=np.random.default_rng(0), n_starts=10
    )
    sums = result.loadings.reshape(3, 3, 3).sum(axis=1)
    assert (np.argmax(np.abs(sums), axis=1) == np.arange(3)).all()
    assert (result.loadings.sum(axis=0) > 0).all()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": "entropy", "oblique": True}, "'entropy' exists orthogonal only"),
        ({"name": "promax", "oblique": False}, "'promax' exists oblique only"),
        ({"name": "target"}, "needs a target"),
        ({"name": "oblimin", "pattern": np.zeros((9, 3))}, "'oblimin' takes no target"),
        ({"name": "target", "pattern": np.zeros((9, 2))}, "is 9 by 2; 9 items and 3 factors"),
        ({"name": "varimax", "parameter": 1.0}, "'varimax' takes no number, got 1.0"),
        ({"name": "geomin", "parameter": 0.0}, "epsilon of geomin lies above 0, got 0.0"),
        ({"name": "promax", "parameter": 1.0}, "power of promax lies above 1, got 1.0"),
        ({"name": "simplimax", "parameter": 2.5}, "number of small loadings, 1 to 26; got 2.5"),
        ({"name": "bifactor", "n_factors": 2}, "at least 3 factors, got 2"),
    ],
)
def test_refuses(asked: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        choose_rotation(**({"n_items": 9, "n_factors": 3} | asked))
