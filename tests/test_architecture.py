"""Promises about the package as a whole."""

import ast
import subprocess
import sys

import pytest
from reference_values import ROOT

import covalue_measures as cm
from covalue_measures import exceptions
from covalue_measures.exceptions import DeprecatedNameWarning

PACKAGE = ROOT / "covalue_measures"
MODULES = sorted(PACKAGE.rglob("*.py"))


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_public_names_agree_in_all_three_places() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    typed = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("covalue_measures")
        for alias in node.names
    }
    assert (
        typed - {"DeprecatedNameWarning", "__version__"}
        == set(cm._HOME)
        == set(cm.__all__) - {"__version__"}
    )
    assert set(dir(cm)) == set(cm.__all__)


def test_a_deprecated_name_works_and_says_what_to_use(monkeypatch) -> None:
    monkeypatch.setitem(cm._DEPRECATED, "estimate_cronbach", "estimate_alpha")
    message = "'estimate_cronbach' will be removed; use 'estimate_alpha'"
    with pytest.warns(DeprecatedNameWarning, match=message) as caught:
        found = cm.estimate_cronbach
    assert found is cm.estimate_alpha
    assert caught[0].filename == __file__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'estimate_everything'"):
        _ = cm.estimate_everything


@pytest.mark.parametrize("module", ["covalue_measures", "covalue_measures.registry"])
def test_definitions_are_readable_without_the_numeric_stack(module: str) -> None:
    heavy = ["numpy", "scipy", "pandas", "matplotlib", "pingouin", "factor_analyzer", "semopy"]
    code = (
        f"import sys, {module} as m; bank = m.load_bank('communication_service_user');"
        f"print([name for name in {heavy} if name in sys.modules], len(bank.items))"
    )
    assert run_python(code) == "[] 15"


def test_the_other_programs_are_imported_only_when_asked() -> None:
    code = (
        "import sys, covalue_measures as cm; cm.evaluate, cm.render_report;"
        "others = ('pingouin', 'factor_analyzer', 'semopy', 'pyreadstat');"
        "print([name for name in others if name in sys.modules])"
    )
    assert run_python(code) == "[]"


def test_every_error_of_the_package_is_in_its_family() -> None:
    for name in exceptions.__all__:
        member = getattr(exceptions, name)
        root = exceptions.MeasuresWarning if name.endswith("Warning") else exceptions.MeasuresError
        assert issubclass(member, root), name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_holds_one_noun_and_says_which(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "a module says what it holds"
    assert path.stem not in {"utils", "helpers", "misc", "common"}
