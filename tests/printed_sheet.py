"""A printed questionnaire, read back from its HTML."""

from html.parser import HTMLParser

#: Elements that are never closed.
VOID = {"meta", "col"}


class Sheet(HTMLParser):
    """A page read back: its elements with their attributes and texts, in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(page)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parts: list[str] = []
        element = (tag, {name: value or "" for name, value in attrs}, parts)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_data(self, data: str) -> None:
        for _, _, parts in self._open:
            parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def texts(self, tag: str, kind: str = "", **attributes: str) -> list[str]:
        """Return the texts of the elements of a tag, a class and attributes."""
        return [
            " ".join("".join(parts).split())
            for name, found, parts in self.elements
            if name == tag
            and (not kind or kind in found.get("class", "").split())
            and attributes.items() <= found.items()
        ]

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [found for name, found, _ in self.elements if name == tag]

    @property
    def text(self) -> str:
        return self.texts("body")[0]

    @property
    def questions(self) -> list[str]:
        """Items in their order on paper, each with its number."""
        return [
            " ".join("".join(parts).split())
            for name, found, parts in self.elements
            if name == "legend" or (name == "th" and found.get("scope") == "row")
        ]
