import pytest

from covalue_measures.exceptions import RegistryError
from covalue_measures.registry.version_range import VersionRange
from covalue_measures.schema import parse_version

RANGES = [
    ("~0.2", "0.2.0", "0.3.0"),
    ("~0.2.3", "0.2.3", "0.3.0"),
    ("~1", "1.0.0", "2.0.0"),
    ("~1.4", "1.4.0", "1.5.0"),
    ("^1", "1.0.0", "2.0.0"),
    ("^1.4", "1.4.0", "2.0.0"),
    ("^1.4.2", "1.4.2", "2.0.0"),
    # Before 1.0.0 a minor version may change what scores mean.
    ("^0.2", "0.2.0", "0.3.0"),
    ("^0.2.1", "0.2.1", "0.3.0"),
    ("^0", "0.0.0", "1.0.0"),
]


@pytest.mark.parametrize(("text", "lowest", "bound"), RANGES)
def test_a_range_has_a_lowest_version_and_a_bound(text, lowest, bound):
    found = VersionRange.parse(text)
    assert found is not None
    assert (str(found.lowest), str(found.bound)) == (lowest, bound)
    assert found.lowest in found
    assert found.bound not in found


@pytest.mark.parametrize("text", ["0.2.0", "1.0.0-rc.1", ">=1", "~", "^1.2.3.4", "~1.x", "~-1", ""])
def test_anything_else_is_no_range(text):
    assert VersionRange.parse(text) is None


def test_a_pre_release_is_in_no_range():
    found = VersionRange.parse("^1.0")
    assert found is not None
    assert parse_version("1.1.0-rc.1") not in found


def test_the_newest_in_a_range_goes_by_version():
    found = VersionRange.parse("~0.2")
    assert found is not None
    versions = [parse_version(text) for text in ("0.1.0", "0.2.9", "0.2.10", "0.3.0")]
    assert str(found.newest("demo", versions)) == "0.2.10"
    message = r"No released version of bank 'demo' is in '~0.2' \(from 0.2.0, below 0.3.0\)"
    with pytest.raises(RegistryError, match=message):
        found.newest("demo", versions[:1])
