import numpy as np
import pytest
from numpy.testing import assert_allclose

from covalue_measures.exceptions import DataQualityWarning
from covalue_measures.psychometrics.agreement import (
    estimate_coding_agreement,
    estimate_kappa,
    estimate_krippendorff,
)
from covalue_measures.psychometrics.agreement.coding_agreement import reliability_band
from covalue_measures.records.coding import CodedUnit, CoderChoice, CodingRecord

THEMES = ("CV2-T-COM", "CV2-T-ACC", "CV2-C-RES")


def record_of(presence: np.ndarray, **fields: object) -> CodingRecord:
    """Return a record: (n_units, n_coders, n_codes) 1 or 0, -1 for a unit not read."""
    coders = [f"coder{place + 1}" for place in range(presence.shape[1])]
    codes = [f"code{place + 1}" for place in range(presence.shape[2])]
    units = tuple(
        CodedUnit(
            id=f"u{place}",
            focus_group_id="fg1",
            language="en",
            choices=tuple(
                CoderChoice(
                    coder=coder,
                    code_ids=tuple(code for code, given in zip(codes, row, strict=True) if given),
                )
                for coder, row in zip(coders, unit, strict=True)
                if row[0] >= 0
            ),
        )
        for place, unit in enumerate(presence)
    )
    return CodingRecord.model_validate(
        {
            "study": "Simulated",
            "date": "2026-03-02",
            "codes": tuple(
                {"id": code, "theme_id": theme, "definition": "As simulated."}
                for code, theme in zip(codes, THEMES, strict=False)
            ),
            "coders": tuple(coders),
            "units": units,
            **fields,
        }
    )


def simulated(n_coders: int, *, read: float, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    truth = rng.random((60, 1, 3)) < [0.5, 0.3, 0.1]
    noise = rng.random((60, n_coders, 3)) < 0.3
    presence = np.where(rng.random(noise.shape) < 0.8, truth, noise).astype(int)
    unread = rng.random((60, n_coders)) > read
    unread[:, 0] = False
    presence[unread] = -1
    return presence


@pytest.mark.parametrize(("n_coders", "read"), [(2, 1.0), (2, 0.4), (3, 0.7)])
def test_each_code_is_rated_by_itself(n_coders: int, read: float) -> None:
    presence = simulated(n_coders, read=read)
    result = estimate_coding_agreement(record_of(presence))
    double = presence[(presence[:, :, 0] >= 0).sum(axis=1) >= 2]
    assert (result.n_units, result.n_double_coded) == (60, len(double))
    assert result.double_coded_share == len(double) / 60
    assert result.evidence_level == "inter-coder reliability estimated"
    assert result.agreement is not None
    assert list(result.agreement["theme_id"]) == list(THEMES)
    for place, row in enumerate(result.agreement.itertuples()):
        codes = np.where(double[:, :, place] < 0, np.nan, double[:, :, place])
        kappa = estimate_kappa(codes, method="cohen" if n_coders == 2 else "conger")
        alpha = estimate_krippendorff(codes)
        assert_allclose(row.kappa, kappa.estimate, rtol=1e-12)
        assert_allclose(row.percent_agreement, kappa.observed_agreement, rtol=1e-12)
        assert_allclose(row.prevalence, np.nanmean(codes), rtol=1e-12)
        assert_allclose(row.alpha, alpha.estimate, rtol=1e-12)
        # Other draws of the same units.
        assert_allclose(row.alpha_se, alpha.standard_error, rtol=0.1)
        assert row.band == reliability_band(alpha.estimate)
        assert row.alpha_ci_lower < row.alpha < row.alpha_ci_upper
        assert row.kappa_ci_lower < row.kappa < row.kappa_ci_upper
        # The analytic error is that of large samples.
        assert_allclose(row.kappa_se, kappa.standard_error, rtol=0.35)


def test_order_of_codes_units_and_coders_changes_no_estimate() -> None:
    presence = simulated(3, read=0.7)
    first = estimate_coding_agreement(record_of(presence)).agreement
    second = estimate_coding_agreement(record_of(presence[::-1, ::-1])).agreement
    assert first is not None
    assert second is not None
    for column in ("prevalence", "percent_agreement", "kappa", "alpha"):
        assert_allclose(second[column], first[column], rtol=1e-12)


@pytest.mark.parametrize(
    ("n_coders", "triangulation", "evidence_level"),
    [
        (1, "investigator triangulation", "triangulated, no inter-coder reliability"),
        (1, None, "single coder, not triangulated"),
        (2, "investigator triangulation", "triangulated, no inter-coder reliability"),
        (2, None, "no unit coded twice, not triangulated"),
    ],
)
def test_no_number_without_two_coders(
    n_coders: int, triangulation: str | None, evidence_level: str
) -> None:
    presence = simulated(n_coders, read=1.0)
    if n_coders == 2:
        presence[:30, 0] = presence[30:, 1] = -1
    result = estimate_coding_agreement(record_of(presence, triangulation=triangulation))
    assert result.agreement is None
    assert result.evidence_level == evidence_level
    assert (result.n_double_coded, result.double_coded_share) == (0, 0.0)
    assert not result.is_enough_double_coded


def test_a_second_coder_who_read_nothing_is_none() -> None:
    presence = simulated(2, read=1.0)
    presence[:, 1] = -1
    result = estimate_coding_agreement(record_of(presence))
    assert result.agreement is None
    assert result.evidence_level == "single coder, not triangulated"


def test_codes_that_nobody_or_everybody_gives_are_undefined_and_named() -> None:
    presence = simulated(2, read=1.0)
    presence[:, :, 1], presence[:, :, 2] = 0, 1
    with pytest.warns(DataQualityWarning, match="gave codes 'code2', 'code3' to every unit"):
        result = estimate_coding_agreement(record_of(presence))
    assert result.agreement is not None
    assert list(result.agreement["band"].iloc[1:]) == ["undefined", "undefined"]
    assert result.agreement[["kappa", "alpha", "alpha_se"]].iloc[1:].isna().all(axis=None)
    assert list(result.agreement["percent_agreement"].iloc[1:]) == [1, 1]
    assert list(result.agreement["prevalence"].iloc[1:]) == [0, 1]


def test_a_tenth_of_the_units_is_enough() -> None:
    presence = simulated(2, read=1.0)
    presence[6:, 1] = -1
    presence[:6, :, :] = np.array([0, 1, 0, 1, 1, 0])[:, None, None]
    result = estimate_coding_agreement(record_of(presence), n_bootstrap=200)
    assert (result.n_double_coded, result.is_enough_double_coded) == (6, True)
    presence[5, 1] = -1
    fewer = estimate_coding_agreement(record_of(presence), n_bootstrap=200)
    assert (fewer.n_double_coded, fewer.is_enough_double_coded) == (5, False)


@pytest.mark.parametrize(
    ("alpha", "band"),
    [
        (1.0, "rely"),
        (0.8, "rely"),
        (0.7999, "tentative"),
        (0.667, "tentative"),
        (0.6669, "do not rely"),
        (-0.2, "do not rely"),
        (float("nan"), "undefined"),
    ],
)
def test_bands_begin_where_they_say(alpha: float, band: str) -> None:
    assert reliability_band(alpha) == band


def test_the_seed_decides_and_the_result_prints() -> None:
    record = record_of(simulated(2, read=1.0))
    first, same, other = (
        estimate_coding_agreement(record, n_bootstrap=200, seed=seed) for seed in (3, 3, 4)
    )
    assert first.agreement is not None
    assert first.agreement.equals(same.agreement)
    assert not first.agreement.equals(other.agreement)
    assert "agreement: table of 3 x 14" in repr(first)
