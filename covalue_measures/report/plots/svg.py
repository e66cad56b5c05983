"""A matplotlib figure as an SVG element inside the page."""

import re
import warnings
from collections.abc import Callable
from io import StringIO
from xml.etree import ElementTree

from matplotlib import style
from matplotlib.figure import Figure

from covalue_measures.report.plots.theme import CSS_VARIABLES

_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "covalue_measures",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "path.simplify": False,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_COLOR = re.compile(r"#[0-9a-f]{6}\b")
_FONT_NAMES = re.compile(r"'DejaVu Sans'.*")
_SPACE_AT_LETTER = re.compile(r"\s*([A-Za-z])\s*")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")


def render_svg(draw: Callable[[], Figure], *, name: str, title: str, description: str) -> str:
    """Return what ``draw`` draws, themed by CSS variables and readable by a screen reader.

    Parameters
    ----------
    draw : callable
        Returns a figure in the placeholder colors of ``theme``.
    name : str
        Unique on the page; ids inside the SVG start with it.
    title, description : str
        The figure in a few words, and what it shows.

    Raises
    ------
    KeyError
        If the figure uses a color that is not a placeholder.
    """
    written = StringIO()
    with style.context(_SETTINGS, after_reset=True), warnings.catch_warnings():
        # The reader's fonts draw the text; matplotlib's own only measures it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure = draw()
        for artist in figure.findobj():
            artist.set_clip_on(False)
        figure.savefig(written, format="svg", transparent=True, metadata=_NO_METADATA)
    drawing = ElementTree.fromstring(written.getvalue())
    for element in drawing.iter():
        _tidy(element, name)
    _flatten(drawing)
    _describe(drawing, f"figure-{name}", title, description)
    return ElementTree.tostring(drawing, encoding="unicode")


def _tidy(element: ElementTree.Element, name: str) -> None:
    """Drop namespaces and needless attributes, name the theme's colors, shorten numbers."""
    element.tag = _local(element.tag)
    attributes = {_local(key): value for key, value in element.attrib.items()}
    element.attrib.clear()
    if element.tag in ("g", "svg"):
        attributes.pop("id", None)
    if element.text is not None and not element.text.strip():
        element.text = None
    element.tail = None
    for key, value in attributes.items():
        if key == "id":
            value = f"figure-{name}-{value}"
        elif key == "href":
            value = f"#figure-{name}-{value.removeprefix('#')}"
        elif key == "style":
            value = _COLOR.sub(lambda color: f"var(--{CSS_VARIABLES[color.group()]})", value)
            # SVG's own default; a heat map would say it at every cell.
            value = _without_font_family(value).replace(";stroke-linejoin: miter", "")
        if key in ("d", "x", "y", "transform"):
            value = _LONG_NUMBER.sub(_shorten, value.replace("\n", ""))
        if key == "d":
            value = _SPACE_AT_LETTER.sub(r"\1", value)
        if key == "transform" and value.startswith("rotate(-0 "):
            continue
        element.set(key, value)


def _without_font_family(style: str) -> str:
    """Return ``style`` without its font, so that the page's applies.

    Older versions of matplotlib write the short form ``font``, which needs a family.
    """
    entries = (_FONT_NAMES.sub("var(--sans)", entry.strip()) for entry in style.split(";"))
    return ";".join(entry for entry in entries if not entry.startswith("font-family"))


def _shorten(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _flatten(drawing: ElementTree.Element) -> None:
    """Replace groups that say nothing by what they hold; drop invisible shapes."""
    for parent in list(drawing.iter()):
        kept: list[ElementTree.Element] = []
        pending = list(parent)
        while pending:
            child = pending.pop(0)
            if child.tag == "g" and not child.attrib:
                pending = [*child, *pending]
            elif not _is_needless(child):
                kept.append(child)
        parent[:] = kept


def _is_needless(element: ElementTree.Element) -> bool:
    is_invisible = element.tag == "path" and element.get("style") == "fill: none"
    is_style = element.tag == "defs" and any(child.tag == "style" for child in element)
    return is_invisible or is_style or element.tag == "metadata"


def _describe(drawing: ElementTree.Element, anchor: str, title: str, description: str) -> None:
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    drawing.attrib.clear()
    # A point is 4/3 pixels: labels come out at the size of the page's small text.
    drawing.attrib.update(
        {
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width * 4 / 3:.0f}",
            "height": f"{height * 4 / 3:.0f}",
            "role": "img",
            "aria-labelledby": f"{anchor}-title {anchor}-description",
        }
    )
    for tag, text in (("desc", description), ("title", title)):
        element = ElementTree.Element(
            tag, {"id": f"{anchor}-{'title' if tag == 'title' else 'description'}"}
        )
        element.text = text
        drawing.insert(0, element)
