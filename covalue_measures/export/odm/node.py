"""Elements of an ODM file, and the texts in them."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from covalue_measures.export.form_words import text_in
from covalue_measures.export.odm.release import OdmRelease
from covalue_measures.schema import LocalizedText

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: The language of the expressions, which ODM leaves open.
_FORMULAS = "XPath 3.1"


def node(name: str, *children: ET.Element, **attributes: str) -> ET.Element:
    """Return an element with its attributes, in the order given, and its children."""
    element = ET.Element(name, attributes)
    element.extend(children)
    return element


def alias(context: str, name: str) -> ET.Element:
    """Return what something is named elsewhere."""
    return node("Alias", Context=context, Name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes texts and formulas as one release wants them, in the languages of the file."""

    release: OdmRelease
    languages: tuple[str, ...]
    original: str

    def texts(self, name: str, localized: LocalizedText) -> ET.Element:
        """Return an element that holds a text in each language."""
        return self.each(name, lambda language: text_in(localized, language, self.original))

    def each(self, name: str, text_of: Callable[[str], str]) -> ET.Element:
        """Return an element that holds what ``text_of`` says in each language."""
        return node(name, *(self._text(text_of(language), language) for language in self.languages))

    def note(self, text: str) -> ET.Element:
        """Return a description in English, for those who work with the file."""
        return node("Description", self._text(text, "en"))

    def formula(self, expression: str) -> ET.Element:
        """Return an expression over the answers."""
        formal = node("FormalExpression", Context=_FORMULAS)
        holder = formal if self.release.is_first else ET.SubElement(formal, "Code")
        holder.text = expression
        return formal

    def signature(self, parameters: dict[str, str], returns: str) -> list[ET.Element]:
        """Return what an expression reads, with data types, where the release asks for it."""
        if self.release.is_first:
            return []
        read = [
            node("Parameter", Name=name, DataType=kind, OrderNumber=str(number))
            for number, (name, kind) in enumerate(parameters.items(), start=1)
        ]
        returned = node("ReturnValue", Name="result", DataType=returns)
        return [node("MethodSignature", *read, returned)]

    def _text(self, text: str, language: str) -> ET.Element:
        element = ET.Element("TranslatedText", {_LANGUAGE: language})
        if not self.release.is_first:
            element.set("Type", "text/plain")
        element.text = text
        return element
