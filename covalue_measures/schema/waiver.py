"""A finding about wording that the authors looked at and keep, with their reason."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

from covalue_measures.schema.identifiers import CleanText, Language
from covalue_measures.schema.model import Definition

#: ``L01`` to ``L21``: rules about one text or scale; ``R01``: readability of the pooled form.
RuleCode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(L(0[1-9]|1[0-9]|2[01])|R01)$")]


class Waiver(Definition):
    """Why a finding of the wording rules is kept as it is."""

    rule: RuleCode
    reason: CleanText
    #: The language whose text is meant; None means every language.
    language: Language | None = None
    #: In a bank's own waivers, what the finding is about, such as ``response_scales.agree5``;
    #: None in an item's, which are about the item.
    path: CleanText | None = None
