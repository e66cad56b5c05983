"""Seconds of the same work in several programs, each inside its own process.

Start-up and reading of files are not counted. What is not installed, fails or takes too long is
named and left out.
"""

import os
import platform
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from types import ModuleType

Seconds = list[float]

# A package may print to the same place: seconds are the last line.
_R_SCRIPT = """
suppressPackageStartupMessages(library({package}))
{setup}
run <- function() {call}
if ({warm_up}) invisible(run())
seconds <- sapply(seq_len({n_runs}), function(i) system.time(run())[["elapsed"]])
cat("\n", seconds, "\n", sep = " ")
"""


_R_SOFTWARE = """
cat(R.version.string, extSoftVersion()[["BLAS"]], sep = ", ")
for (name in strsplit("{packages}", " ")[[1]])
  if (requireNamespace(name, quietly = TRUE)) cat(",", name, as.character(packageVersion(name)))
"""


class LeftOutError(Exception):
    """Why a program was not timed."""


def time_here(call: Callable[[], object], n_runs: int, *, warm_up: bool = True) -> Seconds:
    """Return the seconds of each run."""
    if warm_up:
        call()
    seconds = []
    for _ in range(n_runs):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return seconds


def time_in_r(
    package: str,
    setup: str,
    call: str,
    n_runs: int,
    *,
    warm_up: bool = True,
    timeout: float = 600,
) -> Seconds:
    """Return the seconds of each run in one process of R, after the package and ``setup``.

    Raises
    ------
    LeftOutError
        If R or the package is missing, the call fails, or all of it takes longer than ``timeout``
        seconds.
    """
    script = _R_SCRIPT.format(
        package=package, setup=setup, call=call, n_runs=n_runs, warm_up=str(warm_up).upper()
    )
    return [float(part) for part in run_r(script, timeout).splitlines()[-1].split()]


def run_r(script: str, timeout: float = 60) -> str:
    """Return what a script prints.

    Raises
    ------
    LeftOutError
        If R is missing, or the script fails or takes longer than ``timeout`` seconds.
    """
    if shutil.which("Rscript") is None:
        raise LeftOutError("R is not installed")
    try:
        done = subprocess.run(
            ["Rscript", "-e", script], capture_output=True, text=True, check=True, timeout=timeout
        )
    except subprocess.TimeoutExpired as error:
        raise LeftOutError(f"not ready after {timeout:.0f} seconds") from error
    except subprocess.CalledProcessError as error:
        raise LeftOutError(" ".join(error.stderr.split())) from error
    return done.stdout


def python_package(name: str) -> ModuleType:
    """Return another program's package.

    Raises
    ------
    LeftOutError
        If it is not installed.
    """
    if find_spec(name) is None:
        raise LeftOutError("not installed")
    return import_module(name)


def print_software(*r_packages: str) -> None:
    """Print what is timed, with the linear algebra of R, which differs between installations."""
    ours = f"covalue_measures {version('covalue-measures')}, numpy {version('numpy')}"
    print(f"{ours}, Python {platform.python_version()}, {os.cpu_count()} processors")
    try:
        print(run_r(_R_SOFTWARE.format(packages=" ".join(r_packages))))
    except LeftOutError as reason:
        print(f"R left out: {reason}")


def compare(title: str, programs: Mapping[str, Callable[[], Seconds]]) -> dict[str, Seconds]:
    """Print what each program takes, as multiples of the first one's median, too."""
    print(f"\n{title}\n{'':24s}   median  minimum  maximum  times ours", flush=True)
    results: dict[str, Seconds] = {}
    for name, timed in programs.items():
        try:
            results[name] = timed()
        except LeftOutError as reason:
            print(f"{name:24s} left out: {reason}", flush=True)
            continue
        medians = [statistics.median(seconds) for seconds in results.values()]
        print(
            f"{name:24s} {medians[-1]:8.3f} {min(results[name]):8.3f} {max(results[name]):8.3f}"
            f" {medians[-1] / medians[0]:11.1f}",
            flush=True,
        )
    return results
