"""Where the boxes and ellipses of a path diagram stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from covalue_measures.evaluation.evidence import FactorModelRecord
from covalue_measures.report.plots.drawing import widest
from covalue_measures.report.plots.theme import FIGURE_WIDTH, SMALL_TEXT_SIZE, TEXT_SIZE

_ROW, _GAP = 19.0, 13.0
_ELLIPSE_HEIGHT = 40.0
_ELLIPSE_WIDTHS = (84.0, 132.0)
#: Longest arrow from a factor to an item; what is left goes to the wording of the items.
_LONGEST_ARROW = 190.0
_SHORTEST_ARROW = 110.0
#: How far the arc between neighbors reaches, and how much further the next one does.
FIRST_ARC, NEXT_ARC = 26.0, 24.0
_ARC_LABEL = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLayout:
    """Positions in points, the origin in the upper left corner."""

    height: float
    #: Middle of each item's box, in the order of the rows.
    item_rows: dict[str, float]
    #: Left edge and width of all boxes.
    boxes: tuple[float, float]
    #: Center of each factor's ellipse.
    factor_centers: dict[str, tuple[float, float]]
    #: Width and height of all ellipses.
    ellipse: tuple[float, float]
    #: Where the wording of items starts; None where there is no room.
    wording_left: float | None


def lay_out_paths(record: FactorModelRecord, titles: Mapping[str, str]) -> PathLayout:
    """Return items under each other, grouped by factor, with the factors beside their items.

    A general factor stands left of the others in a second-order model, and on the other side of
    the items in a bifactor model.

    Parameters
    ----------
    record : FactorModelRecord
    titles : mapping from factor to what its ellipse is called
    """
    groups = _grouped_items(record)
    item_rows, middles, height = _rows(groups)
    ellipse = (_ellipse_width(record, titles), _ELLIPSE_HEIGHT)
    box_width = widest(record.item_ids, SMALL_TEXT_SIZE) + 12
    is_bifactor = record.kind == "bifactor"
    left = _room_for_arcs(record)
    if record.kind == "second_order":
        left = ellipse[0] + _SHORTEST_ARROW
    used = left + (1 + is_bifactor) * ellipse[0] + box_width
    arrow = (FIGURE_WIDTH - used) / 2 if is_bifactor else _arrow_length(FIGURE_WIDTH - used)
    box_left = left + ellipse[0] + arrow
    centers = {factor: (left + ellipse[0] / 2, middle) for factor, middle in middles.items()}
    if record.general_factor is not None:
        x = FIGURE_WIDTH - ellipse[0] / 2 - 1 if is_bifactor else ellipse[0] / 2 + 1
        centers[record.general_factor] = (x, height / 2)
    return PathLayout(
        height=height,
        item_rows=item_rows,
        boxes=(box_left, box_width),
        factor_centers=centers,
        ellipse=ellipse,
        wording_left=None if is_bifactor else box_left + box_width + 9,
    )


def _grouped_items(record: FactorModelRecord) -> dict[str, list[str]]:
    """Return each item under the first factor that it loads on, a general one last of all."""
    specific = [factor for factor in record.factors if factor != record.general_factor]
    home: dict[str, str] = {}
    for factor in (*specific, *record.factors):
        for loading in record.loadings:
            if loading.factor == factor:
                home.setdefault(loading.item_id, factor)
    groups: dict[str, list[str]] = {factor: [] for factor in specific}
    for item_id, factor in home.items():
        groups.setdefault(factor, []).append(item_id)
    return groups


def _rows(
    groups: Mapping[str, list[str]],
) -> tuple[dict[str, float], dict[str, float], float]:
    """Return the middle of each item and of each group, and the height of all."""
    item_rows: dict[str, float] = {}
    middles: dict[str, float] = {}
    top = 2.0
    for factor, members in groups.items():
        group_height = max(len(members) * _ROW, _ELLIPSE_HEIGHT)
        middles[factor] = top + group_height / 2
        start = middles[factor] - len(members) * _ROW / 2
        item_rows |= {
            item_id: start + (position + 0.5) * _ROW for position, item_id in enumerate(members)
        }
        top += group_height + _GAP
    return item_rows, middles, top - _GAP + 2


def _ellipse_width(record: FactorModelRecord, titles: Mapping[str, str]) -> float:
    names = {*record.factors, *([record.general_factor] if record.general_factor else [])}
    words = [word for name in names for word in titles.get(name, name).split()]
    least, most = _ELLIPSE_WIDTHS
    return min(max(widest(words, TEXT_SIZE) + 30, least), most)


def _room_for_arcs(record: FactorModelRecord) -> float:
    order = {factor: position for position, factor in enumerate(record.factors)}
    spans = [abs(order[c.first] - order[c.second]) for c in record.factor_correlations]
    return FIRST_ARC + NEXT_ARC * (max(spans) - 1) + _ARC_LABEL if spans else 1.0


def _arrow_length(room: float) -> float:
    return min(max(0.4 * room, _SHORTEST_ARROW), _LONGEST_ARROW)
