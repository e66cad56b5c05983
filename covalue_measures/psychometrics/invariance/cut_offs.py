"""How much worse a fit may get before measurement is called different."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from covalue_measures.psychometrics.invariance.levels import LevelName

CITATION = "Chen (2007), doi:10.1080/10705510701301834"
#: In words, as the report prints it.
RULE = (
    "A level fails if CFI falls by its cut-off or more, or if RMSEA and SRMR both rise by theirs:"
    " CFI is Chen's main criterion, which the other two supplement."
)


@dataclass(frozen=True, slots=True)
class CutOffs:
    """Changes from one level to the next that speak against equality."""

    cfi_fall: float
    rmsea_rise: float
    srmr_rise: float


#: For samples above 300 in groups of about equal size.
_LOADINGS = CutOffs(0.010, 0.015, 0.030)
_LATER = CutOffs(0.010, 0.015, 0.010)
#: For smaller samples, or very unequal groups.
_SMALL_LOADINGS = CutOffs(0.005, 0.010, 0.025)
_SMALL_LATER = CutOffs(0.005, 0.010, 0.005)
#: Above this ratio of group sizes the groups are not of about equal size.
_UNEQUAL = 3.0


def cut_offs(level: LevelName, n_by_group: tuple[int, ...]) -> CutOffs:
    """Return the cut-offs of a level beside the one before it.

    Parameters
    ----------
    level : str
        The stricter one. Thresholds are judged as loadings are.
    n_by_group : tuple of int

    References
    ----------
    Chen (2007), doi:10.1080/10705510701301834, page 501.
    """
    is_small = sum(n_by_group) <= 300 or max(n_by_group) > _UNEQUAL * min(n_by_group)
    if level in ("threshold", "metric"):
        return _SMALL_LOADINGS if is_small else _LOADINGS
    return _SMALL_LATER if is_small else _LATER


def exceeded(
    deltas: Mapping[str, float], limits: CutOffs
) -> tuple[Literal["cfi", "rmsea", "srmr"], ...]:
    """Return the indices that got worse by their cut-off or more.

    Parameters
    ----------
    deltas : mapping
        ``cfi``, ``rmsea`` and ``srmr`` of the stricter level less the looser one.
    """
    found: list[Literal["cfi", "rmsea", "srmr"]] = []
    if deltas["cfi"] <= -limits.cfi_fall:
        found.append("cfi")
    if deltas["rmsea"] >= limits.rmsea_rise:
        found.append("rmsea")
    if deltas["srmr"] >= limits.srmr_rise:
        found.append("srmr")
    return tuple(found)


def holds(found: tuple[Literal["cfi", "rmsea", "srmr"], ...]) -> bool:
    """Return whether a level holds that exceeds these cut-offs."""
    return "cfi" not in found and not {"rmsea", "srmr"} <= set(found)
