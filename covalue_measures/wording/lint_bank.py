"""All rules on one bank."""

from collections.abc import Iterator, Sequence

from covalue_measures.schema import Instrument, ItemBank
from covalue_measures.schema.localized_text import LocalizedText
from covalue_measures.wording.answers import active_items, context_of
from covalue_measures.wording.context import SentenceContext
from covalue_measures.wording.finding import Finding
from covalue_measures.wording.knowledge import knows_language
from covalue_measures.wording.lint_report import LintReport
from covalue_measures.wording.lint_sentence import SURROUNDING_RULES, findings_in
from covalue_measures.wording.readability import FormReadability, readability_of_form
from covalue_measures.wording.rules import (
    drift,
    identity,
    keying,
    near_duplicates,
    recall,
    scale_balance,
)
from covalue_measures.wording.waivers import apply_waivers


def lint_bank(
    bank: ItemBank, *, comparators: Sequence[str] = (), other_banks: Sequence[ItemBank] = ()
) -> LintReport:
    """Return what the wording rules L01 to L21 and the readability target R01 find in ``bank``.

    Items in use are read, in every language of the bank that the linter knows.

    Parameters
    ----------
    bank : ItemBank
        Its own waivers, and those of its items, are applied.
    comparators : sequence of str
        Texts that no item may repeat, such as the items of questionnaires under copyright; in
        any language.
    other_banks : sequence of ItemBank
        Banks whose items this one should not repeat; versions of the same bank are left out.

    Examples
    --------
    >>> from covalue_measures import load_bank
    >>> from covalue_measures.wording import lint_bank
    >>> lint_bank(load_bank("communication_service_user")).open_errors
    ()
    """
    languages = [language for language in bank.languages if knows_language(language)]
    readability = tuple(_readability(bank, languages))
    found = [
        *identity(bank),
        *keying(bank),
        *(finding for language in languages for finding in recall(bank, language)),
        *(finding for language in languages for finding in scale_balance(bank, language)),
        *_sentence_findings(bank, languages),
        *(
            finding
            for language in _translated(bank, languages)
            for finding in drift(bank, language)
        ),
        *(
            finding
            for language in languages
            for finding in near_duplicates(bank, language, comparators, other_banks)
        ),
        *_readability_findings(readability),
    ]
    findings, unused = apply_waivers(bank, sorted(found, key=_Order(bank)))
    return LintReport(
        bank=bank.reference,
        findings=findings,
        unused_waivers=unused,
        readability=readability,
        languages_not_read=tuple(name for name in bank.languages if name not in languages),
    )


class _Order:
    """Sorts findings: about the bank first, then by item, rule and language."""

    def __init__(self, bank: ItemBank) -> None:
        self._items = {item.id: position for position, item in enumerate(bank.items)}
        self._languages = bank.languages

    def __call__(self, finding: Finding) -> tuple[int, str, int, str]:
        item = -1 if finding.item_id is None else self._items[finding.item_id]
        language = self._languages.index(finding.language) if finding.language else -1
        return item, finding.rule, language, finding.path


def _translated(bank: ItemBank, languages: Sequence[str]) -> list[str]:
    """Return the languages to hold against the base language, where that is known."""
    if bank.language not in languages:
        return []
    return [language for language in languages if language != bank.language]


def _sentence_findings(bank: ItemBank, languages: Sequence[str]) -> Iterator[Finding]:
    surroundings = dict(_surroundings(bank))
    for language in languages:
        for item in active_items(bank):
            if text := item.stem.get(language):
                context = context_of(bank, item, language)
                path = f"items.{item.id}.stem"
                yield from findings_in(text, language, context, path=path, item_id=item.id)
        for path, texts in surroundings.items():
            if text := texts.get(language):
                context = SentenceContext(role=bank.role)
                yield from findings_in(
                    text, language, context, path=path, item_id=None, rules=SURROUNDING_RULES
                )


def _surroundings(bank: ItemBank) -> Iterator[tuple[str, LocalizedText]]:
    """Yield what respondents read besides the items."""
    for path, text in bank.texts():
        if path == "instruction" or path.startswith("response_scales."):
            yield path, text


def _readability(bank: ItemBank, languages: Sequence[str]) -> Iterator[FormReadability]:
    instruments = [
        Instrument(bank=bank),
        *(Instrument(bank=bank, form_id=form.id) for form in bank.forms),
    ]
    for instrument in instruments:
        for language in languages:
            yield readability_of_form(instrument, language)


def _readability_findings(readability: Sequence[FormReadability]) -> Iterator[Finding]:
    for entry in readability:
        if not entry.meets_target:
            yield Finding(
                rule="R01",
                level="warning",
                path=f"readability.{entry.form_id}" if entry.form_id else "readability",
                item_id=None,
                language=entry.language,
                message=(
                    f"The {entry.formula} of {entry.n_words} words in {entry.n_sentences}"
                    f" sentences is {entry.value:.1f}; the target is at most {entry.target:g}."
                ),
            )
