"""Ids that were given up, and releases around a pre-release."""

import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import load_bank
from covalue_measures.registry.released_digests import read_released_digests

THIRD = """\
  - id: de03
    stem: They waited.
    facet: a
    role: service_user
    response_scale: freq2
    keying: positive
    provenance: {kind: deductive}
"""
DONT_KNOW = "      - {code: dk, value: -8, reason: dont_know, label: Do not know}\n"


@pytest.fixture
def given_up(release, edit):
    """Release an item and a code in 0.1.0 and 0.2.0 (reworded), and 0.3.0 without them."""
    edit("bank.yaml", "subscales:\n", f"{THIRD}subscales:\n")
    edit("bank.yaml", "items:\n", f"{DONT_KNOW}items:\n")
    release()
    reworded = THIRD.replace("stem: They waited.", "revision: 2\n    stem: They stayed.")
    edit("bank.yaml", THIRD, reworded)
    release("0.2.0")
    edit("bank.yaml", reworded, "")
    edit("bank.yaml", DONT_KNOW, "")
    release("0.3.0")
    return reworded


@pytest.mark.parametrize(
    ("new", "code", "message"),
    [
        (
            THIRD.replace("waited", "sang"),
            "",
            "items.de03: it was 'They stayed.' in 0.2.0, and is 'They sang.' now.",
        ),
        (
            THIRD,
            "",
            "items.de03: it was 'They stayed.' in 0.2.0, and is 'They waited.' now.",
        ),
        (
            "",
            DONT_KNOW.replace("Do not know", "No idea"),
            "freq2, code dk: it was 'Do not know' (no answer: dont_know) in 0.2.0, and is"
            " 'No idea' (no answer: dont_know) now.",
        ),
    ],
)
def test_an_id_that_was_given_up_is_never_reused(root, release, edit, given_up, new, code, message):
    edit("bank.yaml", "subscales:\n", f"{new}subscales:\n")
    edit("bank.yaml", "items:\n", f"{code}items:\n")
    before = read_released_digests(root)
    with pytest.raises(RegistryError) as refused:
        release("0.4.0")
    assert str(refused.value) == (
        "'demo@0.4.0' gives ids that were given up another meaning, and ids are never reused:\n"
        f"{message}"
    )
    assert read_released_digests(root) == before


def test_an_id_comes_back_with_the_meaning_that_it_had(release, edit, given_up):
    edit("bank.yaml", "subscales:\n", f"{given_up}subscales:\n")
    edit("bank.yaml", "items:\n", f"{DONT_KNOW}items:\n")
    assert release("0.4.0").previous == "demo@0.3.0"


def test_an_id_of_a_prerelease_is_reworded_in_the_next_and_not_reused_beside_it(release, edit):
    release("1.0.0")
    edit("bank.yaml", "subscales:\n", f"{THIRD}subscales:\n")
    release("2.0.0-rc.1")
    edit("bank.yaml", "They waited.", "They stayed.")
    with pytest.raises(RegistryError, match=r"items.de03: it was 'They waited.' in 2.0.0-rc.1"):
        release("1.1.0")
    assert release("2.0.0").previous == "demo@1.0.0"


def test_a_prerelease_does_not_stand_in_the_way_of_a_lower_version(root, release, edit):
    release("1.0.0")
    edit("bank.yaml", "theme_ids: [CV2-T-COM]", "theme_ids: [CV2-T-ACC]")
    release("2.0.0-rc.2")
    assert release("1.0.1").previous == "demo@1.0.0"
    assert load_bank("demo", root=root).reference == "demo@1.0.1"
    for version, last in (("2.0.0-rc.1", "2.0.0-rc.2"), ("1.0.0-rc.1", "1.0.1")):
        message = f"'demo@{version}' does not come after the last release, {last};"
        with pytest.raises(RegistryError, match=message):
            release(version)
