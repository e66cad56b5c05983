from pathlib import Path

import pytest

from covalue_measures.exceptions import IntakeError
from covalue_measures.intake import DevelopmentRecords, read_development_records, read_record
from covalue_measures.records import (
    CodingRecord,
    ContentValidityRound,
    Elicitation,
    InterviewLog,
    TranslationLog,
)
from covalue_measures.schema import source_digest

ELICITATION = """\
study: Focus groups on waiting
method: focus_group
role: service_user
language: sv
domain_ids: [communication]
n_participants: 9
date: 2026-10-01
source: >
  Report of the study,
  chapter 4
"""
CODING = """\
study: Focus groups on waiting
date: 2026-10-20
codes:
  - {id: heard, theme_id: CV2-T-COM, definition: Someone says that they were heard.}
coders: [coder1]
units:
  - id: u1
    focus_group_id: fg1
    language: sv
    choices:
      - {coder: coder1, code_ids: [heard]}
"""
ROUND = """\
bank: demo@0.1.0
round: 1
date: 2026-11-20
language: sv
aspect: relevance
reviews:
  - rater: su01
    group: service_user
    ratings:
      - {item_id: de01, rating: 4}
      - {item_id: de02, rating: 2, comment: "No"}
"""
INTERVIEWS = """\
bank: demo
entries:
  - interview_id: in01
    round: 1
    language: sv
    role: service_user
    mode: video
    item_id: de01
    item_revision: 1
    severity: 0
    date: 2026-11-21
"""
TRANSLATION = f"""\
bank: demo
language: sv
records:
  - path: items.de01.stem
    source: "{source_digest("They listened.")}"
    step: forward
    translator: tr1
    qualification: Native speaker, nurse
    text: De lyssnade.
    date: 2026-11-01
"""
FILES = {
    "elicitation/waiting.yaml": ELICITATION,
    "coding/waiting.yaml": CODING,
    "content_validity/round_1_sv.yaml": ROUND,
    "interviews.yaml": INTERVIEWS,
    "translation/sv.yaml": TRANSLATION,
    "answers/pilot.json": "{}",
}


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of evidence with one record of each kind."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
    return tmp_path


def test_each_kind_of_record_is_read_from_its_place(folder: Path) -> None:
    records = read_development_records(folder)
    (elicitation,) = records.elicitations
    assert (elicitation.n_participants, elicitation.source) == (9, "Report of the study, chapter 4")
    (coding,) = records.codings
    assert coding.units[0].choices[0].code_ids == ("heard",)
    (ratings,) = records.rounds
    assert [rating.rating for rating in ratings.reviews[0].ratings] == [4, 2]
    assert records.interviews is not None
    assert records.interviews.entries[0].item_id == "de01"
    (translation,) = records.translations
    assert translation.state_of("items.de01.stem", source_digest("They listened.")) == (
        "machine_draft"
    )
    # What was measured is named here, and read by whoever knows about evidence.
    assert records.evidence_files == (folder / "answers" / "pilot.json",)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_that_is_not_there_holds_none(tmp_path: Path, kind: type) -> None:
    assert read_development_records(kind(tmp_path / "gone")) == DevelopmentRecords()


def test_an_empty_folder_holds_none(tmp_path: Path) -> None:
    (tmp_path / "elicitation").mkdir()
    assert read_development_records(tmp_path) == DevelopmentRecords()


def test_files_are_read_in_the_order_of_their_names(folder: Path) -> None:
    write(folder, "elicitation/again.yaml", ELICITATION.replace("9", "3"))
    write(folder, "elicitation/zuletzt.yaml", ELICITATION.replace("9", "4"))
    write(folder, "answers/earlier.json", "{}")
    records = read_development_records(folder)
    assert [entry.n_participants for entry in records.elicitations] == [3, 9, 4]
    assert [path.name for path in records.evidence_files] == ["earlier.json", "pilot.json"]


def test_the_short_ending_is_read_too(folder: Path) -> None:
    write(folder, "elicitation/more.yml", ELICITATION)
    (folder / "interviews.yaml").rename(folder / "interviews.yml")
    records = read_development_records(folder)
    assert len(records.elicitations) == 2
    assert records.interviews is not None


def test_notes_beside_the_records_are_left_alone(folder: Path) -> None:
    before = read_development_records(folder)
    write(folder, "README.md", "What is here.")
    write(folder, "elicitation/notes.txt", "Not a record.")
    assert read_development_records(folder) == before


def test_two_logs_of_interviews_are_refused(folder: Path) -> None:
    write(folder, "interviews.yml", INTERVIEWS)
    with pytest.raises(IntakeError, match=r"'interviews\.yaml' and 'interviews\.yml'"):
        read_development_records(folder)


WRONG = [
    ("elicitation/waiting.yaml", "role: service_user", "role: nurse", "role: Input should be"),
    ("elicitation/waiting.yaml", "2026-10-01", "1 October", "date: '1 October' is not a date"),
    ("coding/waiting.yaml", "CV2-T-COM", "CV2-T-NEW", "document: code 'heard' names the theme"),
    (
        "content_validity/round_1_sv.yaml",
        "rating: 4",
        "rating: 5",
        "document: rater 'su01' gives item 'de01' the rating 5; the scale goes from 1 to 4",
    ),
    ("content_validity/round_1_sv.yaml", "su01", "Anna", "reviews.0.rater: String should match"),
    ("interviews.yaml", "severity: 0", "severity: 4", "entries.0.severity: Input should be less"),
    ("translation/sv.yaml", "step: forward", "step: first", "records.0.step: Input should be"),
    ("translation/sv.yaml", "bank: demo", "bank: demo\nbank: b", "line 2: the key 'bank' stands"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), WRONG)
def test_what_is_no_such_record_is_refused_with_file_and_field(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    assert FILES[name].count(old) == 1
    write(folder, name, FILES[name].replace(old, new))
    with pytest.raises(IntakeError) as caught:
        read_development_records(folder)
    # Two kinds of records may have files of one name, and so may two banks.
    assert str(caught.value).startswith(f"'{folder / name}', {message}")


def test_every_wrong_field_of_a_file_is_named(folder: Path) -> None:
    text = ELICITATION.replace("n_participants: 9", "n_participants: few").replace("method", "way")
    write(folder, "elicitation/waiting.yaml", text)
    with pytest.raises(IntakeError) as caught:
        read_development_records(folder)
    assert len(caught.value.problems) == 3
    assert all(
        line.startswith(f"'{folder}/elicitation/waiting.yaml', ") for line in caught.value.problems
    )
    assert str(caught.value) == "\n".join(caught.value.problems)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("elicitation/waiting.yaml", Elicitation),
        ("coding/waiting.yaml", CodingRecord),
        ("content_validity/round_1_sv.yaml", ContentValidityRound),
        ("interviews.yaml", InterviewLog),
        ("translation/sv.yaml", TranslationLog),
    ],
)
def test_one_record_is_read_by_its_path(folder: Path, name: str, kind: type) -> None:
    assert type(read_record(folder / name, kind)) is kind
    assert read_record(str(folder / name), kind) == read_record(folder / name, kind)


def test_a_record_in_the_place_of_another_is_refused(folder: Path) -> None:
    with pytest.raises(IntakeError, match=r"waiting\.yaml', codes: Extra inputs"):
        read_record(folder / "coding" / "waiting.yaml", Elicitation)


def test_a_record_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(IntakeError, match=r"gone\.yaml' cannot be read: No such file"):
        read_record(folder / "gone.yaml", Elicitation)
