import numpy as np
import pandas as pd
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data
from structural_cases import HS, bifactor

import covalue_measures as cm
from covalue_measures.numerics.structural.constraint import constraint_of


def test_constraints_are_kept_by_every_coordinate() -> None:
    matrix = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 2.0]])
    constraint = constraint_of(matrix, np.array([0.0, 3.0]))
    free = np.random.default_rng(1).standard_normal(2)
    parameters = constraint.expand(free)
    assert_allclose(matrix @ parameters, [0, 3], atol=1e-12)
    assert_allclose(constraint.reduce(parameters), free, atol=1e-12)


def test_without_constraints_nothing_changes() -> None:
    constraint = constraint_of(np.zeros((0, 3)), np.zeros(0))
    assert_allclose(constraint.expand(np.array([1.0, 2.0, 3.0])), [1, 2, 3])


def test_a_minimum_that_long_steps_pass_by_is_found() -> None:
    # lavaan 0.6-14 finds chi-square 19.6579; scoring alone runs into a variance without bound.
    data: pd.DataFrame = read_data("holzinger1939")
    school = data[data["school"] == "Grant-White"]
    fit = cm.fit_cfa(school, bifactor(HS, HS_ITEMS), orthogonal=True, standardized_latents=True)
    assert fit.convergence.converged
    assert_allclose(fit.fit_indices["chisq"], 19.6579, atol=5e-5)
