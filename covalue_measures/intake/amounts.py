"""Amounts written as text, read as whole numbers of steps."""

import re
from dataclasses import dataclass
from decimal import Decimal

from covalue_measures.schema import QuantityScale

_PLAIN_NUMBER = re.compile(r"\d{1,9}(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class AmountReader:
    """How the amounts of one quantity scale are written in one file."""

    quantity_scale: QuantityScale
    decimal_mark: str

    def steps(self, text: str) -> int | None:
        """Return the amount in steps of the scale, or None where ``text`` is no amount on it."""
        number = self.number(text)
        if number is None:
            return None
        steps = number * self.quantity_scale.steps_per_unit
        in_range = self.quantity_scale.minimum <= number <= self.quantity_scale.maximum
        return int(steps) if in_range and steps == int(steps) else None

    def number(self, text: str) -> Decimal | None:
        """Return the number that ``text`` writes, on the scale or not; None where it writes none.

        With a decimal comma, a point is refused: it might separate thousands.
        """
        if self.decimal_mark != ".":
            if "." in text:
                return None
            text = text.replace(self.decimal_mark, ".")
        return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None
