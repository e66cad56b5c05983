"""Findings that the authors keep, and waivers that keep nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from covalue_measures.schema import ItemBank
from covalue_measures.schema.waiver import Waiver
from covalue_measures.wording.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedWaiver:
    """A waiver that no finding needs: the wording or the rule has changed since."""

    #: The item that declares it, or None where the bank does.
    item_id: str | None
    waiver: Waiver

    @property
    def message(self) -> str:
        """What is unused, in one sentence."""
        owner = f"item '{self.item_id}'" if self.item_id else "the bank"
        language = f" in '{self.waiver.language}'" if self.waiver.language else ""
        path = f" for '{self.waiver.path}'" if self.waiver.path else ""
        return f"The waiver of {self.waiver.rule}{language}{path} of {owner} waives nothing."


def apply_waivers(
    bank: ItemBank, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[UnusedWaiver, ...]]:
    """Return the findings with the reasons of their waivers, and the waivers that fit none.

    An item's waiver is for that item's findings; a bank's, for findings about no item, at the
    path that it names or below. The first that fits gives the reason. A language makes a waiver
    fit findings in that language, and findings that are about none.
    """
    declared: list[tuple[str | None, Waiver]] = [
        *((item.id, waiver) for item in bank.items for waiver in item.waivers),
        *((None, waiver) for waiver in bank.waivers),
    ]
    used: set[int] = set()
    kept = []
    for finding in findings:
        fitting = [
            position
            for position, (item_id, waiver) in enumerate(declared)
            if item_id == finding.item_id and _fits(waiver, finding)
        ]
        used.update(fitting)
        reason = declared[fitting[0]][1].reason if fitting else None
        kept.append(replace(finding, waiver=reason))
    unused = tuple(
        UnusedWaiver(item_id=item_id, waiver=waiver)
        for position, (item_id, waiver) in enumerate(declared)
        if position not in used
    )
    return tuple(kept), unused


def _fits(waiver: Waiver, finding: Finding) -> bool:
    if waiver.rule != finding.rule:
        return False
    if waiver.language and finding.language and waiver.language != finding.language:
        return False
    path = waiver.path
    return path is None or finding.path == path or finding.path.startswith(f"{path}.")
