import itertools
import re
from importlib import resources

import pytest

from covalue_measures.report.plots.theme import (
    CSS_VARIABLES,
    N_RAMP_STEPS,
    RAMP,
    WARM,
    correlation_colors,
    correlation_swatch,
    ramp_position,
)

STYLE = resources.files("covalue_measures.report").joinpath("templates/report.css").read_text()
_LIGHT, _DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\n *\}", STYLE, flags=re.DOTALL)[:2]
)
TEXT_ON_SURFACE = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "fair-surface"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("accent", "paper"),
    *((tone, f"{tone}-surface") for tone in ("good", "fair", "poor")),
    *(
        (f"on-{ramp}-{step}", f"{ramp}-{step}")
        for ramp in ("ramp", "warm")
        for step in range(N_RAMP_STEPS)
    ),
]


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [_LIGHT, _DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), TEXT_ON_SURFACE)
def test_text_is_readable(theme: dict[str, str], text: str, surface: str) -> None:
    assert contrast(theme[text], theme[surface]) >= 4.5


@pytest.mark.parametrize("theme", [_LIGHT, _DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ramp", ["ramp", "warm"])
def test_ramps_move_away_from_the_paper(theme: dict[str, str], ramp: str) -> None:
    ratios = [contrast(theme[f"{ramp}-{step}"], theme["paper"]) for step in range(N_RAMP_STEPS)]

    assert all(before < after for before, after in itertools.pairwise(ratios))


def test_both_themes_define_every_color() -> None:
    assert set(_LIGHT) == set(_DARK)
    assert set(CSS_VARIABLES.values()) <= set(_LIGHT)


def test_print_is_light() -> None:
    assert "@media screen and (prefers-color-scheme: dark)" in STYLE
    assert STYLE.count("prefers-color-scheme") == 1


@pytest.mark.parametrize(
    ("n_categories", "expected"),
    [(1, [0]), (2, [0, 10]), (4, [0, 3, 7, 10]), (11, list(range(11)))],
)
def test_categories_spread_over_the_ramp(n_categories: int, expected: list[int]) -> None:
    assert [ramp_position(place, n_categories) for place in range(n_categories)] == expected


@pytest.mark.parametrize(
    ("value", "color", "swatch"),
    [
        (0.0, RAMP[0], "ramp-0"),
        (0.78, RAMP[8], "ramp-8"),
        (-0.31, WARM[3], "warm-3"),
        (1.2, RAMP[10], "ramp-10"),
    ],
)
def test_correlations_have_the_color_of_their_key(value: float, color: str, swatch: str) -> None:
    assert correlation_colors(value)[0] == color
    assert correlation_swatch(value) == swatch
