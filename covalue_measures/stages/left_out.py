"""Records and evidence that were given and do not count, each with the reason."""

from collections import Counter
from collections.abc import Iterator

from covalue_measures.responses.synthetic import is_synthetic
from covalue_measures.schema import ItemBank
from covalue_measures.stages.dossier import Dossier
from covalue_measures.stages.measurement_gate import asks_the_same


def left_out(bank: ItemBank, dossier: Dossier) -> tuple[str, ...]:
    """Return a sentence for everything in the dossier that no gate counts."""
    return (
        *_evidence(bank, dossier),
        *_rounds(bank, dossier),
        *_interviews(bank, dossier),
    )


def _evidence(bank: ItemBank, dossier: Dossier) -> Iterator[str]:
    for record in dossier.evidence:
        name = f"Evidence on {record.data.intake.source}"
        if is_synthetic(record.data.intake):
            yield f"{name} is synthetic: no person gave the answers."
        elif not asks_the_same(record.instrument.definition, bank):
            yield f"{name} is about {record.instrument.reference}, which asks otherwise."
        elif record.instrument.form is not None:
            yield f"{name} is about a form, {record.instrument.reference}."


def _rounds(bank: ItemBank, dossier: Dossier) -> Iterator[str]:
    known = {item.id for item in bank.items} | {facet.id for facet in bank.facets} | {bank.id}
    for entry in dossier.rounds:
        name = f"Round {entry.round} about {entry.aspect} ({entry.language})"
        if entry.bank != bank.reference:
            yield f"{name} is about {entry.bank}."
        elif entry.form is not None:
            yield f"{name} is about the form '{entry.form}'."
        rated = {rating.item_id for review in entry.reviews for rating in review.ratings}
        if unknown := sorted(rated - known):
            yield f"{name} rates {', '.join(unknown)}, which {bank.id} does not have."


def _interviews(bank: ItemBank, dossier: Dossier) -> Iterator[str]:
    log = dossier.interviews
    if log is None:
        return
    if log.bank != bank.id:
        yield f"The interviews are about '{log.bank}'."
        return
    revisions = {item.id: item.revision for item in bank.items}
    other = Counter(
        (entry.item_id, entry.item_revision)
        for entry in log.entries
        if revisions.get(entry.item_id) != entry.item_revision
    )
    for (item_id, revision), count in sorted(other.items()):
        entries = "1 entry of interviews is" if count == 1 else f"{count} entries of interviews are"
        if item_id in revisions:
            yield (
                f"{entries} about {item_id} in revision {revision}; its present one is"
                f" {revisions[item_id]}."
            )
        else:
            yield f"{entries} about {item_id}, which {bank.id} does not have."
