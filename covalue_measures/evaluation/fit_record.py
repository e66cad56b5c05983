"""Fit indices as the evidence keeps them, each in the version that is rated."""

import math
from collections.abc import Mapping

from covalue_measures.evaluation.evidence import FitRecord, IndexVersion

_VERSIONS: tuple[tuple[IndexVersion, str], ...] = (
    ("robust", "_robust"),
    ("scaled", "_scaled"),
    ("naive", ""),
)
_UNCOMPUTABLE = (
    "The robust versions could not be computed: the correlations, or those that the model implies,"
    " are not positive definite."
)


def record_fit(indices: Mapping[str, float], first: IndexVersion = "robust") -> FitRecord:
    """Return the fit, CFI, TLI and RMSEA robust where that is defined, else scaled, else plain.

    The plain indices of ordinal or skewed answers mean something else than the numbers that
    criteria were made for; the robust ones estimate those numbers.

    Parameters
    ----------
    indices : mapping
        As ``CfaResult.fit_indices``.
    first : ``robust`` or ``scaled``
        The version to take where there is one. Levels of ordinal invariance are judged by the
        scaled one.
    """
    version = _version_of(indices, first)
    suffix = dict(_VERSIONS)[version]
    has_robust = "cfi_robust" in indices
    return FitRecord(
        statistic=indices["chisq"],
        df=round(indices["df"]),
        p=number(indices["pvalue"]),
        scaled_statistic=number(indices.get("chisq_scaled")),
        scaled_df=number(indices.get("df_scaled")),
        scaled_p=number(indices.get("pvalue_scaled")),
        scaling_factor=number(indices.get("chisq_scaling_factor")),
        cfi=number(indices[f"cfi{suffix}"]),
        cfi_version=version,
        tli=number(indices[f"tli{suffix}"]),
        tli_version=version,
        rmsea=number(indices[f"rmsea{suffix}"]),
        rmsea_version=version,
        rmsea_lower=number(indices[f"rmsea_ci_lower{suffix}"]),
        rmsea_upper=number(indices[f"rmsea_ci_upper{suffix}"]),
        rmsea_confidence_level=indices["rmsea_ci_level"],
        rmsea_close_p=number(indices[f"rmsea_pvalue{suffix}"]),
        srmr=number(indices["srmr"]),
        log_likelihood=number(indices.get("logl")),
        aic=number(indices.get("aic")),
        bic=number(indices.get("bic")),
        version_note=_UNCOMPUTABLE if has_robust and first == "robust" != version else "",
    )


def number(value: float | None) -> float | None:
    """Return the number, or None where there is none."""
    return None if value is None or not math.isfinite(value) else float(value)


def _version_of(indices: Mapping[str, float], first: IndexVersion) -> IndexVersion:
    names = [version for version, _ in _VERSIONS]
    for version, suffix in _VERSIONS[names.index(first) :]:
        if number(indices.get("cfi" + suffix)) is not None:
            return version
    return "naive"
