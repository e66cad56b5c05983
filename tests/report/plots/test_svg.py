from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from covalue_measures.report.plots.drawing import add_box, empty_sheet, shortened, widest
from covalue_measures.report.plots.svg import render_svg
from covalue_measures.report.plots.theme import ACCENT, INK


def draw() -> Figure:
    figure, axes = empty_sheet(60, width=120)
    add_box(axes, (10, 10), (50, 20), ACCENT)
    axes.text(20, 50, "5 $ & <b>", color=INK)
    axes.plot([10, 20], [10, 20], color=ACCENT, marker="o")
    return figure


def render(name: str = "test") -> str:
    return render_svg(draw, name=name, title="A box & a text", description="One <box>.")


def test_the_drawing_is_named_and_described() -> None:
    drawing = ElementTree.fromstring(render())

    assert drawing.attrib == {
        "viewBox": "0 0 120 60",
        "width": "160",
        "height": "80",
        "role": "img",
        "aria-labelledby": "figure-test-title figure-test-description",
    }
    assert [(child.tag, child.text) for child in drawing[:2]] == [
        ("title", "A box & a text"),
        ("desc", "One <box>."),
    ]


def test_colors_are_variables_and_text_is_text() -> None:
    text = render()

    assert "var(--accent)" in text
    assert "#" not in text.replace("#figure-test-", "")
    assert "DejaVu" not in text
    assert "font-family" not in text
    assert "5 $ &amp; &lt;b&gt;" in text
    assert "xmlns" not in text


def test_ids_of_two_drawings_differ() -> None:
    def ids(text: str) -> set[str]:
        return {
            found.attrib["id"]
            for found in ElementTree.fromstring(text).iter()
            if "id" in found.attrib
        }

    assert len(ids(render("first"))) == 3
    assert not ids(render("first")) & ids(render("second"))


def test_settings_of_the_user_change_nothing_and_are_kept() -> None:
    plain = render()
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9}):
        assert render() == plain
        assert mpl.rcParams["font.size"] == 30


def test_a_color_outside_the_theme_is_refused() -> None:
    def draw_red() -> Figure:
        figure, axes = empty_sheet(10)
        add_box(axes, (0, 0), (5, 5), "#ff0000")
        return figure

    with pytest.raises(KeyError, match="#ff0000"):
        render_svg(draw_red, name="red", title="Red", description="Red.")


def test_width_grows_with_the_longest_label() -> None:
    assert widest([]) == 0
    assert 0 < widest(["iii"]) < widest(["iii", "mmm"]) < widest(["mmm"], size=20)


def test_coordinates_stand_without_needless_spaces() -> None:
    drawing = ElementTree.fromstring(render())
    styled = (found for found in drawing.iter("path") if "style" in found.attrib)
    box = next(found for found in styled if "fill: var(--accent)" in found.attrib["style"])

    assert box.attrib["d"] == "M10 10L60 10L60 30L10 30z"
    assert "miter" not in render()


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("iii", 500, "iii"), ("a word, cut", 42, "a word…"), ("a word, cut", 0, "…")],
)
def test_a_text_is_cut_to_its_room(text: str, width: float, expected: str) -> None:
    assert shortened(text, width) == expected
