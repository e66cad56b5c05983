"""Texts that ODK programs show otherwise than they are written."""

import re
from collections.abc import Iterator

from covalue_measures.export.exporter import LostField
from covalue_measures.export.odk.form_languages import FormLanguages
from covalue_measures.schema import Instrument

#: Emphasis, headings, links and tags, as ODK programs know them.
_MARKDOWN = re.compile(r"(\*|_)\S.*\1|^#{1,6} |\[.+\]\(.+\)|<[A-Za-z/]|\\[*_#]", re.MULTILINE)
#: Characters that pyxform replaces by straight quotation marks.
_CURLY_QUOTES = re.compile("[\u2018\u2019\u201c\u201d]")


def changed_texts(instrument: Instrument, languages: FormLanguages) -> Iterator[LostField]:
    """Yield texts that lose something on the way to the screen."""
    for path, localized in instrument.bank.texts():
        texts = [localized.get(language) or "" for language in languages.languages]
        if any(_MARKDOWN.search(text) for text in texts):
            yield LostField(path=path, reason="Programs may read * _ # < [ in it as markup.")
        if any(_CURLY_QUOTES.search(text) for text in texts):
            yield LostField(path=path, reason="Its curly quotation marks become straight ones.")
