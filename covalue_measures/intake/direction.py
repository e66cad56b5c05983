"""Whether negatively keyed items look as if somebody had mirrored them already."""

import math

import numpy as np

from covalue_measures.responses import ResponseData
from covalue_measures.schema import Item, QuantityScale
from covalue_measures.typing import FloatArray

_FEWEST_RESPONDENTS = 30
#: A weaker correlation says nothing about direction; a stronger one has an interval above zero.
_LEAST_CORRELATION = 0.2
_CRITICAL_Z = 3.29


def direction_warnings(data: ResponseData) -> tuple[str, ...]:
    """Return a sentence for each negatively keyed item whose answers run the wrong way.

    Such an item is answered against the others of its subscale. Where its answers, as they stand
    in the file, rise with the mean of the positively keyed items, they were mirrored before, and
    scoring would mirror them once more. The correlation must be at least .2 and differ from 0 at
    the level of .001 (Fisher's z).

    Parameters
    ----------
    data : ResponseData
        As it was read.

    References
    ----------
    Fisher (1915), doi:10.2307/2331838.
    """
    numbers = data.to_array(keyed=False)
    column_of = {item_id: column for column, item_id in enumerate(data.item_ids)}
    found = {}
    for subscale in data.instrument.subscales:
        if subscale.measurement_model != "reflective":
            continue
        items = [data.items[column_of[item_id]] for item_id in subscale.item_ids]
        positive = [
            column_of[item.id] for item in items if not item.is_reversed and _is_graded(data, item)
        ]
        for item in items:
            if item.is_reversed and positive and item.id not in found:
                r, n = _correlation(numbers[:, column_of[item.id]], numbers[:, positive])
                if _is_wrong_way(r, n):
                    found[item.id] = (
                        f"Item '{item.id}' is negatively keyed, but its answers rise with those to"
                        f" the positively keyed items of '{subscale.id}' (r = {r:.2f},"
                        f" n = {n:,}). Were they mirrored already? The file must hold the answers"
                        " as they were given."
                    )
    return tuple(found.values())


def _is_graded(data: ResponseData, item: Item) -> bool:
    scale = data.instrument.response_scale(item)
    return not isinstance(scale, QuantityScale) and scale.ordered


def _correlation(answers: FloatArray, others: FloatArray) -> tuple[float, int]:
    """Return the correlation with the mean of the others, and the respondents it rests on."""
    n_answered = np.isfinite(others).sum(axis=1)
    is_used = np.isfinite(answers) & (n_answered > 0)
    totals = np.nansum(others[is_used], axis=1) / n_answered[is_used]
    pair = np.stack([answers[is_used], totals])
    n = int(is_used.sum())
    if n < _FEWEST_RESPONDENTS or (pair.std(axis=1) == 0).any():
        return 0.0, n
    return float(np.corrcoef(pair)[0, 1]), n


def _is_wrong_way(r: float, n: int) -> bool:
    if n < _FEWEST_RESPONDENTS or r < _LEAST_CORRELATION:
        return False
    return math.atanh(min(r, 1 - 1e-12)) * math.sqrt(n - 3) > _CRITICAL_Z
