import json
from pathlib import Path

import pytest

from covalue_measures.evaluation.evidence import EvidenceRecord
from covalue_measures.exceptions import EvidenceError
from covalue_measures.report import read_evidence, render_report


def test_a_stored_record_is_read_back(evidence: EvidenceRecord, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_text(evidence.to_json(), encoding="utf-8")

    assert read_evidence(path) == read_evidence(str(path)) == evidence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"evidence\.json': No such file"):
        read_evidence(tmp_path / "evidence.json")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"{'a': 1}", "is not JSON"),
        (b'{"title": "\xff"}', "is not JSON"),
        (b'{"created": "", "created": ""}', "'created' stands twice"),
        (b"[]", "must be an object of fields, not a list"),
        (b'"text"', "must be an object of fields, not a str"),
    ],
)
def test_what_is_no_record_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.json"
    path.write_bytes(content)

    with pytest.raises(EvidenceError, match=message) as refused:
        render_report(path, tmp_path / "report.html")

    assert str(path) in str(refused.value)
    assert not (tmp_path / "report.html").exists()


def test_a_wrong_field_is_named(evidence: EvidenceRecord, tmp_path: Path) -> None:
    document = json.loads(evidence.to_json())
    document["subscales"][0]["alpha"]["alpha"] = "high"
    del document["data"]["n_respondents"]
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(EvidenceError) as refused:
        read_evidence(path)

    lines = str(refused.value).splitlines()
    assert str(path) in lines[0]
    assert any(line.startswith("subscales.0.alpha.alpha:") and "'high'" in line for line in lines)
    assert any(line.startswith("data.n_respondents: Field required") for line in lines)


def test_another_file_format_is_refused(evidence: EvidenceRecord, tmp_path: Path) -> None:
    document = json.loads(evidence.to_json()) | {"format_version": "2"}
    path = tmp_path / "evidence.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(EvidenceError, match=r"format_version: Input should be '1' \(found '2'\)"):
        read_evidence(path)


def test_a_record_of_an_earlier_version_has_no_factor_models(evidence: EvidenceRecord) -> None:
    document = json.loads(evidence.to_json())
    for field in ("exploratory", "confirmatory", "invariance"):
        assert document.pop(field)

    found = EvidenceRecord.from_json(json.dumps(document))

    assert (found.exploratory, found.confirmatory, found.invariance) == (None, None, ())
    assert found.model_copy(
        update={
            "exploratory": evidence.exploratory,
            "confirmatory": evidence.confirmatory,
            "invariance": evidence.invariance,
        }
    ) == EvidenceRecord.from_json(evidence.to_json())
