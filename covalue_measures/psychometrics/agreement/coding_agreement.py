"""How far coders found the same in what people said."""

import warnings
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.numerics.krippendorff import disagreement_of
from covalue_measures.numerics.pairwise_agreement import (
    RatedUnits,
    agreement_of,
    category_shares,
    rated_units,
)
from covalue_measures.psychometrics.agreement.drawn_units import DrawnUnits, bootstrap_units
from covalue_measures.psychometrics.agreement.krippendorff import LEAST_DRAWS
from covalue_measures.psychometrics.door import name_items
from covalue_measures.psychometrics.options import require_count, require_kind, require_share
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.records.coding import CodingRecord
from covalue_measures.typing import FloatArray, IntArray

EvidenceLevel: TypeAlias = Literal[
    "inter-coder reliability estimated",
    "triangulated, no inter-coder reliability",
    "single coder, not triangulated",
    "no unit coded twice, not triangulated",
]
ReliabilityBand: TypeAlias = Literal["rely", "tentative", "do not rely", "undefined"]

#: Alpha from which conclusions can be relied on, and from which they are tentative.
_RELY, _TENTATIVE = 0.800, 0.667
#: Share of units that two coders should read, at least and at most, as is usually asked.
DOUBLE_CODING_TARGET = (0.10, 0.25)
_PRESENCE = np.eye(2)
_VALUES = np.arange(2.0)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CodingAgreementResult(Readable):
    """What the record of a coding says of its reliability."""

    #: One row a code, of the units that two coders or more read: ``theme_id``, ``prevalence``
    #: (share of readings with the code), ``percent_agreement``, ``kappa``, ``alpha``, each of
    #: these two with ``_se``, ``_ci_lower``, ``_ci_upper`` and ``_undefined_draws``, and ``band``.
    #: None if no unit was read by two.
    agreement: pd.DataFrame | None
    evidence_level: EvidenceLevel
    #: How the themes were checked otherwise, as recorded.
    triangulation: str | None
    coders: tuple[str, ...]
    n_units: int
    #: Units that two coders or more read.
    n_double_coded: int
    double_coded_share: float
    confidence_level: float
    n_bootstrap: int
    seed: int

    @property
    def is_enough_double_coded(self) -> bool:
        """Whether at least a tenth of the units was read twice."""
        return self.double_coded_share >= DOUBLE_CODING_TARGET[0]


def estimate_coding_agreement(
    record: CodingRecord,
    *,
    n_bootstrap: int = 2000,
    seed: int = 1,
    confidence_level: float = 0.95,
) -> CodingAgreementResult:
    """Return how far coders agree, code by code; nothing where no unit was read by two.

    A code is present or absent in a unit, by each coder who read it. Kappa is Cohen's of two
    coders, Conger's of more; alpha is Krippendorff's, nominal.

    Parameters
    ----------
    record : CodingRecord
    n_bootstrap : int
        Draws of as many units as two coders read, with replacement.
    seed : int
    confidence_level : float

    Notes
    -----
    Read kappa and alpha beside ``prevalence`` and ``percent_agreement``: of a code that is hardly
    ever given, or nearly always, they are low though coders hardly ever differ. A code that all
    coders gave to all units, or to none, has neither. Intervals are bias-corrected and
    accelerated; units of one focus group are drawn as if they were of different ones, so that the
    intervals are rather too narrow.

    Bands of alpha: from .800 on ``rely``, from .667 on ``tentative``. That 10 to 25 % of the units
    are coded twice is a common target, after O'Connor and Joffe (2020).

    References
    ----------
    Krippendorff (2004), doi:10.1111/j.1468-2958.2004.tb00738.x; Conger (1980),
    doi:10.1037/0033-2909.88.2.322; O'Connor and Joffe (2020), doi:10.1177/1609406919899220.
    """
    require_kind("record", record, CodingRecord, "read_record(path, CodingRecord) reads one")
    require_count("n_bootstrap", n_bootstrap, LEAST_DRAWS)
    require_share("confidence_level", confidence_level)
    n_double = sum(unit.is_double_coded for unit in record.units)
    return CodingAgreementResult(
        agreement=_table(record, n_bootstrap, seed, confidence_level) if n_double else None,
        evidence_level=_evidence_level(record, n_double),
        triangulation=record.triangulation,
        coders=record.coders,
        n_units=len(record.units),
        n_double_coded=n_double,
        double_coded_share=n_double / len(record.units),
        confidence_level=confidence_level,
        n_bootstrap=n_bootstrap,
        seed=seed,
    )


def reliability_band(alpha: float) -> ReliabilityBand:
    """Return what an alpha allows, by Krippendorff's customary cut-offs."""
    if np.isnan(alpha):
        return "undefined"
    if alpha >= _RELY:
        return "rely"
    return "tentative" if alpha >= _TENTATIVE else "do not rely"


def _evidence_level(record: CodingRecord, n_double: int) -> EvidenceLevel:
    if n_double:
        return "inter-coder reliability estimated"
    if record.triangulation is not None:
        return "triangulated, no inter-coder reliability"
    if len({coder for unit in record.units for coder in unit.coders}) == 1:
        return "single coder, not triangulated"
    return "no unit coded twice, not triangulated"


def _table(
    record: CodingRecord, n_bootstrap: int, seed: int, confidence_level: float
) -> pd.DataFrame:
    presence = _presence(record)
    streams = np.random.SeedSequence(seed).spawn(len(record.codes))
    rows = [
        {
            "theme_id": code.theme_id,
            **_row(
                presence[:, :, place], n_bootstrap, np.random.default_rng(stream), confidence_level
            ),
        }
        for place, (code, stream) in enumerate(zip(record.codes, streams, strict=True))
    ]
    table = pd.DataFrame(rows, index=pd.Index(record.code_ids, name="code"))
    _warn_of_undefined(record.code_ids, table)
    return table


def _presence(record: CodingRecord) -> IntArray:
    """Return 1 or 0 for a code given or not, -1 for a unit not read, of units read twice.

    Returns
    -------
    (n_units, n_coders, n_codes)
        Without coders who read none of these units.
    """
    coder_places = {coder: place for place, coder in enumerate(record.coders)}
    code_places = {code: place for place, code in enumerate(record.code_ids)}
    units = [unit for unit in record.units if unit.is_double_coded]
    presence = np.full((len(units), len(coder_places), len(code_places)), -1, dtype=np.int64)
    for place, unit in enumerate(units):
        for choice in unit.choices:
            given = [code_places[code] for code in choice.code_ids]
            presence[place, coder_places[choice.coder]] = 0
            presence[place, coder_places[choice.coder], given] = 1
    return presence[:, (presence >= 0).any(axis=(0, 2))]


def _row(
    codes: IntArray, n_bootstrap: int, rng: np.random.Generator, confidence_level: float
) -> dict[str, object]:
    patterns, counted = np.unique(codes, axis=0, return_counts=True)
    units, frequencies = rated_units(patterns, 2), counted.astype(np.float64)
    kappa_rng, alpha_rng = rng.spawn(2)

    def kappa_of(unit_weights: FloatArray) -> FloatArray:
        return agreement_of(units, _PRESENCE, "conger", unit_weights).coefficient

    def alpha_of(unit_weights: FloatArray) -> FloatArray:
        return disagreement_of(units.counts, _VALUES, "nominal", unit_weights).alpha

    alpha = float(alpha_of(frequencies))
    return {
        "prevalence": _prevalence(units, frequencies),
        "percent_agreement": float(
            agreement_of(units, _PRESENCE, "percent_agreement", frequencies).observed
        ),
        "kappa": float(kappa_of(frequencies)),
        **_columns(
            "kappa",
            bootstrap_units(kappa_of, frequencies, n_bootstrap, kappa_rng, confidence_level),
        ),
        "alpha": alpha,
        **_columns(
            "alpha",
            bootstrap_units(alpha_of, frequencies, n_bootstrap, alpha_rng, confidence_level),
        ),
        "band": reliability_band(alpha),
    }


def _prevalence(units: RatedUnits, frequencies: FloatArray) -> float:
    return float(category_shares(units, "krippendorff", frequencies)[1])


def _columns(name: str, drawn: DrawnUnits) -> dict[str, float]:
    return {
        f"{name}_se": drawn.standard_error,
        f"{name}_ci_lower": drawn.interval[0],
        f"{name}_ci_upper": drawn.interval[1],
        f"{name}_undefined_draws": drawn.n_undefined,
    }


def _warn_of_undefined(code_ids: tuple[str, ...], table: pd.DataFrame) -> None:
    is_undefined = table["alpha"].isna().to_numpy()
    if is_undefined.any():
        named = name_items(code_ids, is_undefined).replace("item", "code", 1)
        warnings.warn(
            f"Coders gave {named} to every unit that two of them read, or to none: nothing could"
            " differ, so kappa and alpha are undefined. Look at percent_agreement.",
            DataQualityWarning,
            stacklevel=callers_level(),
        )
