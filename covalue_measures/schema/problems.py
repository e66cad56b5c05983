"""Validation errors in the words of whoever wrote the document."""

from pydantic import ValidationError


def describe_validation_error(error: ValidationError) -> str:
    """Return one line per problem: where it is, what is wrong, and what was found."""
    lines = []
    for problem in error.errors(include_url=False):
        where = ".".join(str(part) for part in problem["loc"]) or "document"
        message = problem["msg"].removeprefix("Value error, ")
        found = problem["input"]
        shown = f" (found {found!r})" if isinstance(found, str | int | float | None) else ""
        lines.append(f"{where}: {message}{shown}")
    return "\n".join(lines)
