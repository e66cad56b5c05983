import tomllib
from pathlib import Path

import pytest

import covalue_measures
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import location

ROOT = Path(covalue_measures.__file__).parent.parent


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A place where the package could be installed, with nothing in it."""
    folder = tmp_path / "site" / "covalue_measures"
    folder.mkdir(parents=True)
    monkeypatch.setattr(location, "_PACKAGE", folder)
    return folder


def test_the_copy_in_the_package_goes_before_a_checkout(package):
    checkout = package.parent / "item_banks"
    checkout.mkdir()
    assert location.item_banks_root() == checkout
    (package / "_item_banks").mkdir()
    assert location.item_banks_root() == package / "_item_banks"


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_of_the_user_goes_before_both(package, tmp_path, kind):
    (package / "_item_banks").mkdir()
    own = tmp_path / "own"
    own.mkdir()
    assert location.item_banks_root(kind(own)) == own


def test_a_folder_of_the_user_that_is_not_there_is_not_replaced(package, tmp_path):
    (package / "_item_banks").mkdir()
    with pytest.raises(RegistryError, match=r"There is no folder of item banks at '.*gone'"):
        location.item_banks_root(tmp_path / "gone")


def test_without_any_banks_both_places_are_named(package):
    message = r"there is neither '.*_item_banks' nor '.*site/item_banks'"
    with pytest.raises(RegistryError, match=message):
        location.item_banks_root()


def test_the_checkout_is_found():
    assert location.item_banks_root() == ROOT / "item_banks"


def test_the_wheel_carries_the_copy_where_it_is_looked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"item_banks": "covalue_measures/_item_banks"}


def test_names_are_those_of_the_folders_that_hold_a_bank_sorted(tmp_path):
    for name in ("visits", "access", "notes"):
        (tmp_path / name).mkdir()
    for name in ("visits", "access"):
        (tmp_path / name / "bank.yaml").write_text("", encoding="utf-8")
    (tmp_path / "bank.yaml").write_text("", encoding="utf-8")
    assert location.bank_names(tmp_path) == ("access", "visits")
    assert location.bank_names(str(tmp_path)) == ("access", "visits")


def test_names_of_a_folder_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(RegistryError, match="There is no folder of item banks"):
        location.bank_names(tmp_path / "gone")
