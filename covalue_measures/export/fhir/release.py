"""What differs between the releases of FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

#: A JSON object of a resource.
Json: TypeAlias = dict[str, object]

_CORE = "http://hl7.org/fhir/StructureDefinition"


@dataclass(frozen=True, slots=True, kw_only=True)
class FhirRelease:
    """Names that one release gives to the same things."""

    #: ``R4`` or ``R5``.
    name: str
    #: Fields of a question that is answered with one of its options.
    choice: Mapping[str, str]
    #: Extension of an option that holds its weight.
    weight_url: str
    #: Fields of the questionnaire that the other release does not know.
    metadata: Mapping[str, object]


R4 = FhirRelease(
    name="R4",
    choice=MappingProxyType({"type": "choice"}),
    weight_url=f"{_CORE}/ordinalValue",
    metadata=MappingProxyType({}),
)
R5 = FhirRelease(
    name="R5",
    choice=MappingProxyType({"type": "coding", "answerConstraint": "optionsOnly"}),
    weight_url=f"{_CORE}/itemWeight",
    metadata=MappingProxyType(
        {
            "versionAlgorithmCoding": {
                "system": "http://hl7.org/fhir/version-algorithm",
                "code": "semver",
            }
        }
    ),
)
