from pathlib import Path

import pytest
from reference_values import ROOT

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake.team_records import read_team_records

EXAMPLES = ROOT / "examples" / "team_records"
TEXT = """\
id: p01
tool: improvement_passport
team: t07
date: 2026-01-31
occasion: 1
language: en
narratives:
  - section: Tried
    text: |
      A plan on paper.

      It was too long.
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("name", "n_records"), [("passport", 12), ("guide", 2)])
def test_the_examples_are_read_and_say_that_they_are_made_up(name: str, n_records: int) -> None:
    series = read_team_records(EXAMPLES / name)

    assert len(series.records) == n_records
    for path in (EXAMPLES / name).iterdir():
        assert path.read_text(encoding="utf-8").startswith("# Made up for this example")


def test_records_are_sorted_by_date_whatever_their_files_are_called(tmp_path) -> None:
    write(tmp_path, "a.yaml", TEXT.replace("p01", "a").replace("occasion: 1", "occasion: 2"))
    write(tmp_path, "b.yml", TEXT.replace("p01", "b").replace("2026-01", "2025-01"))
    write(tmp_path, "README.md", "Not a record.")

    assert [record.id for record in read_team_records(tmp_path).records] == ["b", "a"]


def test_a_block_of_text_loses_its_last_line_break_only(tmp_path) -> None:
    write(tmp_path, "p01.yaml", TEXT)

    record = read_team_records(tmp_path).records[0]

    assert record.narratives[0].text == "A plan on paper.\n\nIt was too long."


def test_decimal_values_are_read(tmp_path) -> None:
    rating = "ratings: [{id: strain, name: Strain, definition: Votes., lowest: 1, highest: 5,"
    write(tmp_path, "p01.yaml", f"{TEXT}{rating} direction: lower_is_better, value: 3.5}}]\n")

    assert read_team_records(tmp_path).values_of("strain") == (3.5,)


def test_all_files_that_are_wrong_are_named_with_their_fields(tmp_path) -> None:
    write(tmp_path, "p01.yaml", TEXT.replace("2026-01-31", "31 January"))
    write(tmp_path, "p02.yaml", TEXT.replace("improvement_passport", "passport"))
    write(tmp_path, "p03.yaml", TEXT.replace("team: t07", "team: t07\nteam: t08"))
    write(tmp_path, "p04.yaml", "- a list")
    write(tmp_path, "p05.yaml", TEXT)
    (tmp_path / "p06.yaml").write_bytes(b"id: \xff")

    with pytest.raises(IntakeError) as caught:
        read_team_records(tmp_path)

    problems = caught.value.problems
    assert len(problems) == 6
    assert problems[0].startswith("'p01.yaml', date: '31 January' is not a date of the form")
    assert problems[1].startswith("'p02.yaml', document: Input tag 'passport'")
    assert problems[2] == "'p03.yaml', line 4: the key 'team' stands twice."
    assert problems[3] == "'p04.yaml' must hold fields, such as 'team: t07'."
    assert problems[4] == (
        "'p05.yaml', id: the record is 'p01', but a file is named by the id of its record."
    )
    assert problems[5].startswith("'p06.yaml' is not UTF-8 text")


def test_records_that_make_no_series_are_named(tmp_path) -> None:
    write(tmp_path, "p01.yaml", TEXT)
    write(tmp_path, "p02.yaml", TEXT.replace("p01", "p02").replace("t07", "t08"))

    with pytest.raises(IntakeError, match=r"make no series:\n.*'p02' is of team 't08', but"):
        read_team_records(tmp_path)


def test_a_folder_without_records_is_named(tmp_path) -> None:
    with pytest.raises(IntakeError, match=r"holds no team record: no file ends in \.yaml"):
        read_team_records(tmp_path)
    with pytest.raises(IntakeError, match=r"There is no folder of team records '.*nowhere'"):
        read_team_records(tmp_path / "nowhere")
