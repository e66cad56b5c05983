"""Structural equation models: implied moments, discrepancies, tests and fit."""
