from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.goodness_of_fit import goodness_of_fit_index
from tests.reference_values import REFERENCE, matrix_of, reference


def complete_numeric() -> list[str]:
    """Return fits whose weights follow from the moments that the file holds."""
    names = []
    for start in ("cfa", "sem", "growth"):
        for path in sorted((REFERENCE / "values").glob(f"{start}_*.json")):
            values = reference(path.stem)
            if (
                values.get("estimator") in ("ML", "GLS", "ULS")
                and values["missing"] == "listwise"
                and "th" not in values["sampstat"]
            ):
                names.append(path.stem)
    return names


def vector(table: dict[str, Any]) -> np.ndarray:
    covariance = matrix_of(table["cov"])
    means = list(table.get("mean", {}).values())
    return np.concatenate([means, covariance[np.tril_indices(len(covariance))]])


def normal_weight(covariance: np.ndarray, n_means: int) -> np.ndarray:
    """Return the information of a normal sample on its means and covariances."""
    inverse = np.linalg.inv(covariance)
    rows, columns = np.tril_indices(len(covariance))
    direct = inverse[np.ix_(rows, rows)] * inverse[np.ix_(columns, columns)]
    crossed = inverse[np.ix_(rows, columns)] * inverse[np.ix_(columns, rows)]
    times = np.where(rows == columns, 1, 2)
    weight = np.zeros((n_means + len(rows), n_means + len(rows)))
    weight[n_means:, n_means:] = (direct + crossed) * np.outer(times, times) / 4
    weight[:n_means, :n_means] = inverse[:n_means, :n_means]
    return weight


@pytest.mark.parametrize("name", complete_numeric())
def test_agrees_with_lavaan(name: str) -> None:
    values = reference(name)
    sample, implied = vector(values["sampstat"]), vector(values["implied"])
    n_means = len(values["sampstat"].get("mean", {}))
    if values["estimator"] == "ULS":
        weight = np.ones(len(sample))
    else:
        source = "implied" if values["estimator"] == "ML" else "sampstat"
        weight = normal_weight(matrix_of(values[source]["cov"]), n_means)
    if name == "cfa_hs_parcorr_sem_path_mlr":
        # The last two of 11 variables are fixed.
        rows, columns = np.tril_indices(11)
        among_fixed = (rows > 8) & (columns > 8)
        weight[among_fixed] = weight[:, among_fixed] = 0
    ours = goodness_of_fit_index([sample], [implied], [weight], [values["nobs"]])
    assert_allclose(ours, values["fit_measures"]["gfi"], rtol=1e-10)


def test_averages_groups_by_respondents() -> None:
    sample = [np.array([2.0, 1.0]), np.array([3.0, 0.0])]
    implied = [np.array([2.0, 0.0]), np.array([2.0, 0.0])]
    weights = [np.array([1.0, 2.0]), np.eye(2)]
    ours = goodness_of_fit_index(sample, implied, weights, [30, 10])
    assert_allclose(ours, 0.75 * (1 - 2 / 6) + 0.25 * (1 - 1 / 9), rtol=1e-12)


def test_a_vector_is_a_diagonal() -> None:
    rng = np.random.default_rng(2)
    sample, implied, weight = rng.normal(size=(3, 6)) ** 2
    whole = goodness_of_fit_index([sample], [implied], [np.diag(weight)], [10])
    assert_allclose(goodness_of_fit_index([sample], [implied], [weight], [10]), whole, rtol=1e-12)
