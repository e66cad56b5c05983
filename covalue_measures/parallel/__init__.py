"""Where work is done: here, or by whatever joblib knows."""

from covalue_measures.parallel.backend import Backend
from covalue_measures.parallel.joblib_backend import JoblibBackend
from covalue_measures.parallel.serial_backend import SerialBackend

__all__ = ["Backend", "JoblibBackend", "SerialBackend"]
