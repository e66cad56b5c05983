"""A chi-square test of a model, and its correction for non-normality."""

from dataclasses import dataclass
from typing import ClassVar

from scipy.special import chdtrc


@dataclass(frozen=True, slots=True)
class TestStatistic:
    r"""The test of a model against the unrestricted moments.

    With :math:`\lambda_k` the weights of the chi-squares whose mixture T really follows, that is
    the nonzero eigenvalues of :math:`U \Gamma`, the corrections are

    ================================== ===================================== ====================
    correction                         scaled statistic                      ``scaled_df``
    ================================== ===================================== ====================
    mean (Satorra-Bentler; also        T / c, c = sum(lambda) / df           ``df``
    Yuan-Bentler)
    scaled and shifted                 T / c + shift, c = sqrt(sum(lambda^2) ``df``
                                       / df), shift = df - sum(lambda) / c
    mean and variance                  T / c, c = sum(lambda^2) /            sum(lambda)^2 /
                                       sum(lambda)                           sum(lambda^2)
    ================================== ===================================== ====================

    References
    ----------
    Satorra and Bentler (1994), in von Eye and Clogg (eds), Latent variables analysis, 399-419;
    Asparouhov and Muthen (2010), Simple second order chi-square correction, Mplus technical note.
    """

    #: Keeps pytest from taking the class for tests because of its name.
    __test__: ClassVar[bool] = False

    statistic: float
    df: float
    #: NaN without degrees of freedom, or where the statistic has no known distribution.
    pvalue: float
    scaled_statistic: float | None = None
    scaled_df: float | None = None
    #: The c above.
    scaling_factor: float | None = None
    shift: float | None = None

    @property
    def scaled_pvalue(self) -> float:
        """Probability of a larger scaled statistic; the plain one's if there is no correction."""
        if self.scaled_statistic is None or self.scaled_df is None:
            return self.pvalue
        return upper_probability(self.scaled_statistic, self.scaled_df)

    @property
    def expectation(self) -> float:
        """Mean of the statistic if the model holds: the sum of the weights, or ``df``."""
        if self.scaling_factor is None or self.scaled_df is None or self.df == 0:
            return self.df
        return self.scaling_factor * (self.scaled_df - (self.shift or 0.0))


def upper_probability(statistic: float, df: float) -> float:
    """Return the probability of a larger chi-square; NaN without degrees of freedom."""
    return float(chdtrc(df, statistic)) if df > 0 else float("nan")
