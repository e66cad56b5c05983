import json
from pathlib import Path

import pytest
import typer
from folder_bank import write_bank
from reference_values import ROOT
from typer.testing import CliRunner, Result

import covalue_measures as cm
from covalue_measures.cli.diff import diff
from covalue_measures.exceptions import RegistryError
from covalue_measures.registry import write_release
from covalue_measures.schema import ItemBank, canonical_json

NAME = "communication_service_user"
APP = typer.Typer()
APP.command()(diff)

DRAFT = f"""\
{NAME}@0.1.0
-> {NAME}@0.2.0
Changes (answers, scores: A identical, B comparable, C linkable, D not)
rule   bump    answers   scores   where and what
─────────────────────────────────────────────────────────────────────────
1      patch   A         A        forms.4a.choices, added
                                  (metadata)
1      patch   A         A        items.comsu01.pair_id and 9 more, added
                                  (metadata)
1      patch   A         A        response_scales.freq5.kind, added
                                  (metadata)
What it means
Bump     patch: 0.1.1 or later; declared is 0.2.0
Answers  A: identical
Scores   A: identical
Promise  none before 1.0.0: the codes say what these two documents show
Line     instrument {NAME}: patch, 0.1.0 -> 0.2.0
"""

GRAVE = f"""\
{NAME}@0.1.0
-> {NAME}@0.1.1
Changes (answers, scores: A identical, B comparable, C linkable, D not)
rule   bump    answers     scores      where and what
────────────────────────────────────────────────────────────────────────────────
4      major   D           C           items.comsu02.stem, changed: "The care
                                       team explained the reasons for ..." ->
                                       "The care team gave reasons."
                                       (wording of an item, sense changed or not
                                       judged)
9      major   A, mapped   A, mapped   response_scales.freq5.options.alw.value,
                                       changed: "4" -> "5"
                                       (number of an option recoded, label
                                       unchanged)
23     major   A           D           items.comsu03.keying, changed: "negative"
                                       -> "positive"
                                       (keying of an item)
33     none    A           A           translations.sv, stale (sv)
                                       (translation stale: its source text
                                       changed)
What it means
Bump     major: 0.2.0 or later; declared is 0.1.1
Answers  D: not comparable
         items.comsu02.stem (rule 4, changed): A question of another sense is
         another question: give it a new item id, and retire this one. Nobody
         has judged the rewording; a declared judgement may lower it.
Scores   D: not comparable
         items.comsu03.keying (rule 23, changed): The item counts the other way
         round: compute scores again from the answers.
Promise  none before 1.0.0: the codes say what these two documents show
Line     instrument {NAME}: major, 0.1.0 -> 0.1.1
Line     scoring communication_mean: major, 0.1.0 -> 0.1.0
What the new version does not say right
version                     'communication_service_user' went from 0.1.0 to
                            0.1.1; its changes ask for 0.2.0 or later.
scoring.communication_mean  Scoring 'communication_mean' went from 0.1.0 to
                            0.1.0; its changes ask for 0.2.0 or later.
items.comsu02.revision      Item 'comsu02' was reworded, and its revision went
                            from 1 to 1: it counts the wordings.
"""


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def grave(tmp_path: Path) -> Path:
    """A next version that changes a question, a key and a number, and declares a patch."""
    content = cm.load_bank(f"{NAME}@0.1.0").model_dump(mode="json")
    content["version"] = "0.1.1"
    content["items"][1]["stem"]["en"] = "The care team gave reasons."
    content["items"][2]["keying"] = "positive"
    content["response_scales"][0]["options"][4]["value"] = 5
    path = tmp_path / "next.json"
    path.write_bytes(canonical_json(ItemBank.model_validate_json(json.dumps(content))))
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        APP, [str(argument) for argument in arguments], catch_exceptions=False
    )


def shown(result: Result) -> str:
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    return "".join(f"{line.rstrip()}\n" for line in lines)


def test_the_draft_against_the_release() -> None:
    result = run(f"{NAME}@0.1.0", ROOT / "item_banks" / NAME, "--check")
    assert result.exit_code == 0
    assert shown(result) == DRAFT


def test_a_grave_change_with_its_reasons(grave: Path) -> None:
    result = run(f"{NAME}@0.1.0", grave)
    assert result.exit_code == 0
    assert shown(result) == GRAVE


def test_a_version_that_declares_too_little_does_not_pass(grave: Path) -> None:
    assert run(f"{NAME}@0.1.0", grave, "--check").exit_code == 1
    assert run(f"{NAME}@0.1.0", grave, "--check", "--json").exit_code == 1


def test_a_signed_judgement_lowers_what_a_rewording_asks_for(tmp_path: Path) -> None:
    content = cm.load_bank(f"{NAME}@0.1.0").model_dump(mode="json")
    content["version"] = "0.1.1"
    content["items"][1] |= {"revision": 2}
    content["items"][1]["stem"]["en"] = "The care team explained why they suggested that care."
    content["translations"] = []
    reworded = tmp_path / "next.json"
    bank = ItemBank.model_validate_json(json.dumps(_in_english(content)))
    reworded.write_bytes(canonical_json(bank))
    judgements = tmp_path / "judgements.yaml"
    judgements.write_text(
        "judgements:\n"
        "  - path: items.comsu02.stem\n"
        "    verdict: same_sense\n"
        "    reason: Eight interviews found the same meaning.\n"
        "    signer: reader01\n",
        encoding="utf-8",
    )

    def rules(*more: str | Path) -> set[tuple[int, str]]:
        found = json.loads(run(f"{NAME}@0.1.0", reworded, "--json", *more).stdout)
        return {
            (change["rule"], change["bump"])
            for change in found["changes"]
            if change["path"] == "items.comsu02.stem"
        }

    assert rules() == {(4, "major")}
    assert rules("--judgements", judgements) == {(3, "minor")}


def _in_english(value: object) -> object:
    if isinstance(value, dict):
        if set(value) == {"en", "sv"}:
            return {"en": value["en"]}
        return {key: _in_english(entry) for key, entry in value.items()}
    return [_in_english(entry) for entry in value] if isinstance(value, list) else value


def test_nothing_changed() -> None:
    result = run(f"{NAME}@0.1.0", f"{NAME}@0.1.0", "--check")
    assert result.exit_code == 0
    assert shown(result) == (
        f"{NAME}@0.1.0\n-> {NAME}@0.1.0\nNothing changed.\n"
        "What it means\nAnswers  A: identical\nScores   A: identical\n"
    )


def test_forms_are_compared_as_they_are_administered() -> None:
    output = shown(run(f"{NAME}@0.1.0/4a", f"{NAME}@0.2.0/4a"))
    assert "items.comsu01.pair_id and 3 more, added" in output


def test_a_score_that_came_is_a_line_that_was_added(grave: Path) -> None:
    content = json.loads(grave.read_bytes())
    rule = content["scoring_rules"][0] | {"id": "communication_sum", "method": "sum"}
    content["scoring_rules"].append(rule)
    content["translations"][0]["texts"].append(
        {"path": "scoring_rules.communication_sum.title", "source": "0" * 12}
    )
    grave.write_bytes(canonical_json(ItemBank.model_validate_json(json.dumps(content))))
    assert "Line     scoring communication_sum: added" in shown(run(f"{NAME}@0.1.0", grave))


def test_json_holds_everything(grave: Path) -> None:
    content = json.loads(run(f"{NAME}@0.1.0", grave, "--json").stdout)
    assert set(content) == {
        "old", "new", "required_bump", "required_version", "comparability", "changes", "lines",
        "findings",
    }  # fmt: skip
    assert content["required_bump"] == "major"
    assert content["required_version"] == "0.2.0"
    assert content["comparability"]["raw"] == "D"
    assert [change["rule"] for change in content["changes"]] == [4, 9, 23, 33]
    assert content["changes"][2] == {
        "rule": 23,
        "kind": "changed",
        "path": "items.comsu03.keying",
        "old": "negative",
        "new": "positive",
        "line": "scoring",
        "line_names": ["communication_mean"],
        "bump": "major",
        "raw": "A",
        "scores": "D",
        "raw_after_map": False,
        "scores_after_map": False,
        "reason": "The item counts the other way round: compute scores again from the answers.",
    }
    assert content["lines"][1] == {
        "kind": "scoring",
        "name": "communication_mean",
        "old": "0.1.0",
        "new": "0.1.0",
        "is_changed": True,
        "bump": "major",
        "required": "0.2.0",
    }
    assert content["findings"][0]["path"] == "version"


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(RegistryError, match="There is no bank 'no_such_bank'"):
        run("no_such_bank", NAME)


def test_banks_of_ones_own_are_compared_by_name(tmp_path: Path) -> None:
    root = tmp_path
    write_bank(root / "talks")
    write_release(root / "talks", root)
    path = root / "talks" / "bank.yaml"
    path.write_text(
        path.read_text()
        .replace('version: "0.1.0"', 'version: "0.2.0"')
        .replace("license: CC-BY-4.0", "license: CC0-1.0")
    )
    result = run("talks@0.1.0", "talks@0.2.0", "--root", root)
    assert result.exit_code == 0
    assert result.output.startswith("talks@0.1.0\n-> talks@0.2.0\n")
    assert "license, changed" in result.output
    assert cm.compare_versions("talks@0.1.0", "talks@0.2.0", root=root).changes[0].path == "license"
    with pytest.raises(RegistryError, match="There is no bank 'talks'"):
        run("talks@0.1.0", "talks@0.2.0")
