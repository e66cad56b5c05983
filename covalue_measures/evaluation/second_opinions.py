"""Ask the other programs, and record what they say."""

from covalue_measures.crosscheck import (
    Opinion,
    check_alpha,
    check_suitability,
    is_available,
    missing_packages,
)
from covalue_measures.evaluation.attempt import attempt
from covalue_measures.evaluation.evidence import SecondOpinion, SecondOpinionsRecord
from covalue_measures.psychometrics.reliability import AlphaResult
from covalue_measures.responses import ResponseData


def take_second_opinions(
    data: ResponseData, alphas: dict[str, AlphaResult], *, wanted: bool
) -> SecondOpinionsRecord:
    """Return other programs' alphas, KMO and Bartlett's test beside ours.

    Parameters
    ----------
    data : ResponseData
        Answers to the reflective items.
    alphas : dict
        Subscale id to our alpha.
    wanted : bool
        False records that none was asked for.
    """
    if not wanted:
        return SecondOpinionsRecord(taken=False, reason="None was asked for.", opinions=())
    if not is_available():
        reason = (
            f"Not installed: {', '.join(missing_packages())}"
            " (pip install 'covalue-measures[crosscheck]')."
        )
        return SecondOpinionsRecord(taken=False, reason=reason, opinions=())
    opinions = []
    if data.n_items > 1:
        suitability = attempt("a second opinion on KMO", lambda: check_suitability(data))
        opinions += [_record(opinion, "all items") for opinion in suitability or ()]
    for subscale_id, alpha in alphas.items():
        values = data.select_items(alpha.item_ids).to_array()
        opinions += [_record(opinion, subscale_id) for opinion in check_alpha(values, alpha)]
    return SecondOpinionsRecord(taken=True, reason="", opinions=tuple(opinions))


def _record(opinion: Opinion, subject: str) -> SecondOpinion:
    opinion.warn_if_apart(subject)
    return SecondOpinion(
        coefficient=opinion.coefficient,
        subject=subject,
        ours=opinion.ours,
        theirs=opinion.theirs,
        package=opinion.package,
        package_version=opinion.package_version,
        difference=opinion.difference,
        tolerance=opinion.tolerance,
        within_tolerance=opinion.is_within_tolerance,
        basis=opinion.basis,
    )
