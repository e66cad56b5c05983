"""Rotations of loadings: criteria, and the gradient projection that minimizes them."""
