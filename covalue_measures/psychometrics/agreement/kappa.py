"""Cohen's kappa and its relatives, of two raters or more."""

from collections.abc import Hashable, Sequence

import numpy as np

from covalue_measures.exceptions import ResponseDataError
from covalue_measures.numerics.category_weights import WeightScheme
from covalue_measures.numerics.pairwise_agreement import AgreementMethod, rated_units
from covalue_measures.psychometrics.agreement.kappa_assembly import KappaQuestion, assemble_kappa
from covalue_measures.psychometrics.agreement.kappa_result import KappaResult
from covalue_measures.psychometrics.agreement.ratings import as_ratings
from covalue_measures.psychometrics.agreement.weights import weights_of
from covalue_measures.psychometrics.door import Responses
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.typing import FloatArray


def estimate_kappa(
    data: Responses,
    *,
    weights: WeightScheme | FloatArray = "unweighted",
    method: AgreementMethod = "cohen",
    categories: Sequence[Hashable] | None = None,
    confidence_level: float = 0.95,
) -> KappaResult:
    r"""Return how far raters agree beyond chance.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}

    with the agreement observed and the one expected by chance. Methods differ in what they expect:
    see :func:`covalue_measures.numerics.pairwise_agreement.agreement_of`.

    Parameters
    ----------
    data : ResponseData, DataFrame or 2-D array
        (n_units, n_raters) numbers or labels; NaN or None where a rater did not rate a unit.
    weights : WeightScheme or (n_categories, n_categories)
        ``unweighted``, or how near two categories are: ``linear``, ``quadratic``, ``ordinal``,
        ``radical``, ``ratio``, ``circular``, ``bipolar``; or agreement weights of one's own, from
        0 to 1, with 1 on the diagonal.
    method : AgreementMethod
        ``cohen`` for two raters, of the units that both rated. For more, and for missing ratings:
        ``fleiss`` if raters are interchangeable (Scott's pi if they are two), ``conger`` if each
        has a prevalence of their own, ``gwet`` for AC1 (AC2 with weights), ``brennan_prediger``
        if chance would give all categories alike, ``krippendorff``, or ``percent_agreement``
        without any correction.
    categories : sequence, optional
        All there are, in order; by default those that occur.
    confidence_level : float

    Raises
    ------
    ResponseDataError
        If a rating is none of the categories, weights need an order or numbers that these do not
        have, or Cohen's kappa is asked of more than two raters.
    InsufficientDataError
        If there are fewer than two raters, or two units that two of them rated.

    Notes
    -----
    Numbers weigh by their values, labels by their places. Standard errors are of large samples:
    for ``cohen`` those of Fleiss, Cohen and Everitt with a normal interval, as SAS has them; else
    Gwet's with a t interval, as irrCAC's functions for raw ratings have them. Raters who never
    differ leave an interval of no width: the sample does not show how rarely they do.

    If everyone puts every unit into one category, kappa is undefined: NaN, with a warning.

    References
    ----------
    Cohen (1960), doi:10.1177/001316446002000104; Fleiss (1971), doi:10.1037/h0031619; Conger
    (1980), doi:10.1037/0033-2909.88.2.322; Gwet (2008), doi:10.1348/000711006X126600; standard
    error: Fleiss, Cohen and Everitt (1969), doi:10.1037/h0028106.

    Examples
    --------
    >>> import pandas as pd
    >>> from covalue_measures.psychometrics.agreement import estimate_kappa
    >>> ratings = pd.DataFrame({"first": list("aabbcab"), "second": list("aabccab")})
    >>> result = estimate_kappa(ratings)
    >>> round(result.estimate, 3), round(result.standard_error, 3)
    (0.781, 0.19)
    """
    require_share("confidence_level", confidence_level)
    require_choice("method", method, AgreementMethod)
    ratings = as_ratings(data, categories)
    n_rows = len(ratings.codes) + ratings.n_unrated
    if method == "cohen" and len(ratings.rater_ids) > 2:
        raise ResponseDataError(
            f"Cohen's kappa is of two raters, got {len(ratings.rater_ids)}"
            f" ({', '.join(ratings.rater_ids)}): name two columns, or take method='conger' or"
            " 'fleiss'."
        )
    used = ratings.rated_by(2 if method in ("cohen", "krippendorff") else 1)
    patterns, frequencies = np.unique(used.codes, axis=0, return_counts=True)
    return assemble_kappa(
        KappaQuestion(
            ratings=used,
            units=rated_units(patterns, len(used.categories)),
            frequencies=frequencies.astype(np.float64),
            weights=weights_of(used, weights),
            weights_name=weights if isinstance(weights, str) else "custom",
            method=method,
            confidence_level=confidence_level,
            n_left_out=n_rows - len(used.codes),
        )
    )
