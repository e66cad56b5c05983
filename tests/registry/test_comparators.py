import re
from pathlib import Path

import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.comparators import (
    list_comparators,
    load_comparator,
    load_comparators,
)
from covalue_measures.schema import COVALUE_DOMAINS, Role
from covalue_measures.schema.comparator import Comparator

COMPARATORS = load_comparators()
_FIRST_PERSON = re.compile(r"\b(i|me|my|mine|we|us|our|jag|mig|min|mitt|mina|vi|oss)\b", re.I)

each = pytest.mark.parametrize("comparator", COMPARATORS, ids=lambda comparator: comparator.id)


def texts_of(comparator: Comparator) -> list[str]:
    figures = [text for figure in comparator.figures for text in (figure.detail, figure.population)]
    own = [comparator.name, comparator.response_format, comparator.license]
    return [text for text in (*own, *figures, *comparator.notes) if text]


def test_every_domain_has_comparators_of_each_role_it_needs() -> None:
    covered = {domain_id for one in COMPARATORS for domain_id in one.domain_ids}
    assert covered == {domain.id for domain in COVALUE_DOMAINS}
    assert {role for one in COMPARATORS for role in one.roles} == {
        Role.SERVICE_USER,
        Role.FAMILY,
        Role.HEALTH_PROFESSIONAL,
    }


@each
def test_no_text_could_be_an_item(comparator: Comparator) -> None:
    for text in texts_of(comparator):
        for sentence in re.split(r"(?<=[.;?!])\s", text):
            assert not sentence.endswith("?")
            is_personal = _FIRST_PERSON.search(sentence) is not None
            assert not (is_personal and len(sentence.split()) > 2), sentence


@each
def test_what_is_confirmed_has_a_source(comparator: Comparator) -> None:
    for figure in comparator.figures:
        assert figure.is_confirmed != (figure.source == "General knowledge, source to be found")
        assert not figure.doi or figure.is_confirmed
    if comparator.license_is_confirmed:
        assert comparator.reference


def test_unknown_stays_unknown() -> None:
    assert load_comparator("sdm_q_9").swedish_version == "unknown"
    assert load_comparator("ipcq").n_items is None
    assert load_comparator("pacic").license is None
    assert load_comparator("cooperate").figures == ()


def test_figures_are_those_of_the_sources() -> None:
    figures = {
        (one.id, figure.statistic, figure.population, figure.text)
        for one in COMPARATORS
        for figure in one.figures
    }
    assert {
        ("sdm_q_9", "ceiling", "Danish version", "44"),
        ("pcpcm", "mean", "Sweden, the lowest", "2.28"),
        ("pam_13", "separation", "Swedish version", "0.85"),
        ("mtbq", "icc", None, "0.765"),
        ("facit_cost", "alpha", "Indonesian version", "0.774 to 0.882"),
        ("cahps_coordination", "alpha", None, "0.58"),
        ("promis_se", "r", None, "0.56 to 0.75"),
    } <= figures


def test_the_table_has_a_row_each() -> None:
    table = list_comparators().set_index("comparator")

    assert list(table.index) == [one.id for one in COMPARATORS]
    assert table.loc["facit_cost", "n_items"] == 12
    assert table["n_items"].isna().sum() == sum(one.n_items is None for one in COMPARATORS)
    assert (table["n_confirmed"] <= table["n_figures"]).all()
    assert table.loc["npe", "domains"] == "communication access_to_the_right_care"


def test_an_unknown_name_lists_those_that_there_are() -> None:
    with pytest.raises(RegistryError, match="no comparator 'mini'; there are collaborate, sdm"):
        load_comparator("mini")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file '.*comparators.yaml'"),
        ("- one", "must hold a mapping of fields"),
        ("comparators: [{id: a, id: b}]", "line 1: the key 'id' stands twice"),
        ("comparators: [{id: a}]", r"comparators\.0\.name: Field required"),
        ("comparators: []\nitems: []", "items: Extra inputs are not permitted"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(
    tmp_path: Path, content: str | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "comparators.yaml").write_text(content)

    with pytest.raises(RegistryError, match=message):
        load_comparators(root=tmp_path)
