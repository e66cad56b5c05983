"""Factors from a correlation matrix, one method a file."""
