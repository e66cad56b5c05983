import importlib.metadata
import logging
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data
from structural_cases import CASES, HS, fitted, values_of

import covalue_measures as cm
from covalue_measures.crosscheck import check_cfa, missing_packages
from covalue_measures.exceptions import DataQualityWarning, MissingExtraError

needs_extra = pytest.mark.skipif(bool(missing_packages()), reason="the crosscheck extra")


@needs_extra
@pytest.mark.parametrize(
    "name",
    [
        "cfa_hs_ml",
        "cfa_hs_ml_stdlv",
        "cfa_hs_1factor",
        "cfa_hs_orthogonal",
        "cfa_hs_corres_x7x8",
        "cfa_hs_secondorder",
        "cfa_bfi_ml_listwise",
        "cfa_bfi_bifactor_mlr",
        "cfa_bfi1f_A_mlr_fiml",
        "cfa_bfi1f_N_wlsmv",
        "cfa_science_wlsmv",
        "cfa_lsat7_wlsmv",
        "sem_political_democracy_ml",
    ],
)
def test_semopy_agrees(name: str) -> None:
    checked = check_cfa(fitted(name), read_data(CASES[name].data))
    assert checked.reason == ""
    chi_square, loading = checked.opinions
    assert chi_square.coefficient == "chi-square of the model"
    assert loading.coefficient.startswith("standardized loading of '")
    assert chi_square.is_within_tolerance
    assert loading.is_within_tolerance
    # Closer than is asked for: their minimization is run to its end.
    assert_allclose(chi_square.ours, chi_square.theirs, rtol=1e-9)
    assert_allclose(loading.ours, loading.theirs, atol=2e-6)
    assert chi_square.package_version == importlib.metadata.version("semopy")


@needs_extra
def test_both_are_fitted_to_the_complete_rows() -> None:
    checked = check_cfa(fitted("cfa_hs_fiml"), read_data("holzinger1939_miss"))
    expected = values_of("cfa_hs_miss_listwise")["fit_measures"]["chisq"]
    assert_allclose(checked.opinions[0].ours, expected, rtol=1e-6)
    assert_allclose(checked.opinions[0].theirs, expected, rtol=1e-6)
    assert checked.opinions[0].basis == (
        "138 respondents who answered every item, maximum likelihood"
    )


@needs_extra
def test_names_of_any_kind_go_through() -> None:
    data = read_data("holzinger1939")[HS_ITEMS]
    names = ["DEFINE", "x.2", "_operations", "élan", "START", "x_6", "x.7", "BOUND", "is"]
    model = HS
    for item, name in zip(HS_ITEMS, names, strict=True):
        model = model.replace(item, name)
    renamed = data.set_axis(names, axis="columns")
    checked = check_cfa(cm.fit_cfa(renamed, model), renamed)
    assert_allclose(checked.opinions[0].theirs, 85.3055217698, rtol=1e-8)


@needs_extra
def test_a_difference_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = read_data("holzinger1939")
    fit = fitted("cfa_hs_ml")
    moved = fit.standardized.copy()
    moved.loc[(moved["op"] == "=~") & (moved["rhs"] == "x4"), "est_std"] -= 0.01
    wrong = replace(fit, standardized=moved, fit_indices=dict(fit.fit_indices) | {"chisq": 85.31})
    monkeypatch.setattr("covalue_measures.crosscheck.second_cfa.fit_cfa", lambda *_, **__: wrong)
    chi_square, loading = check_cfa(fit, data).opinions
    assert not chi_square.is_within_tolerance
    assert not loading.is_within_tolerance
    assert loading.coefficient == "standardized loading of 'x4' on textual, the farthest apart"
    assert_allclose(loading.difference, 0.01, rtol=1e-4)


@needs_extra
@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("visual =~ x1 + a*x2 + a*x3", "labels, constraints or exploratory blocks"),
        ("visual =~ x1 + x2 + x3 + x4\nx1 ~ 1", "a mean structure"),
        ("visual =~ x1 + x2 + x3 + x4\nx1 ~~ 0.5*x1", "'x1~~x1' is fixed to 0.5"),
        ("visual =~ x1 + 0.7*x2 + x3 + x4", "'visual' has other fixed values than its scale"),
        (
            "visual =~ x1 + x2 + x3\nvisual ~ ageyr",
            "'visual~ageyr' regresses on, or explains, an observed variable",
        ),
    ],
)
def test_says_what_the_other_program_lacks(model: str, reason: str) -> None:
    data = read_data("holzinger1939")
    checked = check_cfa(cm.fit_cfa(data, model), data)
    assert checked.opinions == ()
    assert checked.reason.startswith("Not taken because ")
    assert reason in checked.reason


@needs_extra
def test_says_what_keeps_the_model_from_being_compared() -> None:
    data = read_data("holzinger1939")
    grouped = cm.fit_cfa(data, HS, group="school", mean_structure=True)
    assert "several groups" in check_cfa(grouped, data).reason
    fit = fitted("cfa_hs_ml")
    assert "the items cannot be read" in check_cfa(fit, data[HS_ITEMS[:8]]).reason
    holes = data[HS_ITEMS].astype(float)
    holes.iloc[2:, 0] = np.nan
    assert "2 complete rows do not allow it" in check_cfa(fit, holes).reason
    case = CASES["cfa_hs_bifactor"]
    with pytest.warns(DataQualityWarning, match="Heywood"):
        heywood = cm.fit_cfa(data, case.model, **case.options)
    assert "our solution for complete rows is improper" in check_cfa(heywood, data).reason


@needs_extra
def test_a_failure_of_theirs_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise np.linalg.LinAlgError("singular")

    monkeypatch.setattr("semopy.Model.fit", fails)
    checked = check_cfa(fitted("cfa_hs_ml"), read_data("holzinger1939"))
    assert checked.reason == "Not taken because semopy stopped with LinAlgError: singular."
    assert checked.opinions == ()


@needs_extra
def test_leaves_the_logging_of_others_alone() -> None:
    root = logging.getLogger()
    before = list(root.handlers), logging.root.manager.disable
    check_cfa(fitted("cfa_hs_ml"), read_data("holzinger1939"))
    assert (list(root.handlers), logging.root.manager.disable) == before


@needs_extra
def test_takes_an_array() -> None:
    values = read_data("holzinger1939")[HS_ITEMS[:4]].to_numpy(float)
    model = "f =~ item1 + item2 + item3 + item4"
    checked = check_cfa(cm.fit_cfa(values, model), values)
    frame = pd.DataFrame(values, columns=["item1", "item2", "item3", "item4"])
    assert checked.opinions == check_cfa(cm.fit_cfa(frame, model), frame).opinions
    assert len(checked.opinions) == 2


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("covalue_measures.crosscheck.packages.version", absent)
    with pytest.raises(MissingExtraError, match=r"pip install 'covalue-measures\[crosscheck\]'"):
        check_cfa(fitted("cfa_hs_ml"), read_data("holzinger1939"))
