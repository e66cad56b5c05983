"""A model's fit in two lines of text."""

from collections.abc import Mapping

import numpy as np


def fit_lines(indices: Mapping[str, float]) -> list[str]:
    """Return the test and the indices that are read first, in the version that corrects most.

    Parameters
    ----------
    indices : mapping
        Fit indices under their names in ``CfaResult.fit_indices``.
    """
    test = _version(indices, "chisq")
    df = indices["df" + test]
    lines = [
        f"chi-square{_named(test)} {indices['chisq' + test]:,.3f}, df {df:.10g},"
        f" p {_probability(indices['pvalue' + test])}"
    ]
    fit = _version(indices, "rmsea")
    lower, upper = (indices[f"rmsea_ci_{end}{fit}"] for end in ("lower", "upper"))
    lines.append(
        f"CFI{_named(fit)} {indices['cfi' + fit]:.3f}, TLI {indices['tli' + fit]:.3f},"
        f" RMSEA {indices['rmsea' + fit]:.3f} [{lower:.3f}, {upper:.3f}],"
        f" SRMR {indices['srmr']:.3f}"
    )
    return lines


def _version(indices: Mapping[str, float], name: str) -> str:
    found = [v for v in ("_robust", "_scaled") if np.isfinite(indices.get(name + v, np.nan))]
    return found[0] if found else ""


def _named(version: str) -> str:
    return f" ({version[1:]})" if version else ""


def _probability(value: float) -> str:
    return "< .001" if value < 0.001 else f"= {value:.3f}"
