import pytest
from pydantic import ValidationError

from covalue_measures.records.attachment import Attachment


def attachment(location: str, media_type: str = "application/pdf") -> Attachment:
    return Attachment(title="Counting rule", location=location, media_type=media_type)


@pytest.mark.parametrize(
    "location", ["rule.pdf", "files/2026/rule.pdf", "https://example.org/a?b=c#d", "Regel å.pdf"]
)
def test_a_file_beside_the_record_or_an_address_is_named(location: str) -> None:
    assert attachment(location).location == location


@pytest.mark.parametrize(
    "location",
    ["data:text/plain;base64,QQ==", "javascript:alert(1)", "http://example.org", "C:\\rule.pdf"],
)
def test_content_and_scripts_are_refused(location: str) -> None:
    with pytest.raises(ValidationError, match="is no place to point at; give an address"):
        attachment(location)


@pytest.mark.parametrize("location", ["../rule.pdf", "/rule.pdf", "a//b", "a\\b.pdf", "a/../b"])
def test_a_path_out_of_the_folder_is_refused(location: str) -> None:
    with pytest.raises(ValidationError, match="leads out of the folder of the record"):
        attachment(location)


def test_the_media_type_has_two_parts() -> None:
    with pytest.raises(ValidationError, match="media_type"):
        attachment("rule.pdf", media_type="pdf")


def test_a_digest_is_64_digits() -> None:
    fields = attachment("rule.pdf").model_dump()

    assert Attachment(**fields | {"sha256": "0" * 64}).sha256 == "0" * 64
    with pytest.raises(ValidationError, match="sha256"):
        Attachment(**fields | {"sha256": "0" * 63})
