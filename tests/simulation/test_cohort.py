import numpy as np
import pytest

from covalue_measures.exceptions import InsufficientDataError
from covalue_measures.schema import Instrument
from covalue_measures.simulation import Population
from covalue_measures.simulation.cohort import draw_cohort
from covalue_measures.simulation.factor_model import build_factor_model
from covalue_measures.simulation.latent_draws import draw_composite, draw_latent
from covalue_measures.simulation.streams import Streams


def test_sites_take_turns_and_have_equal_numbers() -> None:
    cohort = draw_cohort(103, Population(n_sites=5), Streams(1, "made"))
    assert cohort.site_names == ("SE-1", "US-1", "SE-2", "US-2", "SE-3")
    assert np.bincount(cohort.site_of).tolist() == [21, 21, 21, 20, 20]


@pytest.mark.parametrize("n_sites", [4, 5, 40])
def test_site_scores_have_mean_0_and_variance_1_in_each_country(n_sites) -> None:
    scores = draw_cohort(n_sites, Population(n_sites=n_sites), Streams(2, "made")).site_scores
    for country in (scores[::2], scores[1::2]):
        assert country.mean() == pytest.approx(0, abs=1e-12)
        assert country.var(ddof=1) == pytest.approx(1)


def test_a_country_of_one_site_has_no_differences() -> None:
    assert draw_cohort(9, Population(n_sites=2), Streams(1, "made")).site_scores.tolist() == [0, 0]


def test_means_are_half_the_shift_and_the_sites_share(structured) -> None:
    population = Population(site_icc=(0.09, 0.09), country_shift=-0.4)
    factors = build_factor_model(
        Instrument(bank=structured("bifactor", 2)), population, Streams(1, "made")
    )
    cohort = draw_cohort(40, population, Streams(1, "made"))
    means = cohort.means(factors)
    se, us = (np.array(cohort.country_of_site)[cohort.site_of] == name for name in ("SE", "US"))
    deviation = 0.3 / np.sqrt(2)
    assert np.unique(means[se, 0]) == pytest.approx([-0.2 - deviation, -0.2 + deviation])
    assert np.unique(means[us, 0]) == pytest.approx([0.2 - deviation, 0.2 + deviation])
    assert (means[:, 1:] == 0).all()


def test_every_site_needs_a_respondent() -> None:
    with pytest.raises(InsufficientDataError, match="3 respondents cannot be at 4 sites"):
        draw_cohort(3, Population(), Streams(1, "made"))


def test_draws_have_the_covariance_within_sites(structured) -> None:
    instrument = Instrument(bank=structured("correlated_factors", 4, 3))
    factors = build_factor_model(instrument, Population(), Streams(1, "made"))
    n = 100_000
    composite = draw_composite(n, Streams(1, "made"))
    draws = draw_latent(factors, n, Streams(1, "made"), composite=composite)
    found = np.cov(draws.within_site.T)
    # Four standard errors of a covariance, which is largest on the diagonal.
    assert found == pytest.approx(factors.within_site, abs=4 * np.sqrt(2 / n))
    total = draws.within_site @ factors.composite_weights
    standardized = total / np.sqrt(factors.within_site.sum())
    assert standardized == pytest.approx(composite, abs=1e-9)
    assert np.cov(draws.errors.T) == pytest.approx(np.eye(12), abs=4.5 * np.sqrt(2 / n))


def test_blended_draws_correlate_and_keep_their_variance(structured) -> None:
    factors = build_factor_model(Instrument(bank=structured()), Population(), Streams(1, "made"))
    n = 50_000
    first, second = (
        draw_latent(factors, n, streams, composite=draw_composite(n, streams))
        for streams in (Streams(1, "made"), Streams(1, "made", occasion=1))
    )
    both = first.blend(second, 0.8)
    for before, after in (
        (first.within_site[:, 0], both.within_site[:, 0]),
        (first.errors[:, 0], both.errors[:, 0]),
    ):
        assert np.corrcoef(before, after)[0, 1] == pytest.approx(0.8, abs=4 * 0.36 / np.sqrt(n))
        assert after.var() == pytest.approx(before.var(), abs=4 * np.sqrt(2 / n) * before.var())
