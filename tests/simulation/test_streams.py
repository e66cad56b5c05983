import numpy as np

from covalue_measures.simulation.streams import Part, Streams


def test_parts_names_seeds_and_occasions_are_independent() -> None:
    streams = [
        Streams(1).of(Part.ERRORS),
        Streams(1).of(Part.WITHIN),
        Streams(2).of(Part.ERRORS),
        Streams(1, occasion=1).of(Part.ERRORS),
        Streams(1).of_name(Part.LOADING, "a"),
        Streams(1).of_name(Part.LOADING, "ab"),
    ]
    drawn = np.array([rng.standard_normal(4000) for rng in streams])
    correlations = np.corrcoef(drawn)[np.triu_indices(len(drawn), 1)]
    assert np.abs(correlations).max() < 4 / np.sqrt(4000)


def test_what_has_a_name_is_the_same_on_every_occasion() -> None:
    first, second = (
        Streams(5, occasion=occasion).of_name(Part.LOADING, "comsu01").random(3)
        for occasion in (0, 1)
    )
    assert first.tolist() == second.tolist()


def test_the_stream_is_the_child_that_numpy_documents() -> None:
    key = np.random.SeedSequence(3, spawn_key=(0, int(Part.ERRORS)))
    expected = np.random.default_rng(key).random(5)
    assert Streams(3).of(Part.ERRORS).random(5).tolist() == expected.tolist()
