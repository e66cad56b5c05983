"""How long work tells whoever waits for it how far it has come."""

from typing import Protocol


class Progress(Protocol):
    """Called with a short name of the step, the steps done and the steps in all."""

    def __call__(self, step: str, done: int, total: int, /) -> None:
        """Take note that ``done`` of ``total`` parts of ``step`` are finished."""


def silent(step: str, done: int, total: int, /) -> None:
    """Take note of nothing; the default listener."""
