"""Whether answers in FHIR are codes of the instrument's own response scales."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from covalue_measures.intake.text_meaning import all_options, categories, without_decimals
from covalue_measures.intake.wording import counted, refusal
from covalue_measures.responses import ImportMap
from covalue_measures.schema import AnswerScale, Instrument, Item


@dataclass(frozen=True, slots=True)
class CodedAnswers:
    """What the questionnaire asks under each linkId."""

    instrument: Instrument
    import_map: ImportMap
    #: The file, as it is named inside a sentence.
    title: str

    def system_warnings(self, systems: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
        """Return what to say about codes of other code systems than a scale's own.

        Parameters
        ----------
        systems : mapping of str to mapping of str to int
            By linkId, the code systems and how many codes are of each.

        Raises
        ------
        IntakeError
            If the codes under one linkId are of several code systems.
        """
        problems = [
            f"linkId '{link_id}' of {self.title} has codes of {len(found)} code systems"
            f" ({quoted_addresses(found)}), in which one code may mean two things. Split the file."
            for link_id, found in systems.items()
            if len(found) > 1
        ]
        if problems:
            raise refusal(self.title, problems)
        foreign: dict[str, int] = {}
        for link_id, _, scale in self._items():
            for system, count in systems.get(link_id, {}).items():
                if not system.endswith(f"/answers/{scale.id}"):
                    foreign[system] = foreign.get(system, 0) + count
        if not foreign:
            return ()
        total = sum(foreign.values())
        return (
            f"{counted(total, 'code')} of {self.title} {'is' if total == 1 else 'are'} of other"
            f" code systems than those of '{self.instrument.bank.reference}':"
            f" {quoted_addresses(foreign)}. A code there may mean something else.",
        )

    def check_numbers(self, numbers: Mapping[str, Mapping[str, int]]) -> None:
        """Refuse numbers in place of codes, which need not be the scale's values.

        Parameters
        ----------
        numbers : mapping of str to mapping of str to int
            By linkId, the numbers and how often each stands.

        Raises
        ------
        IntakeError
            If a number could be read as a value and the import map does not say that it is one.
        """
        if "coding" in self.import_map.model_fields_set and self.import_map.coding == "values":
            return
        problems = []
        for link_id, item, scale in self._items():
            found = numbers.get(link_id, {})
            count = sum(
                found[text] for text in found if self._is_in_doubt(without_decimals(text), scale)
            )
            if count and not self._has_texts(item, scale):
                problems.append(
                    f"linkId '{link_id}' of {self.title} has {counted(count, 'number')} where item"
                    f" '{item.id}' is answered by a code of response scale '{scale.id}'. If the"
                    " numbers are its values, say coding: values in the import map."
                )
        if problems:
            raise refusal(self.title, problems)

    def _items(self) -> Iterator[tuple[str, Item, AnswerScale]]:
        mapped = {entry.item: entry.column for entry in self.import_map.columns}
        for item in self.instrument.items:
            yield mapped.get(item.id, item.id), item, self.instrument.response_scale(item)

    def _is_in_doubt(self, text: str, scale: AnswerScale) -> bool:
        """Return whether a number is a value of the scale, without being a code or declared."""
        declared = {entry.text.strip() for entry in self.import_map.missing}
        if not categories(scale) or text in declared:
            return False
        return any(text == str(option.value) != option.code for option in all_options(scale))

    def _has_texts(self, item: Item, scale: AnswerScale) -> bool:
        return any(
            item.id == entry.item or scale.id == entry.scale for entry in self.import_map.options
        )


def quoted_addresses(addresses: Mapping[str, object] | set[str]) -> str:
    """Return addresses whole, since they differ at their ends."""
    return ", ".join(f"'{address}'" for address in sorted(addresses))
