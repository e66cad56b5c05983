"""A page read back: its elements, ids and texts, and whether every element is closed."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "wbr"})


class Page(HTMLParser):
    """What a browser would find in the page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.errors: list[str] = []
        #: Text of each element in the order of its end.
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)
        self.close()
        self.errors += [f"<{tag}> is not closed" for tag, _ in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        for _, parts in self._open:
            parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.errors.append(f"</{tag}> closes {self._open[-1][0] if self._open else 'nothing'}")
            return
        _, parts = self._open.pop()
        self.texts.append((tag, " ".join("".join(parts).split())))

    def values(self, attribute: str) -> list[str]:
        """Return every value of an attribute, in order."""
        return [found[attribute] for _, found in self.elements if attribute in found]

    def all_texts(self, tag: str) -> list[str]:
        """Return the text of every element of a kind."""
        return [text for found, text in self.texts if found == tag]

    @property
    def text(self) -> str:
        """Text of the body."""
        return self.all_texts("body")[0]
