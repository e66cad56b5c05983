"""Semantic versions of instruments, forms, scorings and translations."""

from typing import Annotated, TypeAlias

import semver
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema


def parse_version(value: object) -> semver.Version:
    """Return ``value`` as a semantic version.

    Raises
    ------
    ValueError
        If ``value`` is not ``MAJOR.MINOR.PATCH`` with an optional pre-release part.
    """
    if isinstance(value, semver.Version):
        version = value
    elif isinstance(value, str) and semver.Version.is_valid(value):
        version = semver.Version.parse(value)
    else:
        raise ValueError(
            f"{value!r} is not a semantic version such as '0.1.0'"
            " (in YAML a version stands in quotes)"
        )
    # Versions that differ in build metadata only are equal, and must not name two definitions.
    if version.build is not None:
        raise ValueError(
            f"version '{version}' has build metadata, '+{version.build}'; leave it out"
        )
    return version


_NUMBER = r"(0|[1-9][0-9]*)"
_PART = r"(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_PATTERN = rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}(-{_PART}(\.{_PART})*)?$"

#: ``MAJOR.MINOR.PATCH[-pre]``; compares by semantic-version precedence.
Version: TypeAlias = Annotated[
    semver.Version,
    PlainValidator(parse_version),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
