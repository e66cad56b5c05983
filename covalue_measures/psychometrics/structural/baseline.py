"""The model that fit is compared with: items that have nothing to do with one another."""

from collections.abc import Mapping, Sequence

import numpy as np

from covalue_measures.numerics.structural.layout import Cells, GroupLayout, MatrixName
from covalue_measures.numerics.structural.moment_vector import MomentKinds
from covalue_measures.psychometrics.structural.group_samples import ObservedMoments
from covalue_measures.psychometrics.structural.parameter_table import ParameterTable
from covalue_measures.typing import FloatArray, IntArray


def baseline_layouts(
    table: ParameterTable, kinds: MomentKinds, observed: Sequence[ObservedMoments]
) -> tuple[tuple[GroupLayout, ...], FloatArray]:
    """Return the layouts of free means, thresholds and variances, and their estimates.

    Parameters
    ----------
    table : ParameterTable
        Of the model. Its covariates have something to do with one another here too.
    kinds : MomentKinds
    observed : sequence of ObservedMoments
        By group.
    """
    items = np.array(table.observed)
    given = np.isin(items, table.exogenous)
    related = np.flatnonzero(np.isin(items, table.covariates) & ~given)
    one, other = (related[side] for side in np.tril_indices(len(related), -1))
    layouts, start, first = [], [], 0
    for moments in observed:
        cells: dict[MatrixName, Cells] = {}
        fixed = _nothing(len(items), len(kinds.threshold_item))
        place = np.ix_(given, given)
        fixed["residual_covariance"][place] = moments.covariance[place]
        fixed["intercepts"][given] = moments.means[given]
        numeric = np.flatnonzero(~kinds.is_ordinal & ~given)
        rows, columns = np.concatenate([numeric, one]), np.concatenate([numeric, other])
        free: dict[MatrixName, tuple[IntArray, IntArray, FloatArray]] = {
            "thresholds": _column(np.arange(len(kinds.threshold_item)), moments.thresholds),
            "residual_covariance": (rows, columns, moments.covariance[rows, columns]),
        }
        if kinds.has_means:
            free["intercepts"] = _column(numeric, moments.means[numeric])
        fixed["residual_covariance"][kinds.is_ordinal, kinds.is_ordinal] = 1.0
        for name, (row, column, values) in free.items():
            if len(row):
                parameter = np.arange(first, first + len(row), dtype=np.int64)
                cells[name] = Cells(parameter, row, column)
                start.append(values)
                first += len(row)
        layouts.append(GroupLayout(fixed=fixed, cells=cells, threshold_item=kinds.threshold_item))
    return tuple(layouts), np.concatenate(start) if start else np.zeros(0)


def _column(rows: IntArray, values: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    return rows, np.zeros_like(rows), values


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
