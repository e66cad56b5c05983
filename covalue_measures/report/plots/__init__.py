"""The figures, each drawn by one function and turned into inline SVG."""
