"""A page: what it says, through its template, into one self-contained file."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_SAMPLE_SIZE = re.compile(r"\bn [=≥] [\d,]*\d")


def render_page(template: str, content: object) -> str:
    """Return the page of ``content``, which the template calls ``report``."""
    environment = Environment(
        loader=PackageLoader("covalue_measures.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["unbroken"] = _unbroken
    return environment.get_template(template).render(report=content)


def _unbroken(text: str) -> Markup:
    """Return ``text`` escaped, each ``n = 212`` in it kept on one line."""
    return Markup(_SAMPLE_SIZE.sub(r'<span class="size">\g<0></span>', str(escape(text))))
