"""Whether answers and scores from two sources may be analyzed together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry.changes.across_languages import across_languages
from covalue_measures.registry.changes.comparability import worst_code
from covalue_measures.registry.changes.compare_versions import compare_versions
from covalue_measures.registry.changes.language_equivalence import LanguageEquivalence
from covalue_measures.registry.changes.opinion import Opinion
from covalue_measures.registry.changes.rule import Code
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.schema.instrument import Instrument, InstrumentLike, as_instrument
from covalue_measures.schema.item_bank import ItemBank

if TYPE_CHECKING:
    from covalue_measures.responses.response_data import ResponseData

#: Answers, or the instrument to which answers were given.
Source: TypeAlias = Union[InstrumentLike, "ResponseData"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingVerdict:
    """How far two sources may be analyzed as one."""

    raw: Code
    scores: Code
    #: Whether answers have to be recoded, or scores converted, before.
    after_map: bool
    reasons: tuple[str, ...]

    @property
    def code(self) -> Code:
        """The worse of both."""
        return worst_code((self.raw, self.scores))


def pool(
    a: Source,
    b: Source,
    *,
    languages: tuple[str, str] | None = None,
    evidence: Sequence[LanguageEquivalence] = (),
    judgements: Sequence[WordingJudgement] = (),
) -> PoolingVerdict:
    """Return whether answers from two sources may be pooled, and their scores.

    Two banks, or two roles, are never pooled. Two versions are pooled as their changes allow.
    Two languages can only be linked, until their equivalence was tested: the translation's state
    says so, or a study that is given as evidence.

    Parameters
    ----------
    a, b : ResponseData, ItemBank or Instrument
    languages : (str, str), optional
        What the respondents of ``a`` and of ``b`` read. By default what the answers' import maps
        say, if they do.
    evidence : sequence of LanguageEquivalence
        Studies of the two languages; one counts if it studied the bank at hand.
    judgements : sequence of WordingJudgement
        As in ``compare_versions``.

    Raises
    ------
    InstrumentError
        If a bank has no texts in a language that is named.

    Examples
    --------
    >>> import covalue_measures as cm
    >>> bank = cm.load_bank("communication_service_user@0.1.0")
    >>> pool(bank, bank).code, pool(bank, bank, languages=("en", "sv")).code
    ('A', 'C')
    """
    sides = (_instrument(a), _instrument(b))
    read = languages or (_language(a), _language(b))
    _refuse_unknown_languages(sides, read)
    if apart := tuple(_never_pooled(*sides)):
        return _verdict(apart, after_map=False)
    comparison = compare_versions(*sides, judgements=judgements)
    first, second = read
    found = (
        comparison.comparability_in(first)
        if first is not None and first == second
        else comparison.comparability
    )
    opinions = [
        *(Opinion(raw=found.raw, reason=reason) for reason in found.raw_reasons),
        *(Opinion(scores=found.scores, reason=reason) for reason in found.scores_reasons),
        *_about_prices(a, b),
    ]
    if first is None or second is None:
        if len({*sides[0].bank.languages, *sides[1].bank.languages}) > 1:
            opinions.append(Opinion(reason=_WITHIN_ONE_LANGUAGE))
    elif first != second:
        opinions += across_languages(sides, (first, second), evidence)
    if comparison.changes and not found.is_promised:
        opinions.append(Opinion(reason=_DRAFTS))
    return _verdict(opinions, after_map=found.raw_after_map or found.scores_after_map)


_DRAFTS = "Before 1.0.0 no comparability is promised: this is what the documents show."
_WITHIN_ONE_LANGUAGE = "It is not said which language respondents read: this holds within one."


def _verdict(opinions: Sequence[Opinion], *, after_map: bool) -> PoolingVerdict:
    return PoolingVerdict(
        raw=worst_code(opinion.raw for opinion in opinions),
        scores=worst_code(opinion.scores for opinion in opinions),
        after_map=after_map,
        reasons=tuple(dict.fromkeys(opinion.reason for opinion in opinions)),
    )


def _instrument(source: Source) -> Instrument:
    if isinstance(source, ItemBank | Instrument):
        return as_instrument(source)
    return source.instrument


def _language(source: Source) -> str | None:
    if isinstance(source, ItemBank | Instrument):
        return None
    return source.intake.import_map.language


def _refuse_unknown_languages(
    sides: tuple[Instrument, Instrument], languages: tuple[str | None, str | None]
) -> None:
    for side, language in zip(sides, languages, strict=True):
        if language is not None and language not in side.bank.languages:
            raise InstrumentError(
                f"'{side.reference}' has no texts in '{language}'; it has"
                f" {list(side.bank.languages)}."
            )


def _never_pooled(old: Instrument, new: Instrument) -> Iterator[Opinion]:
    for what, left, right in (
        ("banks", old.bank.id, new.bank.id),
        ("roles", old.bank.role.value, new.bank.role.value),
    ):
        if left != right:
            yield Opinion(
                raw="D", scores="D", reason=f"They are of two {what}: '{left}' and '{right}'."
            )


def _about_prices(a: Source, b: Source) -> Iterator[Opinion]:
    """Yield that amounts of money are in two currencies, or in prices of two years."""
    bases = [
        source.price_basis
        for source in (a, b)
        if not isinstance(source, ItemBank | Instrument) and source.price_basis
    ]
    if len(set(bases)) > 1:
        yield Opinion(
            raw="C",
            scores="C",
            reason=f"Amounts are in {bases[0]} and in {bases[1]}: convert them first.",
        )
