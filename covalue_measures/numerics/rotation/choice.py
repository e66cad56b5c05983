"""Rotations by the names that people use."""

from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias, get_args

import numpy as np

from covalue_measures.numerics.rotation import criteria
from covalue_measures.numerics.rotation.criteria import Criterion
from covalue_measures.numerics.rotation.gradient_projection import Rotation, arranged, rotate
from covalue_measures.numerics.rotation.promax import rotate_promax
from covalue_measures.typing import FloatArray

RotationName: TypeAlias = Literal[
    "varimax",
    "quartimax",
    "equamax",
    "parsimax",
    "crawford_ferguson",
    "entropy",
    "bifactor",
    "oblimin",
    "quartimin",
    "geomin",
    "infomax",
    "bentler",
    "simplimax",
    "target",
    "promax",
]
#: Orthogonal unless asked for otherwise; all others are oblique.
_USUALLY_ORTHOGONAL = ("varimax", "quartimax", "equamax", "parsimax", "entropy", "bifactor")
#: Of rows at length 1 unless asked for otherwise, as R and SPSS do.
_USUALLY_NORMALIZED = ("varimax", "promax")
#: The number that a rotation can be given, and its usual value.
_PARAMETERS = {
    "oblimin": ("gamma", 0.0),
    "geomin": ("epsilon", 0.01),
    "crawford_ferguson": ("kappa", 0.0),
    "promax": ("power", 4.0),
}


@dataclass(frozen=True, slots=True)
class RotationChoice:
    """One rotation with everything it needs to know."""

    name: RotationName
    oblique: bool
    #: Whether rows are brought to length 1 while rotated.
    normalize: bool
    #: Gamma of oblimin, epsilon of geomin, kappa of Crawford-Ferguson, power of promax, number of
    #: small loadings of simplimax; None for the others.
    parameter: float | None
    #: (n_items, n_factors) aimed at, NaN where any loading will do; None but for ``target``.
    pattern: FloatArray | None

    def rotate(self, loadings: FloatArray, *, rng: np.random.Generator, n_starts: int) -> Rotation:
        """Return the rotated loadings.

        Columns come by sum of squares and signed to positive sums, except that a general factor
        comes first and a target keeps its columns' places, and signs where it has any.

        Parameters
        ----------
        loadings : (n_items, n_factors)
            Unrotated, at least two factors.
        """
        if self.name == "promax" and self.parameter is not None:
            return arranged(
                rotate_promax(
                    loadings,
                    power=self.parameter,
                    normalize=self.normalize,
                    rng=rng,
                    n_starts=n_starts,
                )
            )
        rotation = rotate(
            loadings,
            self.criterion(*loadings.shape),
            oblique=self.oblique,
            rng=rng,
            n_starts=n_starts,
            normalize=self.normalize,
        )
        if self.pattern is not None:
            has_sign = np.abs(np.nan_to_num(self.pattern)).sum(axis=0) > 0
            return arranged(rotation, n_in_place=loadings.shape[1], keeps_sign=has_sign)
        return arranged(rotation, n_in_place=1 if self.name == "bifactor" else 0)

    def criterion(self, n_items: int, n_factors: int) -> Criterion:
        """Return what is minimized; of promax, that of the varimax it starts from."""
        if self.name == "target" and self.pattern is not None:
            return partial(criteria.target, pattern=self.pattern)
        if self.name == "oblimin" and self.parameter is not None:
            return partial(criteria.oblimin, gamma=self.parameter)
        if self.name == "geomin" and self.parameter is not None:
            return partial(criteria.geomin, epsilon=self.parameter)
        if self.name == "simplimax" and self.parameter is not None:
            return partial(criteria.simplimax, n_small=int(self.parameter))
        kappas = {
            "crawford_ferguson": self.parameter,
            "equamax": criteria.equamax_kappa(n_items, n_factors),
            "parsimax": criteria.parsimax_kappa(n_items, n_factors),
            # The forms of varimax and quartimax that do not collapse when factors may correlate.
            "varimax": 1 / n_items if self.oblique else None,
            "quartimax": 0.0 if self.oblique else None,
        }
        kappa = kappas.get(self.name)
        if kappa is not None:
            return partial(criteria.crawford_ferguson, kappa=kappa)
        plain: dict[str, Criterion] = {
            "varimax": criteria.varimax,
            "promax": criteria.varimax,
            "quartimax": criteria.quartimax,
            "quartimin": criteria.oblimin,
            "entropy": criteria.entropy,
            "infomax": criteria.infomax,
            "bentler": criteria.bentler,
            "bifactor": criteria.bifactor,
        }
        return plain[self.name]


def choose_rotation(
    name: RotationName,
    *,
    n_items: int,
    n_factors: int,
    oblique: bool | None = None,
    normalize: bool | None = None,
    parameter: float | None = None,
    pattern: FloatArray | None = None,
) -> RotationChoice:
    """Return the named rotation, what is not given filled in as the name is commonly meant.

    Raises
    ------
    ValueError
        If there is no such rotation, or it does not exist as asked for.
    """
    if name not in get_args(RotationName):
        raise ValueError(
            f"There is no rotation '{name}'; choose among {', '.join(get_args(RotationName))}."
        )
    if oblique is None:
        oblique = name not in _USUALLY_ORTHOGONAL
    if (name, oblique) in {("entropy", True), ("promax", False)}:
        kind = "orthogonal" if name == "entropy" else "oblique"
        raise ValueError(f"The rotation '{name}' exists {kind} only.")
    if name == "bifactor" and n_factors < 3:
        raise ValueError(f"A bifactor rotation needs at least 3 factors, got {n_factors}.")
    _refuse_pattern(name, pattern, (n_items, n_factors))
    return RotationChoice(
        name=name,
        oblique=oblique,
        normalize=name in _USUALLY_NORMALIZED if normalize is None else normalize,
        parameter=_usual_parameter(name, parameter, n_items, n_factors),
        pattern=pattern,
    )


def _refuse_pattern(name: RotationName, pattern: FloatArray | None, shape: tuple[int, int]) -> None:
    if (pattern is not None) != (name == "target"):
        raise ValueError(
            "The rotation 'target' needs a target, one row an item and one column a factor."
            if pattern is None
            else f"The rotation '{name}' takes no target; use rotation='target'."
        )
    if pattern is not None and pattern.shape != shape:
        raise ValueError(
            f"The target is {pattern.shape[0]} by {pattern.shape[1]}; {shape[0]} items and"
            f" {shape[1]} factors need {shape[0]} by {shape[1]}."
        )


def _usual_parameter(
    name: RotationName, parameter: float | None, n_items: int, n_factors: int
) -> float | None:
    if name == "simplimax":
        n_small = n_items if parameter is None else parameter
        if n_small != int(n_small) or not 1 <= n_small < n_items * n_factors:
            raise ValueError(
                f"Simplimax takes the number of small loadings, 1 to {n_items * n_factors - 1}; got"
                f" {n_small}."
            )
        return float(n_small)
    if name not in _PARAMETERS:
        if parameter is not None:
            raise ValueError(f"The rotation '{name}' takes no number, got {parameter}.")
        return None
    what, usual = _PARAMETERS[name]
    chosen = usual if parameter is None else float(parameter)
    if (name == "geomin" and chosen <= 0) or (name == "promax" and chosen <= 1):
        least = 0 if name == "geomin" else 1
        raise ValueError(f"The {what} of {name} lies above {least}, got {chosen}.")
    return chosen
