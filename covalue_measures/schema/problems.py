"""Validation errors in the words of whoever wrote the document."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def describe_validation_error(error: ValidationError) -> str:
    """Return one line per problem: where it is, what is wrong, and what was found."""
    problems = error.errors(include_url=False)
    lines = []
    for problem in problems:
        if problem["type"] == "too_short" and _has_a_cause(problem["loc"], problems):
            continue
        where = ".".join(str(part) for part in problem["loc"]) or "document"
        message = problem["msg"].removeprefix("Value error, ")
        found = problem["input"]
        shown = f" (found {found!r})" if isinstance(found, str | int | float | None) else ""
        lines.append(f"{where}: {message}{shown}")
    return "\n".join(lines)


def _has_a_cause(place: tuple[int | str, ...], problems: list[ErrorDetails]) -> bool:
    """Whether entries inside ``place`` are wrong, so that it only seems too short."""
    return any(
        len(problem["loc"]) > len(place) and problem["loc"][: len(place)] == place
        for problem in problems
    )
