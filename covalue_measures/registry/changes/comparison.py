"""What lies between two versions of an instrument."""

from dataclasses import dataclass

from covalue_measures.registry.changes.bump import Bump, largest_bump, version_after
from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.comparability import Comparability, judge_comparability
from covalue_measures.registry.changes.finding import Finding
from covalue_measures.registry.changes.line_change import LineChange
from covalue_measures.registry.changes.recode_map import RecodeMap, derive_recode_map
from covalue_measures.schema.instrument import Instrument
from covalue_measures.schema.version import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionComparison:
    """The changes between two versions, and what they ask for and allow."""

    old: Instrument
    new: Instrument
    #: The gravest first.
    changes: tuple[Change, ...]
    #: The version lines of both banks, and by how much each must rise.
    lines: tuple[LineChange, ...]
    #: What the new version says about itself that the changes contradict.
    findings: tuple[Finding, ...]

    @property
    def required_bump(self) -> Bump:
        """The largest bump that any change asks for; authors may go higher, never lower."""
        return largest_bump(change.bump for change in self.changes)

    def required_version(self, version: Version | None = None) -> Version:
        """Return the lowest version that the changes allow.

        Parameters
        ----------
        version : Version, optional
            The version that went before; by default the old one.

        Notes
        -----
        A document that differs is released under a version of its own, even where the rule table
        asks for no bump.
        """
        bumps = [change.bump for change in self.changes]
        return version_after(self.old.bank.version if version is None else version, bumps)

    @property
    def comparability(self) -> Comparability:
        """How answers and scores compare, over all languages that both versions have."""
        return judge_comparability(self.changes, self._versions)

    def comparability_in(self, language: str) -> Comparability:
        """Return how answers and scores of respondents who read ``language`` compare."""
        reaching = [change for change in self.changes if change.reaches(language)]
        return judge_comparability(reaching, self._versions)

    def recode_map(self, *, language: str | None = None) -> RecodeMap:
        """Return the map that turns answers to the old version into answers to the new one.

        Parameters
        ----------
        language : str, optional
            The language that respondents read; by default every language counts.

        Raises
        ------
        InstrumentError
            If no answers to the old version are identical with answers to the new one.
        """
        reaching = [c for c in self.changes if language is None or c.reaches(language)]
        return derive_recode_map(self.old, self.new, reaching)

    @property
    def _versions(self) -> tuple[Version, Version]:
        return self.old.bank.version, self.new.bank.version
