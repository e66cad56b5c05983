"""Time polychoric correlations of 25 items beside other programs, all in one run.

Each program gets the same 2,800 rows and is timed inside its own process, after one warm-up,
without start-up and file reading. Programs that are not installed are named and left out.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

import covalue_measures as cm

BFI = Path(__file__).resolve().parent.parent / "examples" / "bfi" / "bfi.csv"
N_RUNS = 9

R_SCRIPT = """
suppressPackageStartupMessages(library({package}))
x <- read.csv("{file}")[, 1:25]
run <- function() {call}
invisible(run())
cat(sapply(1:{n}, function(i) system.time(run())[["elapsed"]]))
"""


def time_here(call: Callable[[], object]) -> list[float]:
    """Return seconds of each run after one warm-up."""
    call()
    seconds = []
    for _ in range(N_RUNS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return seconds


def time_in_r(package: str, call: str, n_runs: int) -> list[float] | None:
    """Return seconds of each run in R, or None where R or the package is missing."""
    if shutil.which("Rscript") is None:
        return None
    script = R_SCRIPT.format(package=package, file=BFI.as_posix(), call=call, n=n_runs)
    done = subprocess.run(
        ["Rscript", "-e", script], capture_output=True, text=True, check=False, timeout=600
    )
    return [float(part) for part in done.stdout.split()] if done.returncode == 0 else None


def main() -> None:
    frame = pd.read_csv(BFI).iloc[:, :25]
    results = {"covalue_measures": time_here(lambda: cm.estimate_polychoric(frame))}
    if find_spec("ordinalcorr"):
        import ordinalcorr

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results["ordinalcorr"] = time_here(lambda: ordinalcorr.hetcor(frame))
    for name, call, n_runs in (
        ("lavaan", 'lavCor(x, ordered = names(x), missing = "pairwise", se = "none")', 5),
        ("psych", "psych::polychoric(x, correct = 0)", 2),
    ):
        seconds = time_in_r(name, call, n_runs)
        if seconds:
            results[name] = seconds
    ours = statistics.median(results["covalue_measures"])
    print("25 items x 2,800 respondents, seconds (median, minimum, maximum), times ours")
    for name, seconds in results.items():
        median = statistics.median(seconds)
        print(
            f"{name:18s} {median:8.4f} {min(seconds):8.4f} {max(seconds):8.4f} {median / ours:8.1f}"
        )
    json.dump(results, sys.stderr)


if __name__ == "__main__":
    main()
