import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_values import read_data, reference
from scipy.optimize import minimize_scalar
from scipy.special import ndtri
from scipy.stats import norm

from covalue_measures.numerics.bivariate_normal import BEYOND
from covalue_measures.numerics.polyserial import polyserial, polyserial_slopes

TRUTH = np.array([[1, 0.7, -0.4], [0.7, 1, 0.1], [-0.4, 0.1, 1]])


def cuts_of(codes: np.ndarray) -> np.ndarray:
    return ndtri(np.cumsum(np.bincount(codes))[:-1] / len(codes))


def two_columns(data: str, ordinal: str, continuous: str) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and values standardized with denominator n - 1, as polycor has them."""
    frame = read_data(data)[[ordinal, continuous]].dropna()
    codes = frame[ordinal].to_numpy(dtype=np.int64)
    values = frame[continuous].to_numpy(dtype=float)
    return codes - codes.min(), (values - values.mean()) / values.std(ddof=1)


def sample(n: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return one standardized column, codes of two items and their thresholds."""
    latent = np.random.default_rng(seed).multivariate_normal(np.zeros(3), TRUTH, n)
    z = (latent[:, :1] - latent[:, 0].mean()) / latent[:, 0].std()
    codes = np.column_stack(
        [np.digitize(latent[:, 1], [-1.0, 0.2, 1.1]), np.digitize(latent[:, 2], [0.5])]
    )
    cuts = np.full((2, 3), BEYOND)
    cuts[0], cuts[1, :1] = cuts_of(codes[:, 0]), cuts_of(codes[:, 1])
    return z, codes, cuts


def log_likelihood(z: np.ndarray, codes: np.ndarray, cuts: np.ndarray, rho: float) -> float:
    """Return the sum over respondents, one at a time."""
    ends = np.concatenate([[-np.inf], cuts, [np.inf]])
    root, total = np.sqrt(1 - rho**2), 0.0
    for value, code in zip(z, codes, strict=True):
        upper, lower = norm.cdf((ends[[code + 1, code]] - rho * value) / root)
        total += np.log(upper - lower)
    return total


CASES = [
    *(("sat_act", "education", name) for name in ("ACT", "SATV", "SATQ")),
    *(("bfi", f"A{number}", "age") for number in range(1, 6)),
]


# polycor 0.8-1 maximizes over rho with stats::optimize, good to about 1e-6 here.
@pytest.mark.parametrize(("data", "ordinal", "continuous"), CASES)
def test_two_step_agrees_with_polycor(data: str, ordinal: str, continuous: str) -> None:
    codes, z = two_columns(data, ordinal, continuous)
    name, key = ("satact", continuous) if data == "sat_act" else ("bfi_age", ordinal)
    expected = reference(f"polyserial_polycor_{name}")[key]["two_step"]
    assert len(codes) == expected["n"]
    cuts = cuts_of(codes)
    if "cuts" in expected:
        assert_allclose(cuts, list(expected["cuts"].values()), rtol=1e-10)
    result = polyserial(z[:, None], codes[:, None], cuts[None])
    assert result.converged.all()
    assert_allclose(result.correlations[0, 0], expected["rho"], rtol=0, atol=1e-6)


# At polycor's joint estimates of all thresholds the best correlation is that of the joint
# maximum. polycor leaves BFGS at a relative change of 1e-8 of a deviance of some 2,000, which
# lets a correlation with a standard error of .04 be wrong by 5e-4.
@pytest.mark.parametrize("continuous", ["ACT", "SATV", "SATQ"])
def test_thresholds_of_the_joint_maximum_give_its_correlation(continuous: str) -> None:
    codes, z = two_columns("sat_act", "education", continuous)
    expected = reference("polyserial_polycor_satact")[continuous]["ml"]
    cuts = np.array([list(expected["cuts"].values())])
    rho = polyserial(z[:, None], codes[:, None], cuts).correlations[0, 0]
    assert_allclose(rho, expected["rho"]["values"][0], rtol=0, atol=5e-4)


@pytest.mark.parametrize("share_missing", [0.0, 0.3])
def test_agrees_with_the_literal_loop(share_missing: float) -> None:
    z, codes, cuts = sample(150, seed=1)
    rng = np.random.default_rng(2)
    z[rng.random(z.shape) < share_missing] = np.nan
    codes[rng.random(codes.shape) < share_missing] = -1
    result = polyserial(z, codes, cuts)
    for item in range(2):
        both = (codes[:, item] >= 0) & ~np.isnan(z[:, 0])
        own = cuts[item][cuts[item] < BEYOND]

        def loss(rho: float, item: int = item, both: np.ndarray = both, own=own) -> float:
            return -log_likelihood(z[both, 0], codes[both, item], own, rho)

        best = minimize_scalar(loss, bounds=(-0.99, 0.99), options={"xatol": 1e-10})
        # A minimum is found to the square root of the precision of the function.
        assert_allclose(result.correlations[item, 0], best.x, atol=1e-6)
        assert abs(result.gradient[item, 0]) < 1e-5


def test_slopes_are_differences_of_the_log_likelihood() -> None:
    z, codes, cuts = sample(60, seed=3)
    own, rho, step = cuts[0], 0.6, 1e-5
    slopes = polyserial_slopes(z, codes[:, :1], cuts[:1], np.array([rho]))

    def difference(move_rho: float, move_z: float, move_cuts: np.ndarray) -> np.ndarray:
        def at(sign: float) -> list[float]:
            moved = own + sign * move_cuts
            return [
                log_likelihood([v + sign * move_z], [c], moved, rho + sign * move_rho)
                for v, c in zip(z[:, 0], codes[:, 0], strict=True)
            ]

        return (np.array(at(1)) - np.array(at(-1))) / (2 * step)

    nothing = np.zeros(3)
    assert_allclose(slopes.by_correlation[:, 0], difference(step, 0, nothing), atol=1e-6)
    assert_allclose(slopes.by_value[:, 0], difference(0, step, nothing), atol=1e-6)
    for cut in range(3):
        by_cut = np.where(codes[:, 0] == cut, slopes.by_upper_cut[:, 0], 0.0)
        by_cut += np.where(codes[:, 0] == cut + 1, slopes.by_lower_cut[:, 0], 0.0)
        assert_allclose(by_cut, difference(0, 0, step * np.eye(3)[cut]), atol=1e-6)
    steeper = polyserial_slopes(z, codes[:, :1], cuts[:1], np.array([rho + step]))
    flatter = polyserial_slopes(z, codes[:, :1], cuts[:1], np.array([rho - step]))
    bend = (flatter.by_correlation - steeper.by_correlation) / (2 * step)
    assert_allclose(slopes.curvature, bend, atol=1e-5)


def test_slopes_of_answers_far_out_keep_their_size() -> None:
    # An answer 60 deviations from where it is expected: density over probability tends to the
    # distance itself, and a difference of probabilities would be 0 over 0.
    slopes = polyserial_slopes(
        np.array([[60.0], [-60.0]]), np.array([[0], [1]]), np.array([[0.0]]), np.array([0.8])
    )
    distance = 60 * 0.8 / 0.6
    expected = -60 / 0.6**3 * distance * (1 + 1 / distance**2)
    assert_allclose(slopes.by_correlation, [[expected], [expected]], rtol=1e-6)


def test_mirroring_either_side_flips_the_sign() -> None:
    z, codes, cuts = sample(300, seed=4)
    rho = polyserial(z, codes, cuts).correlations
    assert_allclose(polyserial(-z, codes, cuts).correlations, -rho, atol=1e-9)
    mirrored = polyserial(z, 3 - codes[:, :1], -cuts[:1, ::-1]).correlations
    assert_allclose(mirrored, -rho[:1], atol=1e-9)


def test_many_pairs_are_each_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    z, codes, cuts = sample(200, seed=5)
    wide = np.hstack([z, np.random.default_rng(6).standard_normal(z.shape)])
    together = polyserial(wide, codes, cuts).correlations
    monkeypatch.setattr("covalue_measures.numerics.polyserial._BLOCK", 64)
    for item in range(2):
        for column in range(2):
            alone = polyserial(wide[:, [column]], codes[:, [item]], cuts[[item]]).correlations
            assert_allclose(together[item, column], alone[0, 0], atol=1e-9)


def test_scores_cut_at_their_own_quantiles_correlate_perfectly() -> None:
    z = ndtri((np.arange(400) + 0.5) / 400)[:, None]
    codes = np.digitize(z, [-0.5, 0.5])
    result = polyserial(z / z.std(), codes, cuts_of(codes[:, 0])[None])
    assert result.correlations[0, 0] > 0.999
    assert result.converged.all()
