"""Numbers of a definition, written as they were printed: text, so that no digit is lost."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

#: A decimal number as text, such as ``0.50`` or ``-0.4``; its last zeros say how exact it is.
DecimalText: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", max_length=20)
]
