from reference_values import HS_ITEMS, read_data

import covalue_measures as cm

MODEL = "v =~ x1 + x2 + x3\nt =~ x4 + x5 + x6"


def test_a_result_prints_numbers_and_the_sizes_of_tables() -> None:
    shown = repr(cm.fit_efa(read_data("holzinger1939")[HS_ITEMS], 3)).splitlines()
    assert shown[0] == "EfaResult"
    assert "  loadings: table of 9 x 3" in shown
    assert "  n_respondents: 301" in shown
    assert "  heywood_items: none" in shown


def test_a_model_prints_its_fit_and_its_problems() -> None:
    shown = repr(cm.fit_cfa(read_data("holzinger1939"), MODEL, estimator="MLR")).splitlines()
    assert shown[1] == "  MLR, 6 items, n = 301; factors: v, t"
    assert shown[2].startswith("  chi-square (scaled) ")
    assert shown[3].startswith("  CFI (robust) ")
    assert shown[4] == "  no problems"


def test_warnings_point_at_the_callers_line(recwarn) -> None:
    cm.fit_cfa(read_data("bfi").head(60), "f =~ A1 + O4 + O5\ng =~ C1 + N5 + E1")
    assert {warning.filename for warning in recwarn} == {__file__}
