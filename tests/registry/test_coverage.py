import pandas as pd
import pytest
from mirrored_banks import add_mirror

from covalue_measures.registry import bank_names, facet_coverage, load_bank
from covalue_measures.schema import COVALUE_DOMAINS


@pytest.fixture
def two(root, edit):
    add_mirror(root, edit)
    return root


def test_facets_of_two_roles_are_one_row(two):
    table = facet_coverage(root=two)
    assert table.index.names == ["domain", "facet"]
    assert list(table.index) == [("communication", "a")]
    assert table.to_dict("list") == {"service_user": [2], "family": [2]}


def test_what_nobody_of_a_role_is_asked_about_is_zero(two):
    path = two / "mirror" / "bank.yaml"
    text = path.read_text(encoding="utf-8").replace("facet: a", "facet: b")
    path.write_text(text.replace("{id: a, title: A", "{id: b, title: B"), encoding="utf-8")
    table = facet_coverage(root=two)
    assert table["service_user"].tolist() == [2, 0]
    assert table["family"].tolist() == [0, 2]
    assert list(table.index) == [("communication", "a"), ("communication", "b")]


def test_a_facet_without_an_item_is_a_row_of_zero(root, edit):
    edit("bank.yaml", "definition: The first.}", "definition: The first.}\n  - {id: b, title: B}")
    assert facet_coverage(root=root)["service_user"].tolist() == [2, 0]


def test_retired_items_are_not_counted(root, edit):
    edit("bank.yaml", "    keying: negative\n", "    keying: negative\n    status: retired\n")
    edit("bank.yaml", "item_ids: [de01, de02]", "item_ids: [de01]")
    edit("scoring.yaml", "minimum_answered: 2", "minimum_answered: 1")
    assert facet_coverage(root=root).loc[("communication", "a"), "service_user"] == 1


def test_domains_stand_in_the_order_of_the_study_and_others_after_them(two):
    path = two / "mirror" / "bank.yaml"
    text = path.read_text(encoding="utf-8")
    for domain, expected in (
        ("self_efficacy", ["communication", "self_efficacy"]),
        ("a_domain_of_ones_own", ["communication", "a_domain_of_ones_own"]),
    ):
        changed = text.replace("domain: communication", f"domain: {domain}")
        path.write_text(changed, encoding="utf-8")
        assert facet_coverage(root=two).index.get_level_values("domain").tolist() == expected


def test_no_bank_is_an_empty_table(tmp_path):
    table = facet_coverage(root=tmp_path)
    assert table.shape == (0, 0)
    assert table.index.names == ["domain", "facet"]


def test_every_item_in_use_of_the_banks_that_come_along_is_counted_once():
    banks = [load_bank(name) for name in bank_names()]
    table = facet_coverage()
    expected = pd.Series(
        [bank.role.value for bank in banks for item in bank.items if item.status == "active"]
    ).value_counts()
    assert table.sum().to_dict() == expected.to_dict()
    order = [domain.id for domain in COVALUE_DOMAINS]
    found = [name for name in dict.fromkeys(table.index.get_level_values("domain"))]
    assert [name for name in found if name in order] == order
