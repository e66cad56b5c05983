"""Everything that the documentation shows is run."""

import doctest
import importlib
import pkgutil
import re
import warnings

import pytest
from reference_values import ROOT

import covalue_measures

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(covalue_measures.__path__, "covalue_measures.")
)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page(path, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    text = re.sub(r"^```.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test)
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=FLAGS).failed == 0


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_public_names_are_documented() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in covalue_measures.__all__:
            value = getattr(covalue_measures, name)
            assert name == "__version__" or name.isupper() or value.__doc__, name
