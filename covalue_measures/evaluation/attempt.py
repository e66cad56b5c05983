"""Go on where one estimate is impossible, and say so."""

import warnings
from collections.abc import Callable
from typing import TypeVar

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError

Result = TypeVar("Result")


def attempt(what: str, estimate: Callable[[], Result]) -> Result | None:
    """Return the estimate, or None with a warning that names it and the reason.

    Only data that do not allow the estimate, or a model that does not fit them, are passed over;
    every other error goes on.
    """
    try:
        return estimate()
    except (ResponseDataError, ModelError) as error:
        warnings.warn(
            f"Not estimated: {what}. {error}", DataQualityWarning, stacklevel=callers_level()
        )
        return None
