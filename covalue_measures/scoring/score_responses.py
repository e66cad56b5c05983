"""All declared scores of a data set."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from covalue_measures.exceptions import InstrumentError, ResponseDataError
from covalue_measures.responses import ResponseData
from covalue_measures.scoring.score_record import ScoreRecord, record_scores
from covalue_measures.scoring.subscale_score import SubscaleScore, score_subscale


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreResult:
    """Scores pinned to the instrument whose rules made them."""

    #: One row a respondent, in the order of the data; one column a rule; NaN without a score.
    scores: pd.DataFrame
    #: The same shape: items answered behind each score.
    n_answered: pd.DataFrame
    #: The same shape: whether a score rests on fewer answers than items.
    is_prorated: pd.DataFrame
    #: Each rule with its items and possible range.
    subscales: tuple[SubscaleScore, ...]
    #: ``name@version`` of the instrument, and the SHA-256 of its definition.
    instrument: str
    instrument_digest: str
    data_fingerprint: str
    #: Everything that must be the same to make these scores again.
    record: ScoreRecord


def score_responses(data: ResponseData, *, rule_ids: Sequence[str] | None = None) -> ScoreResult:
    """Return the scores that the instrument's rules declare.

    Parameters
    ----------
    data : ResponseData
    rule_ids : sequence of str, optional
        Rules to apply; all of them by default.

    Raises
    ------
    InstrumentError
        If the instrument declares no rule, or not one that is asked for.
    ResponseDataError
        If an item that a rule needs is not among the answers.
    """
    if not isinstance(data, ResponseData):
        raise ResponseDataError(
            f"Scores are made from answers read with read_responses, not from a"
            f" {type(data).__name__}: only they are tied to an instrument."
        )
    if isinstance(rule_ids, str):
        rule_ids = [rule_ids]
    declared = {rule.id: rule for rule in data.instrument.scoring_rules}
    wanted = list(declared) if rule_ids is None else list(rule_ids)
    unknown = [rule_id for rule_id in wanted if rule_id not in declared]
    if unknown or not wanted:
        missing = f"no scoring rule '{unknown[0]}'" if unknown else "no scoring rules"
        raise InstrumentError(
            f"'{data.instrument.reference}' declares {missing}; it declares"
            f" {list(declared) or 'none'}."
        )
    subscales = tuple(score_subscale(data, declared[rule_id]) for rule_id in wanted)
    return ScoreResult(
        scores=pd.DataFrame({score.rule.id: score.values for score in subscales}),
        n_answered=pd.DataFrame({score.rule.id: score.n_answered for score in subscales}),
        is_prorated=pd.DataFrame({score.rule.id: score.is_prorated for score in subscales}),
        subscales=subscales,
        instrument=data.instrument.reference,
        instrument_digest=data.instrument.digest,
        data_fingerprint=data.fingerprint,
        record=record_scores(data, tuple(declared[rule_id] for rule_id in wanted)),
    )
