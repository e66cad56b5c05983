import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.latent_scores import (
    JointMoments,
    bartlett_scores,
    regression_scores,
)

LOADINGS = np.array([[1.0, 0.0], [0.8, 0.0], [0.6, 0.3], [0.0, 1.0], [0.0, -0.7]])
PHI = np.array([[1.2, 0.4], [0.4, 0.9]])
THETA = np.diag([0.5, 0.7, 0.6, 0.4, 0.8])
ALPHA = np.array([0.3, -0.2])
NU = np.array([2.0, 2.5, 3.0, 1.0, 4.0])
MOMENTS = JointMoments(
    factor_mean=ALPHA,
    factor_covariance=PHI,
    factor_item=PHI @ LOADINGS.T,
    mean=NU + LOADINGS @ ALPHA,
    covariance=LOADINGS @ PHI @ LOADINGS.T + THETA,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.fixture
def values(rng: np.random.Generator) -> np.ndarray:
    answers = rng.normal(2.5, 1.0, (60, 5))
    answers[rng.random(answers.shape) < 0.25] = np.nan
    answers[:5] = 1.0
    # All of one factor's, all answers, and all but one.
    answers[5, 2:] = np.nan
    answers[6] = np.nan
    answers[7] = [np.nan, np.nan, 3.0, np.nan, np.nan]
    return answers


def test_regression_is_the_conditional_mean(values: np.ndarray) -> None:
    found = regression_scores(values, MOMENTS)
    for row, answers in enumerate(values):
        seen = ~np.isnan(answers)
        gain = MOMENTS.factor_item[:, seen] @ np.linalg.inv(MOMENTS.covariance[np.ix_(seen, seen)])
        mean = ALPHA + gain @ (answers[seen] - MOMENTS.mean[seen])
        left = PHI - gain @ MOMENTS.factor_item[:, seen].T
        assert_allclose(found.scores[row], mean, rtol=1e-10, atol=1e-12)
        assert_allclose(found.standard_errors[row], np.sqrt(np.diag(left)), rtol=1e-10)
    assert_allclose(found.scores[6], ALPHA)


def test_bartlett_is_weighted_least_squares(values: np.ndarray) -> None:
    found = bartlett_scores(values, MOMENTS, LOADINGS)
    for row, answers in enumerate(values):
        seen = ~np.isnan(answers)
        loadings, weights = LOADINGS[seen], np.linalg.inv(THETA[np.ix_(seen, seen)])
        own = (loadings != 0).any(axis=0)
        information = loadings[:, own].T @ weights @ loadings[:, own]
        if not own.any() or np.linalg.cond(information) > 1e10:
            continue
        scores = np.linalg.solve(
            information, loadings[:, own].T @ weights @ (answers[seen] - NU[seen])
        )
        assert_allclose(found.scores[row, own], scores, rtol=1e-8, atol=1e-9)
        errors = np.sqrt(np.diag(np.linalg.inv(information)))
        assert_allclose(found.standard_errors[row, own], errors, rtol=1e-8)
        assert np.isnan(found.scores[row, ~own]).all()


def test_bartlett_says_nothing_where_factors_cannot_be_told_apart(values: np.ndarray) -> None:
    found = bartlett_scores(values, MOMENTS, LOADINGS)
    assert np.isnan(found.scores[5]).tolist() == [False, True]
    assert np.isnan(found.scores[6]).all()
    # One item with both factors in it.
    assert np.isnan(found.scores[7]).all()
    assert np.isnan(found.standard_errors[7]).all()


def test_bartlett_is_unbiased_for_every_value_of_the_factors() -> None:
    factors = np.array([[0.0, 0.0], [2.0, -1.0], [-3.0, 4.0]])
    found = bartlett_scores(NU + factors @ LOADINGS.T, MOMENTS, LOADINGS)
    assert_allclose(found.scores, factors, atol=1e-12)


def test_a_factor_of_factors_is_unbiased_too() -> None:
    effects, disturbances = np.array([[0.9], [0.5], [0.7]]), np.diag([0.3, 0.5, 0.4])
    first = effects @ effects.T + disturbances
    loadings = np.kron(np.eye(3), np.array([[1.0], [0.8]]))
    among = np.block([[first, effects], [effects.T, np.ones((1, 1))]])
    both = np.hstack([loadings, np.zeros((6, 1))])
    moments = JointMoments(
        factor_mean=np.zeros(4),
        factor_covariance=among,
        factor_item=among @ both.T,
        mean=np.zeros(6),
        covariance=both @ among @ both.T + 0.5 * np.eye(6),
    )
    general = np.array([-1.0, 0.5, 2.0])
    found = bartlett_scores(general[:, None] * (loadings @ effects).ravel(), moments, both)
    assert_allclose(found.scores[:, 3], general, atol=1e-10)
    assert_allclose(found.scores[:, :3], general[:, None] * effects.ravel(), atol=1e-10)


def test_a_factor_that_is_an_item_has_no_error() -> None:
    moments = JointMoments(
        factor_mean=np.zeros(1),
        factor_covariance=np.array([[2.0]]),
        factor_item=np.array([[2.0]]),
        mean=np.zeros(1),
        covariance=np.array([[2.0]]),
    )
    values = np.array([[1.5], [-0.5]])
    for found in (
        regression_scores(values, moments),
        bartlett_scores(values, moments, np.ones((1, 1))),
    ):
        assert_allclose(found.scores, values, rtol=1e-12)
        assert_allclose(found.standard_errors, 0.0)
