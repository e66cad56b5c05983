import json

import pytest
from reference_values import BFI, read_data

import covalue_measures as cm
from covalue_measures.exceptions import EvidenceError
from covalue_measures.schema import ItemBank


def test_the_same_data_verify(evidence: cm.EvidenceRecord, bfi_data: cm.ResponseData) -> None:
    result = cm.verify_evidence(evidence, bfi_data)
    assert result.is_verified
    assert result.n_compared > 2000
    assert result.changed_software == ()


def test_one_changed_cell_is_found_and_placed(
    evidence: cm.EvidenceRecord, bfi_bank: ItemBank
) -> None:
    frame = read_data("bfi")
    frame.loc[17, "C3"] = 1 if frame.loc[17, "C3"] != 1 else 2
    rules = cm.read_import_map(BFI / "import_map.yaml")
    changed = cm.read_responses(frame, bfi_bank, import_map=rules)
    result = cm.verify_evidence(evidence, changed)
    places = {difference.where for difference in result.differences}
    assert not result.is_verified
    assert "data.fingerprint" in places
    assert "items[c3].mean" in places
    assert any(place.startswith("items[c3].categories[") for place in places)
    # Nothing is blamed that did not change.
    assert not any(place.startswith("items[") and "[c3]" not in place for place in places)
    assert not any(place.startswith("subscales[agreeableness]") for place in places)


def test_an_altered_number_is_found(evidence: cm.EvidenceRecord, bfi_data: cm.ResponseData) -> None:
    content = json.loads(evidence.to_json())
    content["subscales"][0]["alpha"]["alpha"] += 1e-6
    altered = cm.EvidenceRecord.from_json(json.dumps(content))
    (difference,) = cm.verify_evidence(altered, bfi_data).differences
    assert difference.where == "subscales[agreeableness].alpha.alpha"
    assert str(difference).startswith("subscales[agreeableness].alpha.alpha: recorded 0.70301")


def test_a_dropped_item_is_found(evidence: cm.EvidenceRecord, bfi_data: cm.ResponseData) -> None:
    content = json.loads(evidence.to_json())
    del content["warnings"][:], content["items"][-1]
    altered = cm.EvidenceRecord.from_json(json.dumps(content))
    places = [d.where for d in cm.verify_evidence(altered, bfi_data).differences]
    assert places == ["items.length"]


def test_an_altered_definition_is_refused(
    evidence: cm.EvidenceRecord, bfi_data: cm.ResponseData
) -> None:
    content = json.loads(evidence.to_json())
    content["instrument"]["definition"]["items"][0]["keying"] = "positive"
    altered = cm.EvidenceRecord.from_json(json.dumps(content))
    with pytest.raises(EvidenceError, match="one of them was altered"):
        cm.verify_evidence(altered, bfi_data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "This is not JSON"),
        ("[]", "must be an object of fields, not a list"),
        ('{"format_version": "9"}', "format_version: Input should be '1'"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
    ],
)
def test_a_record_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(EvidenceError, match=message):
        cm.EvidenceRecord.from_json(text)
