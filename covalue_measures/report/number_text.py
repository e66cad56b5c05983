"""Numbers as text, each kind always with the same decimals."""

import math
import re

NOT_AVAILABLE = "not available"
_MINUS = "\N{MINUS SIGN}"
_TIMES = "\N{MULTIPLICATION SIGN}"
# A zero before the decimal point of a number alone, not inside a version or a DOI.
_LEADING_ZERO = re.compile(r"(?<![\w.])0(?=\.\d+(?![\w]|\.\d))")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def is_available(value: float | None) -> bool:
    """Return whether there is a finite number to print."""
    return value is not None and math.isfinite(value)


def decimal_text(value: float | None, decimals: int = 2) -> str:
    """Return a number on no fixed range, such as a mean: ``2.31``."""
    if value is None or not math.isfinite(value):
        return NOT_AVAILABLE
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.removeprefix("-")
    return text.replace("-", _MINUS)


def coefficient_text(value: float | None, decimals: int = 3) -> str:
    """Return a number that cannot exceed 1, without its leading zero: ``.815``."""
    text = decimal_text(value, decimals)
    return text.replace("0.", ".", 1) if text.startswith(("0.", f"{_MINUS}0.")) else text


def correlation_text(value: float | None) -> str:
    """Return a correlation with two decimals: ``.42``."""
    return coefficient_text(value, decimals=2)


def interval_text(lower: float, upper: float, decimals: int = 3) -> str:
    """Return both bounds of an interval of a coefficient."""
    if not (is_available(lower) and is_available(upper)):
        return NOT_AVAILABLE
    return f"{coefficient_text(lower, decimals)} to {coefficient_text(upper, decimals)}"


def count_text(value: int) -> str:
    """Return a count with a comma at every thousand."""
    return f"{value:,}"


def share_text(share: float | None) -> str:
    """Return a share of 1 as a percentage with one decimal."""
    if share is None or not math.isfinite(share):
        return NOT_AVAILABLE
    return f"{100 * share:.1f}%"


def share_of_count_text(count: int, total: int) -> str:
    """Return ``count`` out of ``total`` as a percentage."""
    return share_text(count / total if total else None)


def p_text(value: float) -> str:
    """Return a p-value with three decimals, ``< .001`` below that."""
    if not math.isfinite(value):
        return NOT_AVAILABLE
    return "< .001" if value < 0.001 else coefficient_text(value)


def small_text(value: float) -> str:
    """Return a number of any smallness: ``0.013``, ``1.3e-16`` as a power of ten, ``0``."""
    if not math.isfinite(value):
        return NOT_AVAILABLE
    if value == 0:
        return "0"
    if 0.001 <= abs(value) < 1000:
        return f"{value:.3g}".replace("-", _MINUS)
    mantissa, exponent = f"{value:.1e}".split("e")
    power = str(int(exponent)).translate(_SUPERSCRIPTS)
    if mantissa == "1.0":
        return f"10{power}"
    return f"{mantissa.replace('-', _MINUS)} {_TIMES} 10{power}"


def comparison_text(value: float, tolerance: float) -> str:
    """Return a coefficient with one decimal more than ``tolerance`` settles, three to six."""
    decimals = math.ceil(-math.log10(tolerance)) if 0 < tolerance < 1 else 6
    return coefficient_text(value, min(max(decimals, 3), 6))


def counted(count: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: ``1 item``, ``12 items``."""
    return f"{count_text(count)} {singular if count == 1 else plural or singular + 's'}"


def listed(entries: tuple[str, ...]) -> str:
    """Return the entries of a list in a sentence: ``a, b and c``."""
    if len(entries) < 2:
        return "".join(entries)
    return f"{', '.join(entries[:-1])} and {entries[-1]}"


def typeset(text: str) -> str:
    """Return a text of the record with its numbers and signs as the page writes them."""
    return _LEADING_ZERO.sub("", text).replace(">=", "≥").replace("<=", "≤")
