"""A code that stands for a person, a team or a site."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

#: Letters and a number, such as ``t07``, so that no name fits.
Pseudonym: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,8}[0-9]{1,6}$")]
