"""The ``covalue`` command: parse, call, print."""

from covalue_measures.cli.app import main

__all__ = ["main"]
