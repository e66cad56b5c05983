import numpy as np
import pytest

import covalue_measures as cm
from covalue_measures.simulation import simulate_sample


@pytest.mark.parametrize(
    "other",
    ["communication_professional@0.1.0", "communication_family@0.1.0", "access_service_user@0.1.0"],
)
def test_other_banks_are_answered_by_other_people(other, communication) -> None:
    n = 4000
    samples = [simulate_sample(bank, n, seed=1) for bank in (communication, cm.load_bank(other))]
    first, second = (sample.truth.latent_scores.iloc[:, 0] for sample in samples)
    assert abs(first.corr(second)) < 4 / np.sqrt(n)
    scores = [sample.responses.to_frame().mean(axis=1) for sample in samples]
    assert abs(scores[0].corr(scores[1])) < 4 / np.sqrt(n)
    # Nor are they at the same sites, or careless together.
    sites, careless = (
        [sample.truth.respondents[column] for sample in samples]
        for column in ("site", "carelessness")
    )
    assert (sites[0] == sites[1]).mean() == pytest.approx(1 / 4, abs=4 * np.sqrt(3 / 16 / n))
    both = (careless[0] != "attentive") & (careless[1] != "attentive")
    assert both.mean() == pytest.approx(0.03**2, abs=4 * 0.03 / np.sqrt(n))


def test_forms_and_versions_of_a_bank_are_answered_by_the_same_people(communication, form) -> None:
    later = cm.load_bank("communication_service_user@0.2.0")
    assert later.digest != communication.digest
    whole, *others = (
        simulate_sample(definition, 500, seed=2).truth
        for definition in (communication, form, later, cm.load_form(f"{later.reference}/4a"))
    )
    for truth in others:
        assert truth.latent_scores.equals(whole.latent_scores)
        assert truth.respondents.drop(columns="n_reached").equals(
            whole.respondents.drop(columns="n_reached")
        )
