"""The version of the library, for records that say what made them."""

__version__ = "0.1.0"
