"""Levels of measurement invariance, from the loosest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from covalue_measures.exceptions import ModelError

LevelName: TypeAlias = Literal[
    "configural", "threshold", "metric", "scalar", "strict", "latent_means", "latent_covariances"
]
#: Kinds of parameters that a level can make equal.
EqualKind: TypeAlias = Literal[
    "thresholds", "loadings", "intercepts", "residuals", "latent_means", "latent_covariances"
]
_ADDS: dict[LevelName, EqualKind] = {
    "threshold": "thresholds",
    "metric": "loadings",
    "scalar": "intercepts",
    "strict": "residuals",
    "latent_means": "latent_means",
    "latent_covariances": "latent_covariances",
}
_ORDER: tuple[LevelName, ...] = (
    "configural",
    "threshold",
    "metric",
    "scalar",
    "strict",
    "latent_means",
    "latent_covariances",
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level with everything that is equal at it."""

    name: LevelName
    equal: frozenset[EqualKind]

    @property
    def description(self) -> str:
        """What is equal, in words."""
        if not self.equal:
            return "nothing but which items measure which factor"
        names = [kind.replace("_", " ") for kind in _ADDS.values() if kind in self.equal]
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def usual_levels(*, is_ordinal: bool) -> tuple[LevelName, ...]:
    """Return the levels that are tested unless others are asked for."""
    if is_ordinal:
        return ("configural", "threshold", "metric", "scalar", "strict")
    return ("configural", "metric", "scalar", "strict")


def build_levels(names: Sequence[str], *, is_ordinal: bool) -> tuple[Level, ...]:
    """Return the levels in their order, each with all that it presupposes.

    Equal intercepts say nothing without equal loadings, nor residuals without either. Factors can
    be compared without equal residuals, which are equal at their levels only if asked for.

    Raises
    ------
    ModelError
        If a level does not exist, or thresholds are asked of numeric items.
    """
    unknown = [name for name in names if name not in _ORDER]
    if unknown:
        raise ModelError(
            f"There is no level '{unknown[0]}' of invariance; there are {', '.join(_ORDER)}."
        )
    if "threshold" in names and not is_ordinal:
        raise ModelError(
            "Numeric items have no thresholds: leave out the level 'threshold', or use WLSMV."
        )
    levels: list[Level] = []
    equal: frozenset[EqualKind] = frozenset()
    for name in _ORDER:
        is_asked = name in names
        # Thresholds come first with ordinal items: Wu and Estabrook (2016).
        is_presupposed = name in ("metric", "scalar") or (name == "threshold" and is_ordinal)
        if name in _ADDS and (is_asked or is_presupposed):
            equal |= {_ADDS[name]}
        if is_asked:
            levels.append(Level(name, equal))
    if len(levels) < 2:
        raise ModelError("Invariance compares at least two levels, such as configural and metric.")
    return tuple(levels)
