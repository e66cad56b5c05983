import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.category_weights import category_weights
from covalue_measures.numerics.chance_agreement import cohen_null_error, fleiss_null_error
from covalue_measures.numerics.pairwise_agreement import agreement_of, rated_units

SHARES = np.array([[0.2, 0.5, 0.3], [0.4, 0.4, 0.2]])


# The first term of the variance has a simpler form without weights: Fleiss, Cohen and Everitt.
def test_unweighted_kappa_of_two_raters_has_the_simple_form() -> None:
    first, second = SHARES
    expected = first @ second
    variance = expected + expected**2 - (first * second * (first + second)).sum()
    error = np.sqrt(variance / 50) / (1 - expected)
    assert_allclose(cohen_null_error(SHARES, np.eye(3), 50), error, rtol=1e-12)


# Against kappas of raters who choose by chance; standard deviations of 4,000 are sure to 1.1 %.
@pytest.mark.parametrize("scheme", ["unweighted", "quadratic"])
def test_kappas_by_chance_stray_as_far_as_it_says(scheme: str) -> None:
    rng = np.random.default_rng(7)
    weights = category_weights(scheme, np.arange(3.0))
    kappas = [
        float(agreement_of(rated_units(codes, 3), weights, "cohen", np.ones(200)).coefficient)
        for codes in (
            np.column_stack([rng.choice(3, 200, p=shares) for shares in SHARES])
            for _ in range(4000)
        )
    ]
    assert np.std(kappas) == pytest.approx(cohen_null_error(SHARES, weights, 200), rel=0.045)


def test_fleiss_of_two_raters_who_choose_alike_is_nearly_cohens() -> None:
    shares = SHARES[0]
    assert_allclose(
        fleiss_null_error(shares, 2, 100),
        cohen_null_error(np.array([shares, shares]), np.eye(3), 100),
        rtol=1e-12,
    )


def test_one_category_has_no_error() -> None:
    assert np.isnan(fleiss_null_error(np.array([1.0, 0.0]), 3, 10))
    assert np.isnan(cohen_null_error(np.array([[1.0, 0.0], [1.0, 0.0]]), np.eye(2), 10))
