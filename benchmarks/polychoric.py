"""Time polychoric correlations of 25 items beside other programs, all in one run.

Each program gets the same 2,800 rows and is timed inside its own process, after one warm-up,
without start-up and file reading. Programs that are not installed are named and left out.
"""

import json
import sys
import warnings
from functools import partial
from pathlib import Path

import pandas as pd
from timing import Seconds, compare, python_package, time_here, time_in_r

import covalue_measures as cm

BFI = Path(__file__).resolve().parent.parent / "examples" / "bfi" / "bfi.csv"
N_RUNS = 9


def time_ordinalcorr(frame: pd.DataFrame) -> Seconds:
    ordinalcorr = python_package("ordinalcorr")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return time_here(lambda: ordinalcorr.hetcor(frame), N_RUNS)


def main() -> None:
    frame = pd.read_csv(BFI).iloc[:, :25]
    setup = f'x <- read.csv("{BFI.as_posix()}")[, 1:25]'
    in_lavaan = 'lavCor(x, ordered = names(x), missing = "pairwise", se = "none")'
    results = compare(
        "25 items x 2,800 respondents, seconds",
        {
            "covalue_measures": lambda: time_here(lambda: cm.estimate_polychoric(frame), N_RUNS),
            "ordinalcorr": lambda: time_ordinalcorr(frame),
            "lavaan": partial(time_in_r, "lavaan", setup, in_lavaan, 5),
            "psych": partial(time_in_r, "psych", setup, "polychoric(x, correct = 0)", 2),
        },
    )
    json.dump(results, sys.stderr)


if __name__ == "__main__":
    main()
