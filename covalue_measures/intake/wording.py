"""How intake words counts, names and cells in its rules and refusals."""

from collections.abc import Sequence

from covalue_measures.exceptions import IntakeError

_MOST_NAMES = 10
_MOST_PROBLEMS = 10
_MOST_CHARACTERS = 40
_LONGEST_TOKEN = 8
_DIGITS_OF_A_DATE = 6


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 cell`` or ``12 cells``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or f'{noun}s'}"


def named(names: Sequence[str]) -> str:
    """Return the first names in quotes, and how many more there are."""
    shown = ", ".join(shown_text(name) for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def shown_text(text: str) -> str:
    """Return ``text`` in quotes, cut to 40 characters, invisible characters spelt out."""
    return repr(text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "...")


def shown_cell(text: str) -> str:
    """Return the text of a refused cell, as far as it may be shown.

    Short tokens are what people must see to put a file right. Anything longer, with a space, an
    ``@`` or as many digits as a date of birth may be about somebody, and only its length is shown.
    """
    is_token = (
        len(text) <= _LONGEST_TOKEN
        and "@" not in text
        and not any(character in " \t\r\n" for character in text)
        and sum(character.isdigit() for character in text) < _DIGITS_OF_A_DATE
    )
    return shown_text(text) if is_token else f"a text of {counted(len(text), 'character')}"


def refusal(title: str, problems: Sequence[str]) -> IntakeError:
    """Return the error that holds every problem and shows the first ones.

    Parameters
    ----------
    title : str
        What was read, such as ``visits.csv``.
    problems : sequence of str
        At least one; a sentence each.
    """
    if len(problems) == 1:
        return IntakeError(problems[0])
    lines = [f"{len(problems)} problems in {title}:"]
    lines += [f"- {problem}" for problem in problems[:_MOST_PROBLEMS]]
    if (more := len(problems) - _MOST_PROBLEMS) > 0:
        lines.append(f"and {more} more.")
    return IntakeError("\n".join(lines), tuple(problems))
