"""What an item can be answered with: categories, or amounts."""

from typing import TypeAlias

from covalue_measures.schema.quantity_scale import QuantityScale
from covalue_measures.schema.response_scale import ResponseScale

AnswerScale: TypeAlias = ResponseScale | QuantityScale
