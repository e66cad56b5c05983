import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.changes import WordingJudgement
from covalue_measures.registry.judgement_file import read_judgements

TEXT = """\
# Read by two people.
judgements:
  - path: items.de01.stem
    verdict: same_sense
    reason: Eight interviews.
    signer: A. Reader
  - path: items.de01.stem
    language: sv
    verdict: orthography
    reason: Spelling.
    signer: B. Reader
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "judgements.yaml"


def test_judgements_are_read_in_order(path):
    path.write_text(TEXT, encoding="utf-8")
    assert read_judgements(path) == (
        WordingJudgement(
            path="items.de01.stem",
            verdict="same_sense",
            reason="Eight interviews.",
            signer="A. Reader",
        ),
        WordingJudgement(
            path="items.de01.stem",
            language="sv",
            verdict="orthography",
            reason="Spelling.",
            signer="B. Reader",
        ),
    )


def test_a_file_that_judges_nothing_is_one(path):
    path.write_text("judgements: []\n", encoding="utf-8")
    assert read_judgements(path) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "verdict: same_sense",
            "verdict: fine",
            r"judgements\.0\.verdict: Input .*'changed_sense'",
        ),
        ("    signer: A. Reader\n", "", r"judgements\.0\.signer: Field required"),
        ("    reason: Eight interviews.", '    reason: ""', r"judgements\.0\.reason: text ''"),
        ("language: sv", "language: Swedish", r"judgements\.1\.language: String should match"),
        ("    signer: A.", "    name: x\n    signer: A.", r"judgements\.0\.name: Extra inputs"),
        ("judgements:\n", "verdicts:\n", r"judgements: Field required"),
        ("    signer: A. Reader", "    path: again", r"line 6: the key 'path' stands twice"),
    ],
)
def test_a_fault_is_named_with_file_and_place(path, old, new, message):
    assert TEXT.count(old) == 1
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(RegistryError, match=message) as caught:
        read_judgements(path)
    assert str(caught.value).startswith(f"'{path}'")


def test_no_file_is_named(path):
    with pytest.raises(RegistryError, match=r"There is no file '.*judgements.yaml'"):
        read_judgements(path)


@pytest.mark.parametrize(
    ("content", "message"), [(b"- one\n", "must hold a map"), (b"\xe5", "UTF-8")]
)
def test_what_is_no_mapping_and_no_text_is_refused(path, content, message):
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=message):
        read_judgements(path)
