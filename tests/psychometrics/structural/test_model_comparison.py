import pytest
from numpy.testing import assert_allclose
from reference_values import HS_ITEMS, read_data, reference
from structural_cases import HS, fitted, one_factor

import covalue_measures as cm
from covalue_measures.exceptions import ModelError


def test_a_plain_difference_agrees_with_lavaan() -> None:
    one = fitted("cfa_hs_1factor")
    test = cm.compare_models(one, fitted("cfa_hs_ml"))
    theirs = reference("lrt_hs_1f_vs_3f")["columns"]
    assert_allclose(test.chisq_diff, theirs["Chisq diff"][1], rtol=1e-7)
    assert test.df_diff == theirs["Df diff"][1]
    assert_allclose(test.pvalue, theirs["Pr(>Chisq)"][1], rtol=1e-5)
    # The order of the two does not matter.
    assert cm.compare_models(fitted("cfa_hs_ml"), one) == test


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("satorra_bentler_2001", "sb2001"),
        ("satorra_bentler_2010", "sb2010"),
        ("satorra_2000", "sb2000"),
    ],
)
def test_scaled_differences_agree_with_lavaan(method: str, name: str) -> None:
    free = fitted("cfa_hs_mlr")
    orthogonal = cm.fit_cfa(read_data("holzinger1939"), HS, estimator="MLR", orthogonal=True)
    test = cm.compare_models(free, orthogonal, method=method)
    theirs = reference("lrt_hs_mlr_sb2001_sb2010")[name]["columns"]
    assert_allclose(test.chisq_diff, theirs["Chisq diff"][1], rtol=1e-5)
    assert_allclose(test.pvalue, theirs["Pr(>Chisq)"][1], rtol=1e-4)


def test_ordinal_differences_agree_with_lavaan() -> None:
    plain = cm.fit_cfa(
        read_data("bfi"), one_factor("N"), estimator="WLSMV", standardized_latents=True
    )
    test = cm.compare_models(plain, fitted("cfa_bfiN_corres_wlsmv"))
    theirs = reference("lrt_bfiN_wlsmv_satorra2000")["default"]["columns"]
    assert_allclose(test.chisq_diff, theirs["Chisq diff"][1], rtol=1e-6)
    assert test.method == "satorra_2000"


def test_models_that_cannot_be_compared_are_refused() -> None:
    data = read_data("holzinger1939")
    ml = fitted("cfa_hs_ml")
    with pytest.raises(ModelError, match="fitted by ML and MLR"):
        cm.compare_models(fitted("cfa_hs_mlr"), fitted("cfa_hs_1factor"))
    with pytest.raises(ModelError, match="neither restricts"):
        cm.compare_models(ml, fitted("cfa_hs_ml_stdlv"))
    with pytest.raises(ModelError, match="different answers"):
        cm.compare_models(ml, cm.fit_cfa(data, "g =~ " + " + ".join(HS_ITEMS[:6])))
    with pytest.raises(ModelError, match="complete answers"):
        cm.compare_models(
            fitted("cfa_hs_fiml_mlr"),
            cm.fit_cfa(
                read_data("holzinger1939_miss"), HS, estimator="robust_FIML", orthogonal=True
            ),
            method="satorra_2000",
        )


def test_fits_to_other_answers_are_refused() -> None:
    frame = read_data("holzinger1939")
    shuffled = frame.assign(x1=frame["x1"].sample(frac=1, random_state=2).to_numpy())
    free = cm.fit_cfa(shuffled, "f =~ x1 + x2 + x3 + x4")
    equal = cm.fit_cfa(frame, "f =~ x1 + a*x2 + a*x3 + x4")
    with pytest.raises(ModelError, match="fitted to different answers"):
        cm.compare_models(equal, free)
