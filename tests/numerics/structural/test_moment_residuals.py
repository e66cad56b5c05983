from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.numerics.structural.moment_residuals import (
    Moments,
    residual_correlations,
    residual_summary,
)
from tests.reference_values import HS_ITEMS, REFERENCE, matrix_of, read_data, reference

NAMES = sorted(
    path.stem
    for start in ("cfa", "sem", "growth")
    for path in (REFERENCE / "values").glob(f"{start}_*.json")
    if path.stem != "cfa_hs_fiml_aux"
)
FACTORS = ["visual", "textual", "speed"]


def moments_of(table: dict[str, Any]) -> Moments:
    return Moments(
        covariance=matrix_of(table["cov"]),
        means=np.array(list(table["mean"].values()), dtype=float) if "mean" in table else None,
        thresholds=np.array(list(table["th"].values()), dtype=float) if "th" in table else None,
    )


def implied_by(columns: dict[str, list[Any]], group: int) -> Moments:
    """Return the moments implied by the estimates of a group."""
    loadings, covariances = np.zeros((9, 3)), np.zeros((3, 3))
    uniquenesses, intercepts, factor_means = np.zeros(9), np.zeros(9), np.zeros(3)
    wanted = [columns[name] for name in ("lhs", "op", "rhs", "group", "est")]
    for left, operator, right, of, estimate in zip(*wanted, strict=True):
        if of != group:
            continue
        is_factor = left in FACTORS
        place = FACTORS.index(left) if is_factor else HS_ITEMS.index(left)
        if operator == "=~":
            loadings[HS_ITEMS.index(right), place] = estimate
        elif operator == "~1":
            (factor_means if is_factor else intercepts)[place] = estimate
        elif is_factor:
            other = FACTORS.index(right)
            covariances[place, other] = covariances[other, place] = estimate
        else:
            uniquenesses[place] = estimate
    return Moments(
        covariance=loadings @ covariances @ loadings.T + np.diag(uniquenesses),
        means=intercepts + loadings @ factor_means,
    )


def by_school(level: str) -> tuple[list[Moments], list[Moments], list[int], dict[str, float]]:
    fit = reference("invariance_hs_school_ml")["levels"][level]
    frame = read_data("holzinger1939")
    sample, implied = [], []
    for group, label in enumerate(fit["group_label"], start=1):
        scores = frame.loc[frame["school"] == label, HS_ITEMS].to_numpy()
        sample.append(Moments(covariance=np.cov(scores.T, bias=True), means=scores.mean(axis=0)))
        implied.append(implied_by(fit["parameter_estimates"]["columns"], group))
    return sample, implied, fit["nobs"], fit["fit_measures"]


def numbers(fit: dict[str, float | None], names: list[str]) -> list[float]:
    return [np.nan if fit[name] is None else fit[name] for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_summary_agrees_with_lavaan(name: str) -> None:
    values = reference(name)
    sample, implied = moments_of(values["sampstat"]), moments_of(values["implied"])
    ours = asdict(residual_summary([sample], [implied], [values["nobs"]]))
    theirs = numbers(values["fit_measures"], list(ours))
    assert_allclose(list(ours.values()), theirs, rtol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_residual_correlations_agree_with_lavaan(name: str) -> None:
    values = reference(name)
    ours = residual_correlations(moments_of(values["sampstat"]), moments_of(values["implied"]))
    theirs = moments_of(values["residuals_cor"])
    for part in ("covariance", "means", "thresholds"):
        of_us, of_them = getattr(ours, part), getattr(theirs, part)
        assert (of_us is None) == (of_them is None)
        if of_us is not None:
            assert_allclose(of_us, of_them, atol=1e-12)


@pytest.mark.parametrize(
    "level", ["configural", "metric", "scalar", "strict", "strict_means", "strict_lvcov"]
)
def test_summary_of_groups_agrees_with_lavaan(level: str) -> None:
    sample, implied, counts, fit = by_school(level)
    ours = asdict(residual_summary(sample, implied, counts))
    assert_allclose(list(ours.values()), numbers(fit, list(ours)), rtol=1e-9)


def literal_root(sample: Moments, implied: Moments, ordinal: list[bool], kind: str) -> float:
    """Return a root mean square with means and thresholds by loops."""
    s, m = sample.covariance, implied.covariance
    squares = []
    for i in range(len(s)):
        for j in range(i + 1):
            if kind == "rmr":
                squares.append((s[i, j] - m[i, j]) ** 2)
            elif kind == "srmr_bentler":
                squares.append((s[i, j] - m[i, j]) ** 2 / (s[i, i] * s[j, j]))
            elif i != j:
                ours = s[i, j] / np.sqrt(s[i, i] * s[j, j])
                squares.append((ours - m[i, j] / np.sqrt(m[i, i] * m[j, j])) ** 2)
    for i, (observed, modelled) in enumerate(zip(sample.means, implied.means, strict=True)):
        if not ordinal[i]:
            unit = 1 if kind == "rmr" else s[i, i]
            squares.append((observed - modelled) ** 2 / unit)
    for observed, modelled in zip(sample.thresholds, implied.thresholds, strict=True):
        squares.append((observed - modelled) ** 2)
    return float(np.sqrt(np.mean(squares)))


@pytest.mark.parametrize("kind", ["rmr", "srmr_bentler", "crmr"])
def test_mixed_items_in_groups_agree_with_the_literal_loop(kind: str) -> None:
    rng = np.random.default_rng(1)
    ordinal = [True, False, True]

    def draw() -> Moments:
        covariance = np.cov(rng.normal(size=(3, 40)))
        unit = np.where(ordinal, np.sqrt(np.diag(covariance)), 1)
        return Moments(
            covariance=covariance / np.outer(unit, unit),
            means=rng.normal(size=3),
            thresholds=rng.normal(size=5),
        )

    sample, implied = [draw(), draw()], [draw(), draw()]
    ours = residual_summary(sample, implied, [30, 10], np.array(ordinal))
    roots = [literal_root(*pair, ordinal, kind) for pair in zip(sample, implied, strict=True)]
    assert_allclose(asdict(ours)[kind], 0.75 * roots[0] + 0.25 * roots[1], rtol=1e-12)
    assert np.isnan([ours.srmr_mplus, ours.srmr_mplus_nomean]).all()
    assert ours.srmr == ours.srmr_bentler_nomean


def test_perfect_fit_leaves_nothing() -> None:
    moments = Moments(covariance=np.array([[2.0, 0.5], [0.5, 1.0]]), means=np.array([1.0, 2.0]))
    assert set(asdict(residual_summary([moments], [moments], [10])).values()) == {0.0}


def test_units_matter_to_the_raw_residual_only() -> None:
    sample, implied, counts, _ = by_school("strict")
    units = np.arange(1.0, 10.0)

    def in_units(moments: Moments) -> Moments:
        return Moments(
            covariance=moments.covariance * np.outer(units, units), means=moments.means * units
        )

    before = asdict(residual_summary(sample, implied, counts))
    after = asdict(residual_summary([*map(in_units, sample)], [*map(in_units, implied)], counts))
    for name, value in before.items():
        if name.startswith("rmr"):
            assert after[name] > value
        else:
            assert_allclose(after[name], value, rtol=1e-12)
