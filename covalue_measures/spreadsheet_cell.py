"""Text for cells of files that a spreadsheet may open."""

#: A cell that starts so is a formula to a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral_cell(text: str) -> str:
    """Return ``text`` with an apostrophe before it, where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would compute ``text``."""
    return text.startswith(_FORMULA_STARTS)
