"""What the correlation estimators return."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.psychometrics.correlation.sparse_cells import pair_cells
from covalue_measures.psychometrics.options import require_count
from covalue_measures.psychometrics.readable import Readable
from covalue_measures.typing import FloatArray

#: Each correlation over the respondents with both answers, or all over those with every answer.
Missing: TypeAlias = Literal["pairwise", "listwise"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CorrelationResult(Readable):
    """Correlations with the number of respondents behind each."""

    #: ``pearson``, ``polychoric``, ``mixed``, or ``given`` for a matrix taken from elsewhere.
    method: str
    #: (n_items, n_items) with item ids on both sides.
    correlations: pd.DataFrame
    #: Rows of the data, complete or not.
    n_respondents: int
    #: (n_items, n_items) respondents behind each correlation.
    n_pairwise: pd.DataFrame
    missing: Missing
    #: Items mirrored before correlating, as their instrument declares.
    reversed_items: tuple[str, ...] = ()

    @classmethod
    def from_matrix(cls, correlations: pd.DataFrame, n_respondents: int) -> "CorrelationResult":
        """Return a correlation matrix from elsewhere as data for the estimators.

        Parameters
        ----------
        correlations : DataFrame
            Square and symmetric with a unit diagonal; columns name the items.
        n_respondents : int
            Respondents behind every correlation.

        Raises
        ------
        ResponseDataError
            If it is not a correlation matrix.
        """
        if not isinstance(correlations, pd.DataFrame):
            raise ResponseDataError(
                "A correlation matrix from elsewhere is given as a DataFrame whose columns name the"
                f" items, not as a {type(correlations).__name__}."
            )
        require_count("n_respondents", n_respondents, 2)
        matrix = correlations.to_numpy(dtype=np.float64)
        if np.isnan(matrix).any():
            raise ResponseDataError("A correlation matrix from elsewhere has no missing entries.")
        item_ids = [str(column) for column in correlations.columns]
        if matrix.shape[0] != matrix.shape[1]:
            raise ResponseDataError(f"A correlation matrix is square, this one is {matrix.shape}.")
        if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-8):
            row, column = np.argwhere(~np.isclose(matrix, matrix.T, rtol=0, atol=1e-8))[0]
            raise ResponseDataError(
                f"The correlation of '{item_ids[row]}' and '{item_ids[column]}' is"
                f" {matrix[row, column]} one way and {matrix[column, row]} the other."
            )
        if not np.allclose(np.diag(matrix), 1) or (np.abs(matrix) > 1 + 1e-8).any():
            raise ResponseDataError("A correlation matrix has 1 in its diagonal and nothing above.")
        frame = pd.DataFrame(matrix, index=item_ids, columns=item_ids)
        counts = pd.DataFrame(n_respondents, index=item_ids, columns=item_ids)
        return cls(
            method="given",
            correlations=frame,
            n_respondents=n_respondents,
            n_pairwise=counts,
            missing="listwise",
        )

    def select(self, item_ids: Sequence[str]) -> "CorrelationResult":
        """Return the correlations among the named items, in that order.

        Raises
        ------
        KeyError
            If an item is not among them.
        """
        names = list(item_ids)
        return CorrelationResult(
            method=self.method,
            correlations=self.correlations.loc[names, names],
            n_respondents=self.n_respondents,
            n_pairwise=self.n_pairwise.loc[names, names],
            missing=self.missing,
            reversed_items=tuple(name for name in self.reversed_items if name in names),
        )

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return tuple(str(column) for column in self.correlations.columns)

    @property
    def matrix(self) -> FloatArray:
        """(n_items, n_items) the correlations as an array."""
        return self.correlations.to_numpy(dtype=np.float64)

    @property
    def smallest_eigenvalue(self) -> float:
        """Below 0 where the matrix is not positive definite, as pairwise ones can be."""
        return float(np.linalg.eigvalsh(self.matrix)[0])


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LatentCorrelationResult(CorrelationResult):
    """Correlations with the latent responses behind ordinal items, and what weakens them."""

    #: Ordinal item's id to its cut points on the latent response, lowest first.
    thresholds: Mapping[str, FloatArray]
    #: Ordinal item's id to the values in use, lowest first; one more than thresholds.
    categories: Mapping[str, FloatArray]
    #: (n_ordinal, n_ordinal) combinations of answers that no one gave.
    empty_cells: pd.DataFrame
    #: Pairs whose estimate lies at the edge of what a correlation can be.
    boundary_pairs: tuple[tuple[str, str], ...]
    converged: bool
    iterations: int
    #: Largest absolute gradient of a pair's mean log-likelihood before the last Newton step.
    largest_gradient: float
    #: Rows with an answer: n of the asymptotic covariance.
    n_answered: int
    #: Computes the asymptotic covariance from the answers. Left behind when a result is copied
    #: or stored, so that no answer travels with it.
    covariance_source: Callable[[], FloatArray] | None = field(
        default=None, repr=False, compare=False
    )

    @cached_property
    def asymptotic_covariance(self) -> pd.DataFrame:
        """Covariance of sqrt(n) times the estimates, n being ``n_answered``.

        Labels on both sides. In item order: ``item|t1`` for the thresholds of an ordinal item,
        ``item~1`` for the mean of a continuous one; then ``item~~item`` for the variances of
        continuous items; then ``item1~~item2`` for the pairs above the diagonal in row order. A
        pair of ordinal items has its correlation, any other its covariance: a continuous item
        stays in its own unit, the latent response has variance 1.

        Computed when first asked for: it has as many rows as there are thresholds and pairs, 5,350
        for 100 items of five categories, which take 230 MB and some seconds. NaN for a correlation
        at the boundary.

        Raises
        ------
        ResponseDataError
            If the result was copied or stored before it was computed.
        """
        if self.covariance_source is None:
            raise ResponseDataError(
                "The asymptotic covariance was not computed before this result was copied or"
                " stored, and the answers stayed behind. Estimate again."
            )
        labels = [label for name in self.item_ids for label in self._margin_labels(name)]
        labels += [f"{name}~~{name}" for name in self.item_ids if name not in self.thresholds]
        labels += [f"{first}~~{second}" for first, second in combinations(self.item_ids, 2)]
        return pd.DataFrame(self.covariance_source(), index=labels, columns=labels)

    def _margin_labels(self, name: str) -> list[str]:
        if name not in self.thresholds:
            return [f"{name}~1"]
        return [f"{name}|t{number + 1}" for number in range(len(self.thresholds[name]))]

    @property
    def standard_errors(self) -> "pd.Series[float]":
        """Standard errors of the estimates, labeled like their covariance."""
        variances = np.diag(self.asymptotic_covariance.to_numpy()) / self.n_answered
        labels = self.asymptotic_covariance.index
        return pd.Series(np.sqrt(variances), index=labels, name="standard_error")

    def sparse_pairs(self, min_expected: float = 5.0) -> pd.DataFrame:
        """Return the pairs of ordinal items whose table is thin somewhere.

        Parameters
        ----------
        min_expected : float
            A cell is thin in which the estimates expect fewer respondents: the number of the pair
            times the probability that thresholds and correlation give to the cell.

        Returns
        -------
        DataFrame
            One row for each pair with an empty or a thin cell, most empty cells first: ``item_1``,
            ``item_2``, ``n_cells``, ``n_empty_cells``, ``smallest_expected``, ``n``.
        """
        names = list(self.thresholds)
        table = pair_cells(
            self.thresholds,
            self.correlations.loc[names, names],
            self.n_pairwise.loc[names, names],
            self.empty_cells,
        )
        is_sparse = (table["n_empty_cells"] > 0) | (table["smallest_expected"] < min_expected)
        return table[is_sparse].sort_values(
            ["n_empty_cells", "smallest_expected"],
            ascending=[False, True],
            ignore_index=True,
            kind="stable",
        )

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"covariance_source": None}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PolychoricResult(LatentCorrelationResult):
    """Polychoric correlations with thresholds and what weakens them."""

    #: Count put into the empty cell of a two-by-two table; 0 where none was.
    empty_cell_correction: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class MixedCorrelationResult(LatentCorrelationResult):
    """Polychoric, polyserial and Pearson correlations of ordinal and continuous items."""

    #: Means of the continuous items.
    means: "pd.Series[float]"
    #: Variances of the continuous items, denominator n.
    variances: "pd.Series[float]"
