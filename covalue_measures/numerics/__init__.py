"""Formulas on arrays: no names, no tables, no checks. Only numpy and scipy are imported here."""
