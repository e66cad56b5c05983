import itertools

import pytest
from factor_evidence_maker import Kind, make_factor_model

from covalue_measures.report.plots.path_layout import PathLayout, lay_out_paths
from covalue_measures.report.plots.theme import FIGURE_WIDTH

LARGE = {
    name: tuple(f"{name[:3]}su{number:02}" for number in range(1, 6))
    for name in ("communication", "self_efficacy", "interconnectedness", "strain", "access")
}
FOUR = {"deciding": ("decsu01", "decsu02", "decsu03", "decsu04")}
PAIRS = {"deciding": ("decsu01", "decsu02"), "explaining": ("expsu01", "expsu02")}


def lay_out(subscales: dict[str, tuple[str, ...]], kind: Kind) -> PathLayout:
    return lay_out_paths(make_factor_model(subscales, kind), {})


CASES: list[tuple[dict[str, tuple[str, ...]], Kind]] = [
    (FOUR, "one_factor"),
    (PAIRS, "correlated_factors"),
    (LARGE, "one_factor"),
    (LARGE, "correlated_factors"),
    (LARGE, "second_order"),
    (LARGE, "bifactor"),
]


@pytest.mark.parametrize(("subscales", "kind"), CASES)
def test_nothing_lies_outside_or_upon_another(
    subscales: dict[str, tuple[str, ...]], kind: Kind
) -> None:
    layout = lay_out(subscales, kind)
    width, height = layout.ellipse
    left, box = layout.boxes

    rows = sorted(layout.item_rows.values())
    assert rows[0] >= 9
    assert rows[-1] <= layout.height - 9
    assert all(after - before >= 15 for before, after in itertools.pairwise(rows))
    for x, y in layout.factor_centers.values():
        assert width / 2 <= x <= FIGURE_WIDTH - width / 2
        assert height / 2 <= y <= layout.height - height / 2
        assert x + width / 2 <= left - 90 or x - width / 2 >= left + box + 90
    centers = layout.factor_centers.values()
    for first, second in itertools.combinations(centers, 2):
        assert abs(first[0] - second[0]) >= width or abs(first[1] - second[1]) >= height


def test_items_stand_beside_their_factor() -> None:
    layout = lay_out(LARGE, "correlated_factors")

    assert list(layout.item_rows) == [item_id for group in LARGE.values() for item_id in group]
    for factor, members in LARGE.items():
        rows = [layout.item_rows[item_id] for item_id in members]
        assert layout.factor_centers[factor][1] == pytest.approx(sum(rows) / 5)


def test_a_general_factor_stands_on_its_own_side() -> None:
    second_order, bifactor = lay_out(LARGE, "second_order"), lay_out(LARGE, "bifactor")

    specific = second_order.factor_centers["strain"]
    assert second_order.factor_centers["overall"][0] < specific[0] < second_order.boxes[0]
    assert bifactor.factor_centers["strain"][0] < bifactor.boxes[0]
    assert bifactor.factor_centers["overall"][0] > sum(bifactor.boxes)
    assert bifactor.factor_centers["overall"][1] == bifactor.height / 2
    assert bifactor.wording_left is None


def test_an_item_of_two_factors_stands_with_the_first() -> None:
    record = make_factor_model(PAIRS, "correlated_factors")
    crossing = record.loadings[0].model_copy(update={"factor": "explaining"})
    layout = lay_out_paths(record.model_copy(update={"loadings": (*record.loadings, crossing)}), {})

    assert list(layout.item_rows) == ["decsu01", "decsu02", "expsu01", "expsu02"]
