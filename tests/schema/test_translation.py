import hashlib
import json

import pytest
from pydantic import ValidationError

from covalue_measures.schema import Translation, source_digest


def test_source_digest_is_the_start_of_the_sha256_of_the_utf8_text():
    # printf 'abc' | sha256sum: ba7816bf 8f01cfea ... (FIPS 180-4, example 1)
    assert source_digest("abc") == "ba7816bf8f01"
    assert source_digest("Å") == hashlib.sha256(b"\xc3\x85").hexdigest()[:12]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("state", "final", "Input should be 'draft', 'reviewed', 'linguistically_validated'"),
        ("language", "Swedish", "String should match pattern"),
        ("method", "", "is empty"),
        ("texts", [{"path": "title", "source": "ba7816bf8f0"}], "String should match pattern"),
        ("texts", [{"path": "title", "source": "BA7816BF8F01"}], "String should match pattern"),
    ],
)
def test_what_is_no_translation_is_refused(content, field, value, message):
    translation = content["translations"][0] | {field: value}
    with pytest.raises(ValidationError, match=message):
        Translation.model_validate_json(json.dumps(translation))
