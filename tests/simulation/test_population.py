import pytest
from pydantic import ValidationError

from covalue_measures.simulation import Population


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"loadings": (0.8, 0.5)}, "a range goes from low to high, not from 0.8 to 0.5"),
        ({"loadings": (0.5, 1.0)}, "less than 1"),
        ({"ceiling": (0.0, 0.4)}, "greater than 0"),
        ({"factor_correlations": (0.3, 1.2)}, "less than or equal to 1"),
        ({"count_median": (0.0, 2.0)}, "greater than 0"),
        ({"amount_spread": (1.0, float("inf"))}, "finite number"),
        ({"n_sites": 1}, "greater than or equal to 2"),
        ({"n_sites": 4.0}, "valid integer"),
        ({"country_shift": 3.0}, "less than or equal to 2"),
        ({"careless_share": 1.2}, "less than or equal to 1"),
        ({"skipped_rate": 0.3}, "less than or equal to 0.2"),
        (
            {"skipped_rate": 0.2, "dont_know_rate": 0.2, "declined_rate": 0.1},
            "the rates of missing answers add up to 0.52; at most 0.4 is allowed",
        ),
        ({"currency": "kr"}, "pattern"),
        ({"retest_reliability": 1.1}, "less than or equal to 1"),
        ({"sites": 4}, "Extra inputs are not permitted"),
    ],
)
def test_refuses_what_no_population_is_like(fields, message) -> None:
    with pytest.raises(ValidationError, match=message):
        Population(**fields)


def test_is_written_and_read_again() -> None:
    population = Population(n_sites=7, loadings=(0.6, 0.7))
    assert Population.model_validate_json(population.model_dump_json()) == population


def test_ranges_hang_on_domain_and_role(structured) -> None:
    population = Population()
    access = structured(domain="access_to_the_right_care")
    professional = structured(role="health_professional")
    assert population.loadings_for(structured()) == (0.55, 0.85)
    assert population.loadings_for(access) == (0.44, 0.68)
    assert population.site_icc_for(structured()) == (0.02, 0.10)
    assert population.site_icc_for(professional) == (0.05, 0.15)
    asked = Population(loadings=(0.5, 0.6), site_icc=(0.0, 0.0))
    assert asked.loadings_for(access) == (0.5, 0.6)
    assert asked.site_icc_for(professional) == (0.0, 0.0)


def test_describes_every_assumption(structured) -> None:
    text = Population(country_shift=-0.7).describe(structured(role="health_professional"))
    assert text.startswith("n_sites 4, site_icc 0.05 to 0.15, country_shift -0.7, loadings 0.55 to")
    assert [part.split()[0] for part in text.split(", ")] == list(Population.model_fields)
