"""Fit of a confirmatory model as a table."""

from typing import TypeAlias

from covalue_measures.evaluation.evidence import FactorModelRecord, FitRecord
from covalue_measures.report import factor_sentences
from covalue_measures.report.context import Cell, Column, Table
from covalue_measures.report.number_text import (
    NOT_AVAILABLE,
    coefficient_text,
    count_text,
    decimal_text,
    interval_text,
    is_available,
    p_text,
)

#: Name, explanation, value, version; empty where there is but one.
_Row: TypeAlias = tuple[str, str, str, str]


def fit_table(record: FactorModelRecord, fit: FitRecord) -> Table:
    """Return every index with its version, and why this version is the one rated."""
    rows = (*_chi_squares(fit), *_indices(fit), *_likelihood(fit))
    return Table(
        caption=(
            f"Fit of the claimed structure, {record.estimator}, n = {count_text(record.n_used)}"
        ),
        columns=(
            Column(label="Index, with its version"),
            Column(label="Value", is_number=True),
        ),
        rows=tuple(
            (Cell(text=name, note=note, tag=version), Cell(text=value))
            for name, note, value, version in rows
        ),
        notes=factor_sentences.version_notes(record, fit),
    )


def _chi_squares(fit: FitRecord) -> tuple[_Row, ...]:
    if fit.scaled_statistic is None:
        return _test(fit.statistic, fit.df, fit.p, version="naive")
    factor = f"scaling factor of the correction {decimal_text(fit.scaling_factor, 3)}"
    # Without its p, which would be read as a test, and is none where a correction is due.
    return (
        *_test(fit.scaled_statistic, fit.scaled_df, fit.scaled_p, version="scaled"),
        ("Chi-square, not corrected", factor, decimal_text(fit.statistic), "naive"),
    )


def _test(statistic: float, df: float | None, p: float | None, *, version: str) -> tuple[_Row, ...]:
    freedom = decimal_text(df, 0 if df is None or float(df).is_integer() else 1)
    note = "of the hypothesis that the model holds exactly"
    return (
        ("Chi-square", note, decimal_text(statistic), version),
        ("Degrees of freedom", "", freedom, ""),
        ("p of exact fit", "", NOT_AVAILABLE if p is None else p_text(p), version),
    )


def _indices(fit: FitRecord) -> tuple[_Row, ...]:
    interval = NOT_AVAILABLE
    if fit.rmsea_lower is not None and fit.rmsea_upper is not None:
        interval = interval_text(fit.rmsea_lower, fit.rmsea_upper)
    return (
        ("CFI", "comparative fit index", coefficient_text(fit.cfi), fit.cfi_version),
        ("TLI", "Tucker-Lewis index", coefficient_text(fit.tli), fit.tli_version),
        (
            "RMSEA",
            "root mean square error of approximation",
            coefficient_text(fit.rmsea),
            fit.rmsea_version,
        ),
        (
            f"{100 * fit.rmsea_confidence_level:g}% interval of RMSEA",
            "",
            interval,
            fit.rmsea_version,
        ),
        (
            "p of close fit",
            "of the hypothesis that RMSEA is at most .05",
            NOT_AVAILABLE if fit.rmsea_close_p is None else p_text(fit.rmsea_close_p),
            fit.rmsea_version,
        ),
        ("SRMR", "standardized root mean square residual", coefficient_text(fit.srmr), ""),
    )


def _likelihood(fit: FitRecord) -> tuple[_Row, ...]:
    named = (
        ("Log-likelihood", "", fit.log_likelihood),
        ("AIC", "Akaike's criterion", fit.aic),
        ("BIC", "Bayesian criterion", fit.bic),
    )
    return tuple(
        (name, note, decimal_text(value, 1), "")
        for name, note, value in named
        if is_available(value)
    )
