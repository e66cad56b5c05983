"""Chance, divided so that one thing can change while everything else stays as it is."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Part(IntEnum):
    """What a stream of random numbers is for; the numbers stay, so that seeds keep their data."""

    LOADING = 0
    ANSWERS_OF_ITEM = 1
    FACTOR = 2
    SITES = 3
    PLACES = 4
    COMPOSITE = 5
    WITHIN = 6
    ERRORS = 7
    OPTIONS = 8
    CARELESSNESS = 9
    MISSING = 10
    BREAK_OFF = 11


@dataclass(frozen=True, slots=True)
class Streams:
    """Independent generators of one seed.

    What belongs to an item or a factor hangs on its name, not on its place: an item keeps its
    loading in every form and every version, however many respondents and sites there are. What
    respondents bring hangs on who is asked, so that no two banks are answered by the same people.
    """

    seed: int
    #: Id of the bank that is answered, in every form and version; of a pair's second role, the
    #: ids of both banks.
    people: str
    #: Tells the occasions of one cohort apart.
    occasion: int = 0

    def of(self, part: Part) -> np.random.Generator:
        """Return the generator for one part of what respondents do."""
        # From 1 on: 0 is for names.
        return self._generator((1 + self.occasion, int(part), *self.people.encode()))

    def of_name(self, part: Part, name: str) -> np.random.Generator:
        """Return the generator for one item or factor, whoever is asked."""
        return self._generator((0, int(part), *name.encode()))

    def _generator(self, key: tuple[int, ...]) -> np.random.Generator:
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
