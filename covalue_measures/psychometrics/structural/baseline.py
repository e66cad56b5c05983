"""The model that fit is compared with: items that have nothing to do with one another."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from covalue_measures.numerics.structural.layout import Cells, GroupLayout, MatrixName
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.psychometrics.structural.group_samples import ObservedMoments
from covalue_measures.typing import FloatArray


def baseline_layouts(
    items: Sequence[str],
    kinds: MomentKinds,
    covariates: Collection[str],
    observed: Sequence[ObservedMoments],
) -> tuple[tuple[GroupLayout, ...], FloatArray]:
    """Return the layouts of free means, thresholds and variances, and their estimates.

    Parameters
    ----------
    items : sequence of str
    kinds : MomentKinds
    covariates : collection of str
        Items whose moments are given, their covariances included.
    observed : sequence of ObservedMoments
        By group.
    """
    given = np.isin(np.array(items), list(covariates))
    layouts, start, first = [], [], 0
    for moments in observed:
        cells: dict[MatrixName, Cells] = {}
        fixed = _nothing(len(items), len(kinds.threshold_item))
        place = np.ix_(given, given)
        fixed["residual_covariance"][place] = moments.covariance[place]
        fixed["intercepts"][given] = moments.means[given]
        numeric = np.flatnonzero(~kinds.is_ordinal & ~given)
        free: dict[MatrixName, tuple[np.ndarray, FloatArray]] = {
            "thresholds": (np.arange(len(kinds.threshold_item)), moments.thresholds),
            "residual_covariance": (numeric, np.diag(moments.covariance)[numeric]),
        }
        if kinds.has_means:
            free["intercepts"] = numeric, moments.means[numeric]
        fixed["residual_covariance"][kinds.is_ordinal, kinds.is_ordinal] = 1.0
        for name, (rows, values) in free.items():
            if len(rows):
                parameter = np.arange(first, first + len(rows), dtype=np.int64)
                column = rows if name == "residual_covariance" else np.zeros_like(rows)
                cells[name] = Cells(parameter, rows.astype(np.int64), column.astype(np.int64))
                start.append(values)
                first += len(rows)
        layouts.append(GroupLayout(fixed=fixed, cells=cells, threshold_item=kinds.threshold_item))
    return tuple(layouts), np.concatenate(start) if start else np.zeros(0)


def _nothing(n_items: int, n_thresholds: int) -> Mapping[MatrixName, FloatArray]:
    return {
        "loadings": np.zeros((n_items, 0)),
        "regressions": np.zeros((0, 0)),
        "latent_covariance": np.zeros((0, 0)),
        "residual_covariance": np.zeros((n_items, n_items)),
        "intercepts": np.zeros(n_items),
        "latent_means": np.zeros(0),
        "thresholds": np.zeros(n_thresholds),
        "scales": np.ones(n_items),
    }
