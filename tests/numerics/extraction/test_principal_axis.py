import numpy as np
import pytest
from factor_cases import N_FACTORS, matrix_for
from numpy.testing import assert_allclose
from reference_values import matrix_of, reference

from covalue_measures.numerics.extraction.minres import minres
from covalue_measures.numerics.extraction.principal_axis import principal_axis


# psych::fa(fm = "pa") until the sum of communalities changes by less than 1e-12; the slowest,
# reise16, has then 1e-10 to go.
@pytest.mark.parametrize("name", N_FACTORS)
def test_agrees_with_psych(name: str) -> None:
    expected = reference(f"fa_{name}_pa_none")
    result = principal_axis(matrix_for(name), N_FACTORS[name])
    assert result.convergence.converged
    loadings = matrix_of(expected["loadings"])
    # psych signs one of reise16's columns the other way.
    loadings = loadings * np.sign(loadings.sum(axis=0))
    assert_allclose(result.loadings, loadings, atol=1e-9)
    assert_allclose(result.uniquenesses, list(expected["uniquenesses"].values()), atol=1e-9)


# EFAtools::EFA stops where communalities change by less than 1e-3: there, ours are the same.
@pytest.mark.parametrize(("kind", "n_iterations"), [("spss", 12), ("psych", 10)])
def test_is_on_the_way_of_efatools(kind: str, n_iterations: int) -> None:
    expected = matrix_of(reference("efatools_efa_spss_hs9")[kind]["unrot"])
    result = principal_axis(matrix_for("hs9"), 3, max_iterations=n_iterations)
    signs = np.sign(np.sum(expected * result.loadings, axis=0))
    assert_allclose(result.loadings, expected * signs, atol=1e-12)


@pytest.mark.parametrize("name", N_FACTORS)
def test_settles_where_minres_does(name: str) -> None:
    result = principal_axis(matrix_for(name), N_FACTORS[name])
    assert_allclose(
        result.uniquenesses, minres(matrix_for(name), N_FACTORS[name]).uniquenesses, atol=1e-9
    )


def test_stopping_early_is_said() -> None:
    result = principal_axis(matrix_for("hs9"), 3, max_iterations=4)
    assert not result.convergence.converged
    assert result.convergence.iterations == 4
    assert "still change by" in result.convergence.message
