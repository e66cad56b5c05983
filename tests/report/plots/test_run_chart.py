import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from covalue_measures.psychometrics.run_chart import estimate_run_chart
from covalue_measures.report.plots.run_chart import draw_run_chart, value_text


def draw(values: list[float | None], n_days: int = 1) -> Figure:
    dates = [
        f"{2024 + position // 12}-{position % 12 + 1:02d}-{n_days:02d}"
        for position in range(len(values))
    ]
    return draw_run_chart(estimate_run_chart(values, dates=dates), lowest=0, highest=10)


def texts_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def n_bands(figure: Figure) -> int:
    return sum(isinstance(patch, Rectangle) for patch in figure.axes[0].patches)


def test_runs_behind_a_shift_are_marked_with_their_length() -> None:
    figure = draw([2, 3, 3, 2, 4, 3, 6, 6, 7, 6, 8, 7])

    assert texts_of(figure) == ["6 below", "6 above", "median 5"]
    assert n_bands(figure) == 2


def test_a_trend_is_marked_with_its_direction() -> None:
    figure = draw([5, 1, 6, 9, 7, 4, 3, 2, 6, 1, 6, 1])

    assert "5 falling" in texts_of(figure)


@pytest.mark.parametrize("values", [[1, 5] * 8, [1, 1, 1, 1, 9, 9, 9, 9]])
def test_nothing_is_marked_without_a_shift_or_a_trend(values: list[float | None]) -> None:
    assert n_bands(draw(values)) == 0


def test_points_on_the_median_are_drawn_apart() -> None:
    median_line, series, off, on = draw([1, 5, 3, None, 3]).axes[0].lines

    assert list(median_line.get_ydata()) == [3, 3]
    assert len(series.get_ydata()) == 5
    # A missing value is no point.
    assert list(off.get_xdata()) == [1, 2]
    assert [y for y in on.get_ydata() if y == y] == [3, 3]


def test_the_year_stands_where_it_begins() -> None:
    labels = [label.get_text() for label in draw([1.0] * 14).axes[0].get_xticklabels()]

    assert labels[0] == "01-01\n2024"
    assert labels[1] == "02-01"
    assert labels[12:] == ["01-01\n2025", "02-01"]


def test_many_dates_are_thinned_out() -> None:
    labels = draw([1.0] * 120).axes[0].get_xticklabels()

    assert 10 < len(labels) <= 24


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (3.5, "3.5"), (-2.25, "\N{MINUS SIGN}2.25")]
)
def test_values_are_short(value: float, text: str) -> None:
    assert value_text(value) == text
