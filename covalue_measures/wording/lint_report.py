"""Everything that the linter says about a bank."""

from dataclasses import dataclass

from covalue_measures.wording.finding import Finding
from covalue_measures.wording.readability import FormReadability
from covalue_measures.wording.waivers import UnusedWaiver


@dataclass(frozen=True, slots=True, kw_only=True)
class LintReport:
    """Findings of all rules on one bank, with the waivers applied."""

    #: ``name@version`` of the bank.
    bank: str
    #: In the order of the bank's texts; waived ones and informations included.
    findings: tuple[Finding, ...]
    #: Waivers that match no finding, so that none outlives its reason.
    unused_waivers: tuple[UnusedWaiver, ...]
    #: All items in use, then each form, in every language known.
    readability: tuple[FormReadability, ...]
    #: Languages of the bank that the linter does not know, and so did not read.
    languages_not_read: tuple[str, ...]

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        """Errors without a waiver; a bank with one cannot become a candidate."""
        return tuple(f for f in self.findings if f.is_open and f.level == "error")

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        """Warnings without a waiver."""
        return tuple(f for f in self.findings if f.is_open and f.level == "warning")

    @property
    def informations(self) -> tuple[Finding, ...]:
        """Findings that ask for nothing."""
        return tuple(f for f in self.findings if f.level == "information")

    @property
    def waived(self) -> tuple[Finding, ...]:
        """Errors and warnings that the authors keep, with their reasons."""
        return tuple(f for f in self.findings if f.waiver is not None and f.level != "information")

    @property
    def passes(self) -> bool:
        """Whether every error and every warning is mended or waived."""
        return not self.open_errors and not self.open_warnings
