"""Rotated loadings by factor_analyzer."""

import warnings
from importlib import import_module

import numpy as np

from covalue_measures.crosscheck.opinion import Opinion
from covalue_measures.crosscheck.packages import require
from covalue_measures.numerics.extraction.choice import extract
from covalue_measures.numerics.rotation.alignment import align
from covalue_measures.psychometrics.factor import EfaResult, RotationRecord
from covalue_measures.typing import FloatArray

#: Our name, and whether factors may correlate, to the other program's name. It has more of them:
#: its equamax is quartimax, and its oblimax leaves no factor correlations.
_THEIRS = {
    ("varimax", False): "varimax",
    ("quartimax", False): "quartimax",
    ("oblimin", True): "oblimin",
    ("quartimin", True): "quartimin",
    ("promax", True): "promax",
    ("geomin", True): "geomin_obl",
    ("geomin", False): "geomin_ort",
}
# Its varimax stops when the criterion rises by less than a share of itself, which leaves about
# 5e-5 in a loading; the others end within 1e-6.
_TOLERANCE = 1e-4


def check_rotation(fit: EfaResult) -> tuple[Opinion, ...]:
    """Return factor_analyzer's rotation of our unrotated loadings beside ours.

    Compared are the loading, and of oblique factors the correlation, that differ most once the
    factors have the same order and signs. The other program searches from one start and so may
    end at a minimum that is not the lowest.

    Parameters
    ----------
    fit : EfaResult

    Returns
    -------
    tuple of Opinion
        Empty if nothing was rotated, or the other program does not have the rotation.

    Raises
    ------
    MissingExtraError
        If factor_analyzer is not installed.
    """
    package_version = require("factor_analyzer")
    settings = _their_settings(fit.rotation)
    if fit.rotation is None or settings is None:
        return ()
    extracted = extract(fit.settings.extraction, fit.correlations.matrix, fit.n_factors)
    loadings, phi = _rotated(extracted.loadings, settings)
    theirs, their_phi, _ = align(loadings, phi, fit.loadings.to_numpy())
    name, factors = fit.rotation.name, list(fit.loadings.columns)
    ours, our_phi = fit.loadings.to_numpy(), fit.factor_correlations.to_numpy()
    row, column = _farthest(ours, theirs)
    compared = [
        (
            f"{name} loading of '{fit.item_ids[row]}' on {factors[column]}, the farthest apart",
            float(ours[row, column]),
            float(theirs[row, column]),
        )
    ]
    if fit.is_oblique:
        row, column = _farthest(our_phi, their_phi)
        compared.append(
            (
                f"{name} correlation of {factors[row]} and {factors[column]}, the farthest apart",
                float(our_phi[row, column]),
                float(their_phi[row, column]),
            )
        )
    return tuple(
        Opinion(
            coefficient=coefficient,
            ours=mine,
            theirs=other,
            package="factor_analyzer",
            package_version=package_version,
            tolerance=_TOLERANCE,
            basis=f"our unrotated {fit.settings.extraction} loadings; one start there,"
            f" {fit.rotation.n_starts} here",
        )
        for coefficient, mine, other in compared
    )


def _their_settings(rotation: RotationRecord | None) -> dict[str, object] | None:
    """Return the other program's words for the rotation, if it has it right."""
    if rotation is None or (rotation.name, rotation.oblique) not in _THEIRS:
        return None
    # It brings items to length 1 for varimax and promax alone; without that its promax starts
    # from another varimax than ours.
    if rotation.normalize and rotation.name not in ("varimax", "promax"):
        return None
    if not rotation.normalize and rotation.name == "promax":
        return None
    if rotation.name == "oblimin" and rotation.parameter:
        return None
    settings: dict[str, object] = {
        "method": _THEIRS[rotation.name, rotation.oblique],
        "normalize": rotation.normalize,
        "max_iter": 5000,
        "tol": 1e-8,
    }
    if rotation.name == "geomin":
        settings["delta"] = rotation.parameter
    if rotation.name == "promax":
        settings["power"] = rotation.parameter
    return settings


def _rotated(loadings: FloatArray, settings: dict[str, object]) -> tuple[FloatArray, FloatArray]:
    with warnings.catch_warnings():
        # Deprecations inside the other program say nothing about the number.
        warnings.simplefilter("ignore")
        rotator = import_module("factor_analyzer").Rotator(**settings)
        rotated = np.asarray(rotator.fit_transform(loadings.copy()), dtype=np.float64)
    n_factors = loadings.shape[1]
    phi = np.eye(n_factors) if rotator.phi_ is None else np.asarray(rotator.phi_, dtype=np.float64)
    return rotated, phi


def _farthest(ours: FloatArray, theirs: FloatArray) -> tuple[int, int]:
    gap = np.where(np.isfinite(theirs), np.abs(ours - theirs), np.inf)
    row, column = np.unravel_index(int(np.argmax(gap)), gap.shape)
    return int(row), int(column)
