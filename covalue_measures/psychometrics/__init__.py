"""Estimates from answers: descriptives, correlations, factors, reliability."""
