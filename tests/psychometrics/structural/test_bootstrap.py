import pickle
import warnings

import joblib
import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from reference_values import HS_ITEMS, read_data, reference
from structural_cases import DEMOCRACY, HS, LABELED, PLAIN, frame_of, one_factor

import covalue_measures as cm
from covalue_measures.exceptions import (
    ConvergenceWarning,
    DataQualityWarning,
    InsufficientDataError,
    ModelError,
)
from covalue_measures.numerics.intervals import acceleration_of, corrected_interval
from covalue_measures.parallel import JoblibBackend, SerialBackend
from covalue_measures.psychometrics.structural.bootstrap import bootstrap_cfa
from covalue_measures.psychometrics.structural.left_out import (
    acceleration_without,
    blocks_left_out,
)

DATA = read_data("holzinger1939")
MISSING = read_data("holzinger1939_miss")
BFI_N = read_data("bfi")[[f"N{number}" for number in range(1, 6)] + ["gender", "age"]].iloc[:600]
ORDINAL = {"estimator": "WLSMV"}


def spread_error(kurtosis: np.ndarray, n_draws: int) -> np.ndarray:
    """Return the standard error of a standard deviation, as a share of it."""
    return np.sqrt((kurtosis - 1) / (4 * n_draws))


# Both programs draw at random, so that they agree within the chance of both: four standard errors
# of a standard deviation, which the draws' kurtosis tells.
@pytest.mark.slow
def test_standard_errors_agree_with_lavaan(n_simulations: int) -> None:
    values = reference("bootstrap_hs_ml")
    theirs = frame_of(values["estimates"])
    ours = bootstrap_cfa(DATA, HS, n_draws=4 * n_simulations)
    tables = (
        (ours.estimates, "est", theirs["se"], theirs["kurtosis"]),
        (ours.standardized, "est_std", *map(np.array, values["standardized"].values())),
    )
    for table, name, errors, kurtosis in tables:
        errors = np.array(errors, dtype=float)
        is_free = errors > 1e-10
        assert ((table["se"] > 0) == is_free).all()
        chance = spread_error(np.array(kurtosis, dtype=float)[is_free], values["draws"])
        own = spread_error(np.array(kurtosis, dtype=float)[is_free], ours.n_draws)
        ratio = table["se"].to_numpy()[is_free] / errors[is_free]
        assert (np.abs(ratio - 1) < 4 * np.hypot(chance, own)).all(), ratio
        if name == "est":
            assert_allclose(table["est"], theirs["est"].astype(float), rtol=1e-4)


@pytest.mark.slow
def test_bollen_stine_agrees_with_lavaan(n_simulations: int) -> None:
    values = reference("bollen_stine_democracy_ml")
    data, model = read_data("political_democracy"), DEMOCRACY.format(**PLAIN)
    ours = bootstrap_cfa(data, model, n_draws=3 * n_simulations, kind="bollen_stine")
    assert_allclose([ours.chisq, ours.df], [values["chisq"], values["df"]], rtol=1e-4)
    drawn = ours.drawn_chisq[~np.isnan(ours.drawn_chisq)]
    one_over_n = 1 / len(drawn) + 1 / values["draws"]
    share = values["share"]
    chance = np.sqrt(share * (1 - share) * one_over_n)
    assert abs(ours.bollen_stine_pvalue - share) < 4 * chance + 1 / len(drawn)
    assert abs(drawn.mean() - values["mean"]) < 4 * values["sd"] * np.sqrt(one_over_n)
    assert ours.bollen_stine_pvalue == (1 + (drawn >= ours.chisq).sum()) / (1 + len(drawn))


def drawn_frames(data: pd.DataFrame, seed: int, n_draws: int, group: str | None = None):
    """Yield the rows of each draw, as the documentation says that they are drawn."""
    parts = [data]
    if group is not None:
        parts = [data[data[group] == label] for label in data[group].drop_duplicates()]
    for child in np.random.SeedSequence(seed).spawn(n_draws + 1)[:-1]:
        rng = np.random.default_rng(child)
        yield pd.concat([part.iloc[rng.integers(0, len(part), len(part))] for part in parts])


# Every kind of sample has a short way of its own, and must give what the long way gives.
@pytest.mark.parametrize(
    ("data", "model", "options"),
    [
        (DATA, HS, {"estimator": "ML"}),
        (DATA, HS, {"estimator": "MLM", "mean_structure": True}),
        (DATA, HS, {"unbiased": True}),
        (DATA, HS, {"estimator": "GLS"}),
        (DATA, HS, {"estimator": "MLR", "group": "school", "equal": ["loadings"]}),
        (DATA, HS + "\nspeed ~ textual + visual + ageyr + sex", {"estimator": "MLR"}),
        (MISSING, HS, {"estimator": "FIML"}),
        (MISSING, HS + "\nspeed ~ sex", {"estimator": "FIML"}),
        (read_data("political_democracy"), DEMOCRACY.format(**LABELED) + "ind := p*q", {}),
        (BFI_N.dropna(), one_factor("N"), {"estimator": "WLSMV"}),
        (BFI_N.dropna(), one_factor("N"), {"estimator": "WLSMV", "parameterization": "theta"}),
        (BFI_N.dropna(), one_factor("N"), {"estimator": "ULSMV", "group": "gender"}),
        (BFI_N.dropna(), one_factor("N"), {"estimator": "WLS"}),
        (BFI_N, one_factor("N"), {"estimator": "WLSMV", "missing": "pairwise"}),
        (BFI_N, one_factor("N"), {"ordered": ["N1", "N2"], "estimator": "WLSMV"}),
        (BFI_N.dropna(), one_factor("N") + "\nN ~ age", {"estimator": "WLSMV"}),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_agrees_with_fitting_each_draw(data: pd.DataFrame, model: str, options: dict) -> None:
    result = bootstrap_cfa(data, model, n_draws=20, seed=4, **options)
    assert result.n_converged == 20
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataQualityWarning)
        used = data
        if options.get("estimator") not in ("FIML",) and options.get("missing") is None:
            used = data.dropna(subset=list(result.item_ids))
        frames = list(drawn_frames(used, 4, 20, options.get("group")))[:4]
        fits = [cm.fit_cfa(frame, model, **options) for frame in frames]
    expected = np.stack([fit.estimation.parameters for fit in fits])
    scale = np.maximum(result.draws.std().to_numpy(), 1e-3)
    assert_allclose(result.draws.to_numpy()[:4] / scale, expected / scale, atol=1e-4)


def test_tables_hold_moments_and_quantiles_of_the_draws() -> None:
    model = HS + "\nvisual ~~ c*textual\ndouble := 2*c"
    options = {"standardized_latents": True, "confidence_level": 0.9}
    result = bootstrap_cfa(DATA, model, n_draws=20, seed=2, **options)
    fit = cm.fit_cfa(DATA, model, **options)
    fits = [cm.fit_cfa(frame, model, **options) for frame in drawn_frames(DATA, 2, 20)]
    for ours, of_fit, name in (
        (result.estimates, fit.estimates, "est"),
        (result.standardized, fit.standardized, "est_std"),
    ):
        table = "estimates" if name == "est" else "standardized"
        draws = np.stack([getattr(each, table)[name] for each in fits])
        is_free = (of_fit["se"] > 0).to_numpy()
        errors = np.where(is_free, draws.std(axis=0, ddof=1), 0)
        assert_allclose(ours["se"], errors, rtol=1e-5)
        bias = draws.mean(axis=0) - of_fit[name]
        assert_allclose(ours["bias"], bias.where(is_free, 0), atol=1e-6)
        for column, share in (("ci_lower", 0.05), ("ci_upper", 0.95)):
            ends = np.where(is_free, np.quantile(draws, share, axis=0), of_fit[name])
            assert_allclose(ours[column], ends, atol=1e-6)
        assert_allclose(ours["z"][is_free], (of_fit[name] / errors)[is_free], rtol=1e-5)
        kept = [
            name for name in of_fit if name not in {"se", "z", "pvalue", "ci_lower", "ci_upper"}
        ]
        assert_frame_equal(ours[kept], of_fit[kept])
        place = list(of_fit).index("ci_upper") + 1
        assert list(ours) == [*of_fit.columns[:place], "bias", *of_fit.columns[place:]]


def test_results_do_not_depend_on_the_back_end() -> None:
    # Three tasks of draws, and five of respondents left out.
    few = DATA.iloc[100:220]
    serial = bootstrap_cfa(few, HS, n_draws=60, interval="bca", backend=SerialBackend())
    for engine in ("threading", "loky"):
        with joblib.parallel_config(backend=engine, n_jobs=2):
            other = bootstrap_cfa(few, HS, n_draws=60, interval="bca")
        for name in ("estimates", "standardized", "draws"):
            assert_frame_equal(getattr(other, name), getattr(serial, name), check_exact=True)
    again = bootstrap_cfa(few, HS, n_draws=60, seed=2, backend=JoblibBackend(1))
    assert not np.array_equal(again.draws, serial.draws)


# A mean and a correlation, as an intercept and a standardized slope: leaving respondents out one
# by one needs no fit.
@pytest.mark.parametrize("interval", ["bias_corrected", "bca"])
def test_corrected_intervals_rest_on_the_jackknife(interval: str) -> None:
    options = {"mean_structure": True, "fixed_covariates": False, "interval": interval}
    result = bootstrap_cfa(DATA, "x4 ~ x9", n_draws=99, **options)
    values = DATA[["x4", "x9"]]
    drawn = list(drawn_frames(values, 1, 99))
    without = [values.drop(index=row) for row in values.index]
    for statistic, table, op in (
        (lambda rows: rows["x9"].mean(), result.estimates, "~1"),
        (lambda rows: rows.corr().iloc[0, 1], result.standardized, "~"),
    ):
        draws = np.array([[statistic(rows)] for rows in drawn])
        left = np.array([[statistic(rows)] for rows in without])
        acceleration = acceleration_of(left.mean(axis=0) - left) if interval == "bca" else 0.0
        ends = corrected_interval(
            draws, np.array([statistic(values)]), 0.95, acceleration=acceleration
        )
        row = table[(table["op"] == op) & ((table["lhs"] == "x9") | (op == "~"))]
        assert_allclose(row[["ci_lower", "ci_upper"]].to_numpy()[0], ends[:, 0], rtol=1e-6)


# With many respondents they are left out in random blocks; the acceleration of a mean, a sixth of
# its skewness, then has a chance error of .4 over the number of blocks.
def test_respondents_left_out_in_blocks_give_the_same_acceleration() -> None:
    values = np.random.default_rng(3).exponential(size=4000)
    blocks = blocks_left_out((1500, 2500), np.random.default_rng(6))
    assert len(blocks) == 400
    parts = np.split(values, [1500])
    for group in (0, 1):
        rows = np.concatenate([block for number, block in blocks if number == group])
        assert sorted(rows) == list(range(len(parts[group])))
    means = []
    for group, block in blocks:
        kept = [np.delete(part, block) if k == group else part for k, part in enumerate(parts)]
        means.append([1500 * kept[0].mean() + 2500 * kept[1].mean()])
    found = acceleration_without(np.array(means), blocks, (1500, 2500))
    gaps = np.concatenate([part - part.mean() for part in parts])[:, None]
    assert abs(found - acceleration_of(gaps)) < 4 * 0.41 / 400


def test_draws_that_lack_a_category_fail() -> None:
    answers = BFI_N.dropna()[[f"N{number}" for number in range(1, 6)]].clip(upper=4).iloc[:200]
    answers.iloc[0, 0] = 5
    with pytest.warns(ConvergenceWarning, match=r"\d+ of 40 bootstrap draws did not converge"):
        result = bootstrap_cfa(answers, one_factor("N"), n_draws=40, **ORDINAL)
    is_there = [(frame["N1"] == 5).any() for frame in drawn_frames(answers, 1, 40)]
    assert result.draws.notna().all(axis=1).tolist() == is_there
    assert (result.n_converged, result.n_failed) == (sum(is_there), 40 - sum(is_there))


def test_improper_draws_are_counted_and_kept() -> None:
    data, model = read_data("political_democracy"), DEMOCRACY.format(**PLAIN)
    result = bootstrap_cfa(data, model, n_draws=20, seed=5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataQualityWarning)
        fits = [cm.fit_cfa(frame, model) for frame in drawn_frames(data, 5, 20)]
    assert result.n_improper == sum(not fit.is_proper for fit in fits) > 0
    assert result.n_converged == 20


def test_no_row_of_the_data_stays_in_a_result() -> None:
    result = bootstrap_cfa(DATA, HS, n_draws=20, kind="bollen_stine")
    copied = pickle.loads(pickle.dumps(result))
    assert_frame_equal(copied.draws, result.draws)
    shapes = [np.shape(getattr(result, name)) for name in result.__dataclass_fields__]
    assert len(DATA) not in {size for shape in shapes for size in shape}
    assert len(pickle.dumps(result)) < DATA[HS_ITEMS].to_numpy().nbytes
    assert set(result.to_dict()) >= {"estimates", "standardized", "bollen_stine_pvalue"}
    assert_frame_equal(result.to_frame(), result.estimates)


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    one = "f =~ x1 + x2 + x3"
    bootstrap_cfa(
        DATA.iloc[:60], one, n_draws=30, interval="bca", progress=lambda *step: told.append(step)
    )
    assert [step for step in told if step[0] == "bootstrap draws"] == [
        ("bootstrap draws", 25, 30),
        ("bootstrap draws", 30, 30),
    ]
    assert told[-1] == ("respondents left out", 60, 60)


def test_refuses_what_it_cannot_do() -> None:
    with pytest.raises(ModelError, match="this fit is by WLSMV"):
        bootstrap_cfa(BFI_N, one_factor("N"), kind="bollen_stine", **ORDINAL)
    with pytest.raises(ModelError, match="this fit is by ML with missing answers"):
        bootstrap_cfa(MISSING, HS, kind="bollen_stine", missing="fiml")
    blocks = 'efa("b")*f1 + efa("b")*f2 =~ ' + " + ".join(HS_ITEMS)
    with pytest.raises(ModelError, match="exploratory blocks would mix their factors"):
        bootstrap_cfa(DATA, blocks)
    with (
        pytest.warns(ConvergenceWarning, match="not identified"),
        pytest.raises(ModelError, match="nothing to draw around"),
    ):
        bootstrap_cfa(DATA, "f =~ NA*x1 + x2 + x3 + x4")
    with pytest.raises(ValueError, match="n_draws must be a whole number from 20 on; got 5"):
        bootstrap_cfa(DATA, HS, n_draws=5)
    with pytest.raises(ValueError, match="interval must be one of 'percentile', 'bias_corrected'"):
        bootstrap_cfa(DATA, HS, interval="normal")
    with pytest.raises(ValueError, match="kind must be one of 'nonparametric', 'bollen_stine'"):
        bootstrap_cfa(DATA, HS, kind="parametric")


def test_too_few_draws_are_refused() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.integers(0, 2, (40, 4)), columns=list("abcd"))
    # Each item has a category that one respondent chose: hardly a draw has all of them.
    for column in range(4):
        answers.iloc[column, column] = 2
    with pytest.raises(InsufficientDataError, match=r"Only \d+ of 40 bootstrap draws converged"):
        bootstrap_cfa(answers, "f =~ a + b + c + d", n_draws=40, **ORDINAL)
