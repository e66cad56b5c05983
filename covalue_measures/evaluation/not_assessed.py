"""Properties that these data cannot speak to; named, so that silence is not taken for a pass."""

from covalue_measures.evaluation.evidence import Rating
from covalue_measures.evaluation.rule_set import NotAssessed


def rate_not_assessed(entry: NotAssessed) -> Rating:
    """Return ``?`` with the data that a rating would need."""
    return Rating(
        measurement_property=entry.measurement_property,
        subject="instrument",
        rating="?",
        value="",
        threshold="",
        source=entry.source,
        reason=f"Not assessed: it needs {entry.needs}.",
        assessed=False,
    )
