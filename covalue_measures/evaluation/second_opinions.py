"""Ask the other programs, and record what they say."""

from covalue_measures.crosscheck import (
    Opinion,
    check_alpha,
    check_cfa,
    check_rotation,
    check_suitability,
    is_available,
    missing_packages,
)
from covalue_measures.evaluation.attempt import attempt
from covalue_measures.evaluation.evidence import SecondOpinion, SecondOpinionsRecord
from covalue_measures.psychometrics.factor import EfaResult
from covalue_measures.psychometrics.reliability import AlphaResult
from covalue_measures.psychometrics.structural import CfaResult
from covalue_measures.responses import ResponseData


def take_second_opinions(
    data: ResponseData,
    alphas: dict[str, AlphaResult],
    exploratory: EfaResult | None,
    confirmatory: CfaResult | None,
    *,
    wanted: bool,
) -> SecondOpinionsRecord:
    """Return other programs' alphas, KMO, Bartlett's test and rotation beside ours.

    Parameters
    ----------
    data : ResponseData
        Answers to the reflective items.
    alphas : dict
        Subscale id to our alpha.
    exploratory : EfaResult or None
    confirmatory : CfaResult or None
        Its model is fitted again by both programs to the complete rows, by maximum likelihood.
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
    if exploratory is not None:
        opinions += [_record(opinion, "all items") for opinion in check_rotation(exploratory)]
    not_taken: tuple[str, ...] = ()
    if confirmatory is not None:
        model = attempt("a second opinion on the model", lambda: check_cfa(confirmatory, data))
        if model is not None:
            opinions += [_record(opinion, "claimed structure") for opinion in model.opinions]
            not_taken = (f"On the claimed structure: {model.reason}",) if model.reason else ()
    return SecondOpinionsRecord(
        taken=True, reason="", opinions=tuple(opinions), not_taken=not_taken
    )


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
