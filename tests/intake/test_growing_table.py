from covalue_measures.intake.growing_table import GrowingTable


def test_columns_grow_and_gaps_are_empty():
    growing = GrowingTable()
    growing.add(3, {"a": "1"})
    growing.add(5, {"b": "x", "a": "1"})
    growing.add(9, {})
    growing.add(12, {"b": "y"})
    assert len(growing) == 4
    assert growing.names == ("a", "b")
    assert growing.places.tolist() == [3, 5, 9, 12]
    assert growing.column("a").cells() == ("1", "1", "", "")
    assert growing.column("b").cells() == ("", "x", "", "y")
    assert growing.column("c").cells() == ("",) * 4


def test_texts_are_held_once():
    growing = GrowingTable()
    for place in range(1000):
        growing.add(place, {"a": str(place % 3)})
    assert growing.column("a").texts == ("0", "1", "2")
