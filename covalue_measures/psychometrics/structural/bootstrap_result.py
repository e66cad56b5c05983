"""What a bootstrap of a confirmatory model returns."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from covalue_measures.psychometrics.readable import Readable
from covalue_measures.psychometrics.structural.cfa_result import CfaSettings
from covalue_measures.typing import FloatArray

#: Respondents as they are, or moved until the model fits them.
BootstrapKind: TypeAlias = Literal["nonparametric", "bollen_stine"]
BootstrapInterval: TypeAlias = Literal["percentile", "bias_corrected", "bca"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CfaBootstrapResult(Readable):
    """Uncertainty of a model's estimates, from fits to other draws of the respondents."""

    #: Rows and columns of ``CfaResult.estimates``: estimates from all respondents, standard error
    #: and interval from the draws, and ``bias``, the mean of the draws less the estimate.
    estimates: pd.DataFrame
    #: The same of the standardized solution, as ``CfaResult.standardized``.
    standardized: pd.DataFrame
    #: (n_draws, n_parameters) of the free parameters, NaN where a draw did not converge.
    draws: pd.DataFrame
    #: Chi-square of the model with all respondents.
    chisq: float
    df: int
    #: (n_draws,) chi-squares where the model holds; NaN unless ``kind`` is ``bollen_stine``.
    drawn_chisq: FloatArray
    #: Probability of a chi-square as large as the model's if it holds; NaN likewise.
    bollen_stine_pvalue: float
    kind: BootstrapKind
    interval: BootstrapInterval
    confidence_level: float
    seed: int
    n_draws: int
    #: Draws that standard errors and intervals rest on. The others did not vary enough, lacked a
    #: category or came to no end.
    n_converged: int
    #: Converged draws with a negative variance or impossible factor correlations; they count.
    n_improper: int
    settings: CfaSettings
    item_ids: tuple[str, ...]
    group_labels: tuple[str, ...]
    #: Rows drawn in each draw, by group.
    n_used: tuple[int, ...]

    @property
    def n_failed(self) -> int:
        """Draws without estimates."""
        return self.n_draws - self.n_converged

    def to_frame(self) -> pd.DataFrame:
        """Return the estimates."""
        return self.estimates.copy()

    def to_dict(self) -> dict[str, object]:
        """Return estimates and counts as plain objects."""
        return {
            "estimates": self.estimates.replace({np.nan: None}).to_dict(orient="records"),
            "standardized": self.standardized.replace({np.nan: None}).to_dict(orient="records"),
            "chisq": self.chisq,
            "df": self.df,
            "bollen_stine_pvalue": (
                None if np.isnan(self.bollen_stine_pvalue) else self.bollen_stine_pvalue
            ),
            "kind": self.kind,
            "interval": self.interval,
            "confidence_level": self.confidence_level,
            "seed": self.seed,
            "n_draws": self.n_draws,
            "n_converged": self.n_converged,
            "n_improper": self.n_improper,
        }
