import numpy as np

from covalue_measures.simulation.streams import Part, Streams


def test_parts_names_seeds_people_and_occasions_are_independent() -> None:
    streams = [
        Streams(1, "made").of(Part.ERRORS),
        Streams(1, "made").of(Part.WITHIN),
        Streams(2, "made").of(Part.ERRORS),
        Streams(1, "made", occasion=1).of(Part.ERRORS),
        Streams(1, "other").of(Part.ERRORS),
        # What a name has is not what the people of a bank of that name have.
        Streams(1, "icc").of(Part.SITES),
        Streams(1, "icc").of_name(Part.SITES, "icc"),
        Streams(1, "made").of_name(Part.LOADING, "a"),
        Streams(1, "made").of_name(Part.LOADING, "ab"),
    ]
    drawn = np.array([rng.standard_normal(4000) for rng in streams])
    correlations = np.corrcoef(drawn)[np.triu_indices(len(drawn), 1)]
    assert np.abs(correlations).max() < 4 / np.sqrt(4000)


def test_what_has_a_name_is_the_same_on_every_occasion_and_for_everybody() -> None:
    first, *others = (
        streams.of_name(Part.LOADING, "comsu01").random(3).tolist()
        for streams in (Streams(5, "made"), Streams(5, "made", occasion=1), Streams(5, "other"))
    )
    assert others == [first, first]


def test_the_stream_is_the_child_that_numpy_documents() -> None:
    key = np.random.SeedSequence(3, spawn_key=(1, int(Part.ERRORS), *b"made"))
    expected = np.random.default_rng(key).random(5)
    assert Streams(3, "made").of(Part.ERRORS).random(5).tolist() == expected.tolist()
