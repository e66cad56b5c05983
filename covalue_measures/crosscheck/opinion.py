"""Two programs on one coefficient."""

import math
import warnings
from dataclasses import dataclass

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import SecondOpinionWarning


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Our value of a coefficient beside another program's."""

    coefficient: str
    ours: float
    theirs: float
    package: str
    package_version: str
    #: Largest absolute difference that is still agreement.
    tolerance: float
    #: What both computed from, and what the other program does to its number.
    basis: str

    @property
    def difference(self) -> float:
        """Absolute difference; infinite where the other program gives no number."""
        gap = abs(self.ours - self.theirs)
        return gap if math.isfinite(gap) else math.inf

    @property
    def is_within_tolerance(self) -> bool:
        """Whether the two agree."""
        return self.difference <= self.tolerance

    def warn_if_apart(self, subject: str) -> str | None:
        """Warn with both numbers if they disagree, and return the sentence."""
        if self.is_within_tolerance:
            return None
        sentence = (
            f"{self.coefficient} of {subject} is {self.ours:.10g} here and {self.theirs:.10g} in"
            f" {self.package} {self.package_version}: they differ by more than {self.tolerance:g}."
        )
        warnings.warn(sentence, SecondOpinionWarning, stacklevel=callers_level())
        return sentence
