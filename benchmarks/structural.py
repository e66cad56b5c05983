"""Time structural models, parallel analysis and bootstrap beside other programs, all in one run.

Each program reads the same file and is timed inside its own process, without start-up and file
reading: the median of a few runs after one warm-up, or one run where it says so. Each keeps its
own stopping rule and is asked for what it gives by default: here estimates and standardized ones
with their standard errors, corrected tests, fit indices and residuals; in lavaan all but the
standardized estimates, residuals and indices. semopy is asked for estimates, standard errors and
indices; its ordinal and robust estimators are not what these are, so that it is timed for plain
maximum likelihood.
"""

import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from timing import Seconds, compare, print_software, python_package, time_here, time_in_r

import covalue_measures as cm
from covalue_measures.parallel import SerialBackend
from covalue_measures.parallel.threads import one_thread
from covalue_measures.psychometrics.structural.bootstrap import bootstrap_cfa

ROOT = Path(__file__).resolve().parent.parent
BFI = ROOT / "examples" / "bfi" / "bfi.csv"
HOLZINGER = ROOT / "tests" / "reference" / "data" / "holzinger1939.csv"
N_RUNS = 3
N_FACTOR_ITEMS = 10


@dataclass(frozen=True, slots=True)
class Answers:
    """The same answers for all programs, and a model of them in the syntax that all read."""

    frame: pd.DataFrame
    file: Path
    syntax: str

    @property
    def r_setup(self) -> str:
        return f'x <- read.csv("{self.file.as_posix()}")\nmodel <- "{self.syntax}"'


def syntax_of(factors: dict[str, list[str]]) -> str:
    return "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())


def bfi(folder: Path, *, complete: bool) -> Answers:
    """Return the 25 items of five factors, of all 2,800 respondents or the 2,436 without gaps."""
    factors = {name: [f"{name}{number}" for number in range(1, 6)] for name in "ACENO"}
    frame = pd.read_csv(BFI)[[item for items in factors.values() for item in items]]
    return _written(frame.dropna() if complete else frame, folder, syntax_of(factors))


def holzinger(folder: Path) -> Answers:
    items = [f"x{number}" for number in range(1, 10)]
    factors = {"visual": items[:3], "textual": items[3:6], "speed": items[6:]}
    return _written(pd.read_csv(HOLZINGER)[items], folder, syntax_of(factors))


def simulated(folder: Path, n_factors: int, n_respondents: int = 5000) -> Answers:
    """Return answers of five categories to ten items a factor; factors correlate by 0.3."""
    rng = np.random.default_rng(1)
    among = np.full((n_factors, n_factors), 0.3)
    np.fill_diagonal(among, 1.0)
    n_items = n_factors * N_FACTOR_ITEMS
    loadings = rng.uniform(0.5, 0.8, n_items)
    factors = rng.multivariate_normal(np.zeros(n_factors), among, n_respondents)
    common = factors.repeat(N_FACTOR_ITEMS, axis=1) * loadings
    latent = common + rng.standard_normal(common.shape) * np.sqrt(1 - loadings**2)
    items = [f"x{number + 1}" for number in range(n_items)]
    frame = pd.DataFrame(np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]), columns=items)
    starts = range(0, n_items, N_FACTOR_ITEMS)
    parts = {f"f{start}": items[start : start + N_FACTOR_ITEMS] for start in starts}
    return _written(frame, folder, syntax_of(parts))


def _written(frame: pd.DataFrame, folder: Path, syntax: str) -> Answers:
    file = folder / f"{len(frame.columns)}_items_{len(frame)}_respondents.csv"
    frame.to_csv(file, index=False)
    return Answers(frame, file, syntax)


def compare_cfa(estimator: str, missing: str, answers: Answers) -> None:
    """Print what the answers' model takes."""
    fit = partial(cm.fit_cfa, answers.frame, answers.syntax, estimator=estimator, missing=missing)
    ordered = str(estimator == "WLSMV").upper()
    call = f'cfa(model, x, estimator = "{estimator}", missing = "{missing}", ordered = {ordered})'
    programs: dict[str, Callable[[], Seconds]] = {
        "covalue_measures": lambda: time_here(fit, N_RUNS),
        "lavaan": partial(time_in_r, "lavaan", answers.r_setup, call, N_RUNS),
    }
    if estimator == "ML":
        programs["semopy"] = lambda: time_semopy(answers)
    n_respondents, n_items = answers.frame.shape
    gaps = ", missing answers" if missing == "fiml" else ""
    compare(f"{estimator}{gaps}, {n_items} items x {n_respondents:,}, 5 factors", programs)


def time_semopy(answers: Answers) -> Seconds:
    semopy = python_package("semopy")

    def fit() -> None:
        model = semopy.Model(answers.syntax)
        model.fit(answers.frame)
        model.inspect()
        semopy.calc_stats(model)

    # As ours does. More threads take several times as long where others work beside them.
    with one_thread():
        return time_here(fit, N_RUNS)


def compare_parallel_analysis(answers: Answers) -> None:
    suggest = partial(cm.suggest_n_factors, answers.frame, correlation="polychoric", n_draws=100)
    call = 'fa.parallel(x, cor = "poly", n.iter = 1, plot = FALSE)'
    once = partial(time_in_r, "psych", answers.r_setup, call, 1, warm_up=False, timeout=300)
    compare(
        "Polychoric parallel analysis, 25 items x 2,800 (psych: 1 random data set, 1 run)",
        {"covalue_measures, 100": lambda: time_here(suggest, N_RUNS), "psych, 1": once},
    )


def compare_bootstrap(answers: Answers) -> None:
    draw = partial(
        bootstrap_cfa, answers.frame, answers.syntax, n_draws=1000, backend=SerialBackend()
    )
    call = "bootstrapLavaan(cfa(model, x), R = 1000)"
    compare(
        "Bootstrap, 1,000 draws, maximum likelihood, 9 items x 301, one process (1 run)",
        {
            "covalue_measures": lambda: time_here(draw, 1, warm_up=False),
            "lavaan": partial(time_in_r, "lavaan", answers.r_setup, call, 1, warm_up=False),
        },
    )


def covariance_cost(file: Path) -> tuple[float, float]:
    """Return the seconds of an asymptotic covariance, and this process's largest memory in MB."""
    frame = pd.read_csv(file)
    # What is loaded when first used is not counted.
    _ = cm.estimate_polychoric(frame.iloc[:, :2]).asymptotic_covariance
    start = time.perf_counter()
    _ = cm.estimate_polychoric(frame).asymptotic_covariance
    seconds = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def print_covariance_cost(answers: Answers) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        seconds, megabytes = fresh.submit(covariance_cost, answers.file).result()
    print("\nPolychorics and their asymptotic covariance, 100 items x 5,000 (1 run)")
    print(f"covalue_measures {seconds:.2f} seconds, {megabytes:.0f} MB at most")
    print("lavaan, which takes minutes, left out; psych has no such covariance", flush=True)


def main() -> None:
    print_software("lavaan", "psych")
    with TemporaryDirectory() as name:
        folder = Path(name)
        # First: a new process counts the largest memory of the one that starts it as its own.
        print_covariance_cost(simulated(folder, 10))
        complete, large = bfi(folder, complete=True), simulated(folder, 5)
        with_gaps = bfi(folder, complete=False)
        compare_cfa("WLSMV", "listwise", complete)
        compare_cfa("WLSMV", "listwise", large)
        compare_cfa("MLR", "fiml", with_gaps)
        compare_cfa("MLR", "listwise", large)
        compare_cfa("ML", "listwise", large)
        compare_parallel_analysis(with_gaps)
        compare_bootstrap(holzinger(folder))


if __name__ == "__main__":
    main()
