import json

import pytest
from costs_case import costs_bank, costs_content
from folder_bank import write_bank
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.app import app, main
from covalue_measures.cli.printing import print_json, print_pairs, print_table
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import bank_entries, bank_names, load_instrument
from covalue_measures.schema import ItemBank, canonical_json


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        app, [str(argument) for argument in arguments], catch_exceptions=False
    )


def flat(result: Result) -> str:
    return " ".join(result.output.split())


def test_banks_lists_every_bank_in_80_columns() -> None:
    result = run("banks")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    rows = [line.split() for line in lines[3:]]
    entries = bank_entries()
    assert [(row[0], row[1], row[3], row[-1]) for row in rows[: len(entries)]] == [
        (entry.bank, entry.version, str(entry.items), entry.digest[:8]) for entry in entries
    ]


def test_a_domain_without_a_bank_is_named(tmp_path, monkeypatch) -> None:
    write_bank(tmp_path / "talks")
    monkeypatch.setattr("covalue_measures.cli.banks.bank_entries", lambda: bank_entries(tmp_path))
    result = run("banks")
    assert "talks" in result.output
    assert "CO-VALUE domains without a bank yet: Self-efficacy; Interconnectedness" in result.output
    assert "yet" not in run("banks", "--json").output


def test_programs_read_the_list_of_banks() -> None:
    entries = json.loads(run("banks", "--json").stdout)
    assert [entry["bank"] for entry in entries] == list(bank_names())
    assert entries == cm.list_banks().to_dict("records")


@pytest.mark.parametrize("name", bank_names())
@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_bank_that_comes_along_is_shown_whole(name, language) -> None:
    instrument = load_instrument(name)
    result = run("show", name, "--language", language)
    assert result.exit_code == 0
    lines = result.output.splitlines()[1:]
    assert max(map(len, lines)) <= 80
    assert instrument.bank.title.get(language) in result.output.replace("\n", "")
    for item_id in instrument.item_ids:
        assert any(line.startswith(f"{item_id} ") for line in lines)
    text = flat(result)
    for rule in instrument.scoring_rules:
        assert f"{rule.id} {rule.version}: {rule.method} of {rule.subscale_id}, from" in text
    assert instrument.digest in text


def test_a_bank_of_ones_own_is_shown_by_name(tmp_path) -> None:
    write_bank(tmp_path / "talks")
    assert "talks@0.1.0" in run("show", "talks", "--root", tmp_path).output
    with pytest.raises(RegistryError, match="There is no bank 'talks'"):
        run("show", "talks")


@pytest.fixture
def costs(tmp_path):
    """Show a bank of amounts from its file, its fields changed."""

    def show(*arguments: str, **fields: object) -> str:
        path = tmp_path / "costs.json"
        content = costs_content() | fields
        path.write_bytes(canonical_json(ItemBank.model_validate_json(json.dumps(content))))
        return flat(run("show", path, *arguments))

    return show


def test_amounts_are_shown_with_their_unit_and_steps(costs) -> None:
    text = costs()
    assert "money 0 to 100000 currency, steps of 0.01 -98 Not for me, -97 I do not know" in text
    assert "hours 0 to 672 hours, steps of 0.1" in text
    assert "reason 0 No, 1 Yes, because of the cost, 2 -98 Not for me" in text
    assert "In the past 4 weeks: How much of co01?" in text
    assert "Subscale money (formative), Money: co01, co02" in text
    assert "Score forgone_count 0.1.0: count of forgone, from 2 answers" in text
    assert "Structure" not in text


def test_a_retired_bank_says_why_and_what_is_used_instead(costs) -> None:
    assert "Retired" not in costs()
    reason = {"reason": "Hours were misread."}
    assert "Retired Hours were misread. License" in costs(status="retired", retirement=reason)
    text = costs(status="retired", retirement=reason | {"superseded_by": "costs_2"})
    assert "Retired Hours were misread. Use 'costs_2' instead. License" in text


def test_a_form_is_shown_with_the_reasons_for_its_items() -> None:
    text = flat(run("show", "access_service_user/4a"))
    form = cm.load_form("access_service_user/4a").form
    assert form is not None
    assert len(form.choices) == 4
    for choice in form.choices:
        assert f"Chosen {choice.item_id}: {choice.reason}" in text
    # The bank lists its forms, and a form does not list itself.
    assert " Form 4a" not in text
    assert f"Form 4a {form.version}: accsu" in flat(run("show", "access_service_user"))


def test_a_text_that_is_not_translated_is_shown_in_the_base_language(tmp_path) -> None:
    folder = write_bank(tmp_path / "talks")
    (folder / "i18n").mkdir()
    text = 'language: sv\nversion: "0.1.0"\nstate: draft\nmethod: One translation.\ntexts: {}\n'
    (folder / "i18n" / "sv.yaml").write_text(text, encoding="utf-8")
    assert "[en] Talks: talks@0.1.0 (draft)" in run("show", folder, "-l", "sv").output


def test_programs_read_the_canonical_definition() -> None:
    result = run("show", "costs_inventory_family", "--json")
    assert (
        result.stdout.encode("utf-8")
        == canonical_json(cm.load_bank("costs_inventory_family")) + b"\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "There is no bank 'nobody' in"),
        (["communication_family/9z"], "'communication_family@0.2.0' has no form '9z'"),
        (
            ["communication_family", "-l", "fi"],
            "'communication_family@0.2.0' has no texts in 'fi'; it has ['en', 'sv'].",
        ),
        (["gone.json"], "There is no file 'gone.json'"),
    ],
)
def test_what_there_is_not_ends_in_2(arguments, message, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["covalue", "show", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"covalue: {message}")


def test_the_bank_of_amounts_is_what_was_shown(costs) -> None:
    assert costs_bank().digest in costs()


def test_texts_are_printed_as_they_are(capsys) -> None:
    print_table("Items", ("id", "text"), [("x1", "[bold]not markup[/bold] åäö")])
    print_pairs("Use", [("[red]", "[/red]")])
    print_json({"text": "åäö"})
    printed = capsys.readouterr().out
    assert "[bold]not markup[/bold] åäö" in printed
    assert "[red]  [/red]" in printed
    assert '"text": "åäö"' in printed
