"""The digest of what is measured, which metadata do not move."""

from covalue_measures.schema.canonical import digest
from covalue_measures.schema.form import Form
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.version_lines import asked, scored


def measure_digest(bank: ItemBank) -> str:
    """Return the SHA-256 of what a bank measures and how, as 64 hexadecimal digits.

    It covers ids, the original's texts without titles, options and their values, amounts, recall
    periods, facets, items of forms, keying and scoring. It leaves out versions, status, titles,
    license, provenance, waivers, links to other roles, and translations: two banks with the same
    measure digest ask and score the same, whatever else they say about themselves. The digest of
    the whole document is ``bank.digest``.

    References
    ----------
    openEHR, Archetype Identification: the idea of a digest of the semantic view.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> old, new = (cm.load_bank(f"communication_service_user@0.{n}.0") for n in (1, 2))
    >>> measure_digest(old) == measure_digest(new), old.digest == new.digest
    (True, False)
    """
    owners = (
        (bank.subscales, bank.scoring_rules),
        *((form.subscales, form.scoring_rules) for form in sorted(bank.forms, key=_id)),
    )
    return digest(
        {
            **asked(bank),
            "keying": {item.id: item.keying for item in bank.items},
            "subscales": [
                {
                    subscale.id: [subscale.measurement_model, *sorted(subscale.item_ids)]
                    for subscale in subscales
                }
                for subscales, _ in owners
            ],
            "scoring": [
                {rule.id: content for rule, content in scored(bank, subscales, rules)}
                for subscales, rules in owners
            ],
        }
    )


def _id(form: Form) -> str:
    return form.id
