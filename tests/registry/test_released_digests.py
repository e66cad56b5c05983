import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.released_digests import FILE_NAME, read_released_digests

DIGEST = "0123456789abcdef" * 4


def test_digests_are_read_by_reference(tmp_path):
    (tmp_path / FILE_NAME).write_text(f'{{"demo@0.1.0": "{DIGEST}"}}', encoding="utf-8")
    assert read_released_digests(tmp_path) == {"demo@0.1.0": DIGEST}


def test_no_list_means_that_nothing_was_released(tmp_path):
    assert read_released_digests(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"demo@0.1.0": "short"}', "demo@0.1.0: String should match pattern .*found 'short'"),
        (f'{{"a@1.0.0": "{DIGEST}", "a@1.0.0": "{DIGEST}"}}', "the key 'a@1.0.0' stands twice"),
        ("[]", "Input should be a valid dictionary"),
        ("{", "is not a list of digests"),
    ],
)
def test_a_spoiled_list_is_refused_with_its_name(tmp_path, content, message):
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(RegistryError, match=f"released_digests.json.*{message}"):
        read_released_digests(tmp_path)
