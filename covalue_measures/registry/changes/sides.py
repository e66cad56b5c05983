"""The two documents of a comparison, as the families of changes look at them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from covalue_measures.registry.changes.change import Change
from covalue_measures.registry.changes.differences import (
    Difference,
    Document,
    entries_by_key,
)
from covalue_measures.registry.changes.rule import load_rules
from covalue_measures.registry.changes.wording_judgement import WordingJudgement
from covalue_measures.schema.canonical import canonical_json
from covalue_measures.schema.version_lines import LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The old document in the names of the new one, the new one, and what people judged."""

    old: Document
    new: Document
    judgements: dict[tuple[str, str], WordingJudgement] = field(default_factory=dict)

    @property
    def originals(self) -> frozenset[str]:
        """Languages in which either side was written first."""
        return frozenset((self.old["language"], self.new["language"]))

    def has_language(self, language: str) -> tuple[bool, bool]:
        """Return whether the old and the new side have a translation into ``language``."""
        old, new = (language in entries_by_key(side, "translations") for side in self._both)
        return old, new

    @property
    def _both(self) -> tuple[Document, Document]:
        return self.old, self.new

    def scores_of_items(self, item_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the names of the scoring lines that use any of the items."""
        wanted = set(item_ids)
        return _distinct(
            name
            for side in self._both
            for name, rule, owner in _scoring_rules(side)
            if wanted.intersection(_items_of(owner, rule["subscale_id"]))
        )

    def scores_of_subscale(self, form_id: str | None, subscale_id: str) -> tuple[str, ...]:
        """Return the names of the scoring lines that score a subscale of a form or the bank."""
        return _distinct(
            name
            for side in self._both
            for name, rule, owner in _scoring_rules(side)
            if rule["subscale_id"] == subscale_id
            and (None if owner is side else owner["id"]) == form_id
        )

    def change(
        self,
        rule: int,
        difference: Difference,
        *,
        milder: bool = False,
        path: str | None = None,
        line: LineKind | None = None,
        line_names: tuple[str, ...] | None = None,
        remark: str = "",
    ) -> Change:
        """Return ``difference`` as a change by a row of the rule table.

        Parameters
        ----------
        rule : int
            Number of the row.
        milder : bool
            Whether the row's better outcome holds.
        path, line, line_names : optional
            Instead of the difference's path and the row's line.
        remark : str
            Stands after the row's reason.
        """
        row = load_rules()[rule]
        outcome = row.milder if milder and row.milder is not None else row
        if line is None:
            line = row.artefact if row.artefact in ("scoring", "translation") else "instrument"
        return Change(
            rule=rule,
            kind=difference.kind,
            path=path or ".".join(difference.path),
            old=self._shown(difference.old),
            new=self._shown(difference.new),
            line=line,
            line_names=(self.new["id"],) if line_names is None else line_names,
            bump=outcome.bump,
            raw=outcome.raw,
            scores=outcome.scores,
            raw_after_map="raw" in outcome.after_map,
            scores_after_map="scores" in outcome.after_map,
            reason=" ".join(filter(None, (outcome.reason, remark))),
        )

    def _shown(self, value: Any) -> str | None:
        """Return a value as a reader wants it: an entry by its text."""
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return ", ".join(value)
        if isinstance(value, dict):
            for name in ("stem", "label", "title"):
                if isinstance(value.get(name), dict):
                    return self._shown(value[name])
            for language in (self.new["language"], self.old["language"]):
                if isinstance(value.get(language), str):
                    return str(value[language])
        return canonical_json({"": value}).decode()[4:-1]


def _scoring_rules(document: Document) -> Iterator[tuple[str, Document, Document]]:
    """Yield each rule with the name of its line, and the bank or form that it belongs to."""
    for rule in document["scoring_rules"]:
        yield rule["id"], rule, document
    for form in document["forms"]:
        for rule in form["scoring_rules"]:
            yield f"{form['id']}/{rule['id']}", rule, form


def _items_of(owner: Document, subscale_id: str) -> list[str]:
    subscale = entries_by_key(owner, "subscales").get(subscale_id, {})
    return list(subscale.get("item_ids", ()))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
