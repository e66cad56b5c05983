import json

import pytest
import typer
from typer.testing import CliRunner, Result

from covalue_measures.cli.comparators import comparators
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.comparators import load_comparators

APP = typer.Typer()
APP.command()(comparators)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(APP, list(arguments), catch_exceptions=False, env={"COLUMNS": "80"})


def test_the_list_names_every_comparator_and_fits_80_columns() -> None:
    result = run()

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert {one.id for one in load_comparators()} <= {line.split(" ")[0] for line in lines}
    assert max(len(line.rstrip()) for line in lines) <= 80


def test_a_domain_is_one_table() -> None:
    output = run("--domain", "health_professional_experience").output

    assert output.startswith("Health professional experience")
    assert "mini_z" in output
    assert "19 (?)" in output
    assert "collaborate" not in output
    assert "Of no single domain" not in output


def test_one_is_shown_in_full() -> None:
    output = run("pam_13").output

    assert output.startswith("pam_13: PAM-13, Patient Activation Measure\n")
    assert "Avoid as an anchor in Swedish" in output
    assert "general knowledge, not confirmed" in output
    assert "separation" in output
    assert "0.85" in output
    assert max(len(line.rstrip()) for line in output.splitlines()) <= 80


def test_what_is_not_known_is_said() -> None:
    output = " ".join(run("pacic").output.split())

    assert "Items unknown Format unknown License unknown Swedish unknown" in output
    assert "Published figures" not in output


def test_json_for_programs() -> None:
    one = json.loads(run("mtbq", "--json").output)
    several = json.loads(run("--domain", "self_efficacy", "--json").output)

    assert (one["id"], one["n_items"], one["figures"][0]["value"]) == ("mtbq", 10, "0.83")
    assert [entry["id"] for entry in several] == ["promis_se", "pam_13", "semcd_6", "gse"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mini"], "There is no comparator 'mini'"),
        (["--domain", "weather"], "There is no domain 'weather'; there are communication"),
        (["mtbq", "--domain", "costs_of_care"], "not both"),
    ],
)
def test_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(RegistryError, match=message):
        run(*arguments)
