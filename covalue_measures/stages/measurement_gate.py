"""What the release gate asks of answers: that the measure works, in this very wording."""

from covalue_measures.evaluation.evidence import EvidenceRecord, Rating
from covalue_measures.responses.synthetic import is_synthetic
from covalue_measures.schema import ItemBank
from covalue_measures.stages.dossier import Dossier
from covalue_measures.stages.gate_rules import GateRules
from covalue_measures.stages.requirement import Requirement


def require_properties(
    bank: ItemBank, dossier: Dossier, rules: GateRules
) -> tuple[Requirement, ...]:
    """Return whether each measurement property that a release needs is sufficient."""
    rule = rules.release
    is_formative = all(subscale.measurement_model == "formative" for subscale in bank.subscales)
    names = rule.formative_properties if is_formative else rule.properties
    counting = [record for record in dossier.evidence if _counts(record, bank)]
    return tuple(_property(name, counting, rule.source) for name in names)


def require_sample(bank: ItemBank, dossier: Dossier, rules: GateRules) -> Requirement:
    """Return whether the factor analyses rest on enough answers; amounts have none."""
    rule = rules.release
    counting = [record for record in dossier.evidence if _counts(record, bank)]
    sizes = [size for record in counting for size in record.sample_sizes]
    good = [size for size in sizes if size.adequacy in rule.adequacies]
    is_formative = all(subscale.measurement_model == "formative" for subscale in bank.subscales)
    needs_one = not is_formative and not good
    return Requirement(
        id="sample",
        demand=f"The factor analyses rest on a sample that is {' or '.join(rule.adequacies)}.",
        found=", ".join(f"n = {size.n}: {size.adequacy}" for size in sizes) + "."
        if sizes
        else "No factor analysis of this wording.",
        missing=("a large enough sample",) if needs_one else (),
        source=rule.source,
    )


def asks_the_same(one: ItemBank, other: ItemBank) -> bool:
    """Return whether two definitions put the same questions with the same answers.

    Status, version, waivers, provenance and translations of texts may differ.
    """
    return _questions(one) == _questions(other)


def _counts(record: EvidenceRecord, bank: ItemBank) -> bool:
    same = asks_the_same(record.instrument.definition, bank)
    return same and record.instrument.form is None and not is_synthetic(record.data.intake)


def _questions(bank: ItemBank) -> tuple[object, ...]:
    language = bank.language

    def base(path: str) -> str | None:
        text = texts.get(path)
        return text.get(language) if text else None

    texts = dict(bank.texts())
    return (
        bank.id,
        base("instruction"),
        tuple(
            (
                item.id,
                base(f"items.{item.id}.stem"),
                base(f"items.{item.id}.recall"),
                item.response_scale,
                item.keying,
            )
            for item in bank.items
            if item.status == "active"
        ),
        tuple(scale.model_dump_json() for scale in bank.answer_scales),
        tuple((subscale.id, subscale.item_ids) for subscale in bank.subscales),
    )


def _property(name: str, evidence: list[EvidenceRecord], source: str) -> Requirement:
    ratings = [
        rating
        for record in evidence
        for rating in record.ratings
        if rating.measurement_property == name and rating.applies
    ]
    subjects = dict.fromkeys(rating.subject for rating in ratings)
    lacking = [
        subject
        for subject in subjects
        if not any(rating.rating == "+" for rating in ratings if rating.subject == subject)
    ]
    if not ratings:
        missing: tuple[str, ...] = (f"{name}: evidence on this wording",)
    else:
        missing = tuple(f"{name} of {subject}: {_worst(ratings, subject)}" for subject in lacking)
    return Requirement(
        id=name.replace(" ", "_"),
        demand=f"{name[0].upper()}{name[1:]} is sufficient (+).",
        found=", ".join(f"{rating.subject} {rating.rating}" for rating in ratings) + "."
        if ratings
        else "No evidence on this wording.",
        missing=missing,
        source=source,
    )


def _worst(ratings: list[Rating], subject: str) -> str:
    last = [rating for rating in ratings if rating.subject == subject][-1]
    return f"rated '{last.rating}'. {last.reason}"
