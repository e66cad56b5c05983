"""Records of how scores are distributed."""

import math

import numpy as np

from covalue_measures.evaluation.evidence import ScoreCount, ScoreRecord
from covalue_measures.scoring import SubscaleScore
from covalue_measures.typing import FloatArray

#: Most bars in the picture of a score's distribution.
_MOST_BINS = 16
#: Decimals that sums of amounts are rounded to.
_DECIMALS = 9


def record_score(score: SubscaleScore) -> ScoreRecord:
    """Return the distribution of a score."""
    values = score.values[~np.isnan(score.values)]
    lowest, highest = score.possible_range
    edges = _edges_of_amounts(score, values) if score.unit else _edges_of_categories(score)
    counts, _ = np.histogram(values, bins=edges)
    n = len(values)
    quartiles = np.quantile(values, (0.25, 0.5, 0.75)).tolist() if n and score.unit else (None,) * 3
    return ScoreRecord(
        rule_id=score.rule.id,
        rule_version=str(score.rule.version),
        n=n,
        n_without_score=len(score.values) - n,
        n_prorated=int(score.is_prorated.sum()),
        minimum_possible=lowest,
        maximum_possible=highest,
        mean=float(values.mean()) if n else None,
        standard_deviation=float(values.std(ddof=1)) if n > 1 else None,
        floor=_share_at(lowest, values) if n else None,
        ceiling=_share_at(highest, values) if n else None,
        counts=tuple(
            ScoreCount(lower=float(lower), upper=float(upper), count=int(count))
            for lower, upper, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ),
        unit=score.unit,
        lower_quartile=quartiles[0],
        median=quartiles[1],
        upper_quartile=quartiles[2],
    )


def _share_at(end: float, values: FloatArray) -> float:
    # A relative tolerance would take amounts near a large end for the end itself.
    return float(np.isclose(values, end, rtol=0, atol=10.0**-_DECIMALS).mean())


def _edges_of_categories(score: SubscaleScore) -> FloatArray:
    """Return edges between the scores that full answers can give, a whole number of them a bar.

    Other edges make a comb of scores that move in steps.
    """
    lowest, highest = score.possible_range
    step = (highest - lowest) / score.n_steps
    per_bin = math.ceil((score.n_steps + 1) / _MOST_BINS)
    n_bins = math.ceil((score.n_steps + 1) / per_bin)
    edges = [lowest - step / 2 + step * per_bin * bin_number for bin_number in range(n_bins + 1)]
    return np.array(edges, dtype=np.float64)


def _edges_of_amounts(score: SubscaleScore, values: FloatArray) -> FloatArray:
    """Return edges from the lowest amount to beyond the largest one found, of a round width.

    The possible range of amounts is far wider than what people spend. Bars include their lower
    edge, the last one both, so that it must not end at the largest amount. Edges are decimals as
    the amounts are: three times 0.1 lies above 0.3.
    """
    lowest = score.possible_range[0]
    reach = float(values.max()) - lowest if len(values) else 0.0
    width = _round_up(max(reach, 1.0) / (_MOST_BINS - 1))
    n_bins = math.floor(round(reach / width, _DECIMALS)) + 1
    edges: FloatArray = np.round(lowest + width * np.arange(n_bins + 1), _DECIMALS)
    return edges


def _round_up(width: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50, ... and their decimals."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= width * (1 - 1e-9))
