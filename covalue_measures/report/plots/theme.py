"""Colors that are named in figures and decided by the page's style sheet.

Figures are drawn in placeholder colors. In the SVG each of them becomes a CSS variable, so that
the same drawing follows the reader's light or dark theme and prints in the light one.
"""

INK = "#0a0b01"
MUTED = "#0a0b02"
RULE = "#0a0b03"
ACCENT = "#0a0b04"
PAPER = "#0a0b05"
BAND = "#0a0b06"

#: Steps of the two ramps: answers from low to high, and correlations from zero outwards.
N_RAMP_STEPS = 11
RAMP = tuple(f"#0a0c{step:02x}" for step in range(N_RAMP_STEPS))
ON_RAMP = tuple(f"#0a0d{step:02x}" for step in range(N_RAMP_STEPS))
WARM = tuple(f"#0a0e{step:02x}" for step in range(N_RAMP_STEPS))
ON_WARM = tuple(f"#0a0f{step:02x}" for step in range(N_RAMP_STEPS))

#: Placeholder to the name of its CSS variable.
CSS_VARIABLES: dict[str, str] = {
    INK: "ink",
    MUTED: "muted",
    RULE: "rule",
    ACCENT: "accent",
    PAPER: "paper",
    BAND: "band",
} | {
    placeholder: f"{name}-{step}"
    for name, ramp in (("ramp", RAMP), ("on-ramp", ON_RAMP), ("warm", WARM), ("on-warm", ON_WARM))
    for step, placeholder in enumerate(ramp)
}

#: Points; the page shows a point as 4/3 pixels.
TEXT_SIZE = 9.0
SMALL_TEXT_SIZE = 7.5
#: Width of every figure, in points.
FIGURE_WIDTH = 660.0


def ramp_position(position: int, n_categories: int) -> int:
    """Return the ramp's step for a category, the first and last at the ramp's ends."""
    return round(position * (N_RAMP_STEPS - 1) / max(n_categories - 1, 1))


def correlation_colors(value: float) -> tuple[str, str]:
    """Return the color of a correlation and that of a text upon it."""
    step = _correlation_step(value)
    return (RAMP[step], ON_RAMP[step]) if value >= 0 else (WARM[step], ON_WARM[step])


def correlation_swatch(value: float) -> str:
    """Return the CSS class with the color of a correlation."""
    return f"{'ramp' if value >= 0 else 'warm'}-{_correlation_step(value)}"


def _correlation_step(value: float) -> int:
    return min(round(abs(value) * (N_RAMP_STEPS - 1)), N_RAMP_STEPS - 1)
