import importlib.metadata
import importlib.util

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import data_of, read_data

import covalue_measures as cm
from covalue_measures.crosscheck import Opinion, check_alpha, check_suitability, missing_packages
from covalue_measures.exceptions import MissingExtraError, SecondOpinionWarning

needs_extra = pytest.mark.skipif(bool(missing_packages()), reason="the crosscheck extra")


@needs_extra
@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_pingouin_agrees_on_alpha(missing: str) -> None:
    frame = data_of("bfi_A")
    ours = cm.estimate_alpha(frame, missing=missing)
    opinions = check_alpha(frame.to_numpy(float), ours)
    assert [opinion.coefficient for opinion in opinions] == [
        "alpha",
        "alpha, lower limit",
        "alpha, upper limit",
    ]
    assert all(opinion.is_within_tolerance for opinion in opinions)
    assert opinions[0].difference < 1e-12
    assert opinions[0].package_version == importlib.metadata.version("pingouin")


@needs_extra
def test_factor_analyzer_agrees_on_suitability() -> None:
    frame = data_of("hs9")
    kmo, bartlett = check_suitability(frame)
    assert kmo.is_within_tolerance
    assert bartlett.is_within_tolerance
    assert_allclose([kmo.ours, bartlett.ours], [kmo.theirs, bartlett.theirs], rtol=1e-9)
    assert "301 respondents who answered every item" in kmo.basis


@needs_extra
def test_suitability_is_compared_on_the_same_complete_rows() -> None:
    frame = read_data("bfi").iloc[:, :25]
    kmo, _ = check_suitability(frame)
    # The value of factor_analyzer and of psych on the 2,436 complete rows.
    assert_allclose(kmo.theirs, 0.84864523095, rtol=1e-10)
    assert "2436 respondents" in kmo.basis


def opinion(ours: float, theirs: float) -> Opinion:
    return Opinion(
        coefficient="alpha",
        ours=ours,
        theirs=theirs,
        package="other",
        package_version="1.0",
        tolerance=1e-6,
        basis="100 respondents",
    )


def test_a_difference_names_both_numbers() -> None:
    with pytest.warns(
        SecondOpinionWarning,
        match=r"alpha of trust is 0\.8 here and 0\.7 in other 1\.0: they differ by more than 1e-06",
    ):
        sentence = opinion(0.8, 0.7).warn_if_apart("trust")
    assert sentence is not None
    assert opinion(0.8, 0.8 + 1e-9).warn_if_apart("trust") is None


def test_no_number_is_no_agreement() -> None:
    assert not opinion(0.8, np.nan).is_within_tolerance


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("covalue_measures.crosscheck.packages.version", absent)
    ours = cm.estimate_alpha(data_of("attitude"))
    with pytest.raises(MissingExtraError, match=r"pip install 'covalue-measures\[crosscheck\]'"):
        check_alpha(data_of("attitude").to_numpy(float), ours)
