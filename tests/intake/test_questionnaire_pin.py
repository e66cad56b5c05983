import re

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.questionnaire_pin import check_questionnaires
from covalue_measures.responses import ImportMap
from covalue_measures.schema import Instrument


def check(reference, bank, form_id=None, **said):
    instrument = Instrument(bank=bank, form_id=form_id)
    import_map = ImportMap.model_validate(said)
    return check_questionnaires({reference: 2}, "response", "a.json", instrument, import_map)


@pytest.mark.parametrize(
    ("reference", "form_id"),
    [
        ("https://example.org/Questionnaire/visits|1.0.0", None),
        ("https://example.org/Questionnaire/Visits|1.0.0", None),
        ("visits|1.0.0", "2a"),
        ("urn:example:visits-2a|1.0.0", "2a"),
        ("https://example.org/visits/2a|1.0.0", "2a"),
        ("|1.0.0", None),
    ],
)
def test_the_instrument_is_known_by_name_and_version(visits, reference, form_id):
    assert check(reference, visits, form_id) == ()


@pytest.mark.parametrize("reference", ["", "visits", "visits|"])
def test_what_names_no_version_is_said(visits, reference):
    assert check(reference, visits) == (
        "Took 2 responses that named no version of the questionnaire.",
    )


@pytest.mark.parametrize(
    ("reference", "form_id"),
    [
        ("visits|1.0.1", None),
        ("visits|1.0", None),
        ("revisits|1.0.0", None),
        ("visits-2a|1.0.0", None),
        ("visits-4b|1.0.0", "2a"),
        ("#contained", None),
    ],
)
def test_everything_else_is_refused_unless_accepted(visits, reference, form_id):
    message = f"2 responses of a.json are to the questionnaire '{reference}', not to"
    with pytest.raises(IntakeError, match=f"^{re.escape(message)}"):
        check(reference, visits, form_id)
    (rule,) = check(reference, visits, form_id, questionnaire=(reference,))
    assert rule.startswith("Took 2 responses to ")
