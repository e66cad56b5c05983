"""Estimators by the names that people use."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Discrepancy: TypeAlias = Literal["likelihood", "gls", "uls", "dwls", "wls"]
StandardErrors: TypeAlias = Literal[
    "expected", "observed", "first_order", "robust_moments", "robust_likelihood"
]
TestCorrection: TypeAlias = Literal[
    "none", "satorra_bentler", "mean_variance", "scaled_shifted", "yuan_bentler"
]
StructuralMissing: TypeAlias = Literal["listwise", "pairwise", "fiml"]
Information: TypeAlias = Literal["expected", "observed", "first_order"]


@dataclass(frozen=True, slots=True)
class Estimator:
    """What is minimized, and what standard errors and test statistic rest on."""

    name: str
    discrepancy: Discrepancy
    standard_errors: StandardErrors
    test: TestCorrection
    #: Whether the items are ordinal unless said otherwise.
    usually_ordinal: bool = False

    @property
    def is_robust(self) -> bool:
        """Whether the test statistic is corrected."""
        return self.test != "none"

    @property
    def takes_covariates_as_given(self) -> bool:
        """Whether the moments of covariates may be held at those of the sample.

        Squares, and corrections that rest on the variances of moments, count the chance error of
        the covariates' moments too, so that these have to be estimated along with the others.
        """
        return self.discrepancy == "likelihood" and self.standard_errors != "robust_moments"


_ESTIMATORS = {
    estimator.name: estimator
    for estimator in (
        Estimator("ML", "likelihood", "expected", "none"),
        Estimator("MLF", "likelihood", "first_order", "none"),
        Estimator("MLM", "likelihood", "robust_moments", "satorra_bentler"),
        Estimator("MLMV", "likelihood", "robust_moments", "scaled_shifted"),
        Estimator("MLMVS", "likelihood", "robust_moments", "mean_variance"),
        Estimator("MLR", "likelihood", "robust_likelihood", "yuan_bentler"),
        Estimator("GLS", "gls", "expected", "none"),
        Estimator("ULS", "uls", "expected", "none"),
        Estimator("ULSM", "uls", "robust_moments", "satorra_bentler", usually_ordinal=True),
        Estimator("ULSMV", "uls", "robust_moments", "scaled_shifted", usually_ordinal=True),
        Estimator("DWLS", "dwls", "expected", "none", usually_ordinal=True),
        Estimator("WLS", "wls", "expected", "none", usually_ordinal=True),
        Estimator("WLSM", "dwls", "robust_moments", "satorra_bentler", usually_ordinal=True),
        Estimator("WLSMV", "dwls", "robust_moments", "scaled_shifted", usually_ordinal=True),
        Estimator("WLSMVS", "dwls", "robust_moments", "mean_variance", usually_ordinal=True),
    )
}
#: Names that also say what happens to missing answers.
_WITH_MISSING: dict[str, tuple[str, StructuralMissing]] = {
    "FIML": ("ML", "fiml"),
    "ROBUST_FIML": ("MLR", "fiml"),
}
_MISSING_SPELLINGS: dict[str, StructuralMissing] = {
    "listwise": "listwise",
    "pairwise": "pairwise",
    "fiml": "fiml",
    "ml": "fiml",
    "direct": "fiml",
}


def estimator_named(
    name: str | None, missing: str | None, *, is_ordinal: bool = False
) -> tuple[Estimator, StructuralMissing]:
    """Return the estimator, and what happens to missing answers.

    Parameters
    ----------
    name : str or None
        In any letter case; ``FIML`` is ``ML`` with ``missing="fiml"``, ``robust_FIML`` is ``MLR``
        with it. Where nothing is said, ``WLSMV`` if items are ordinal and ``ML`` if none is.
    missing : str or None
        ``listwise`` where nothing is said.
    is_ordinal : bool
        Whether items were named as ordinal.

    Raises
    ------
    ValueError
        If there is no such estimator, or it cannot treat missing answers so.
    """
    if name is None:
        name = "WLSMV" if is_ordinal else "ML"
    key = str(name).upper().replace(" ", "_").replace("-", "_")
    given: StructuralMissing | None = None
    if missing is not None:
        if str(missing).lower() not in _MISSING_SPELLINGS:
            raise ValueError(
                f"missing must be one of 'listwise', 'pairwise', 'fiml'; got {missing!r}."
            )
        given = _MISSING_SPELLINGS[str(missing).lower()]
    if key in _WITH_MISSING:
        key, implied = _WITH_MISSING[key]
        if given not in (None, implied):
            raise ValueError(
                f"The estimator {name!r} uses every answer; missing={missing!r} contradicts it."
            )
        given = implied
    if key not in _ESTIMATORS:
        known = ", ".join([*_ESTIMATORS, *_WITH_MISSING])
        raise ValueError(f"There is no estimator {name!r}; there are {known}.")
    estimator, treatment = _ESTIMATORS[key], given or "listwise"
    if treatment == "fiml" and estimator.discrepancy != "likelihood":
        raise ValueError(
            f"missing='fiml' is maximum likelihood; {estimator.name} minimizes squares. Use ML or"
            " MLR, or missing='pairwise' with ordinal items."
        )
    if treatment == "fiml" and estimator.standard_errors == "robust_moments":
        raise ValueError(
            f"{estimator.name} corrects by the moments of complete data; use MLR with"
            " missing='fiml'."
        )
    return estimator, treatment
