"""What differs between the releases of ODM."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OdmRelease:
    """Names that one release gives to the same things."""

    #: ``1.3.2`` or ``2.0``.
    version: str
    namespace: str
    #: Data type of an amount with decimals.
    decimal: str

    @property
    def is_first(self) -> bool:
        """Whether forms are elements of their own, and units are declared for the study."""
        return self.version == "1.3.2"


R1_3_2 = OdmRelease(version="1.3.2", namespace="http://www.cdisc.org/ns/odm/v1.3", decimal="float")
R2_0 = OdmRelease(version="2.0", namespace="http://www.cdisc.org/ns/odm/v2.0", decimal="decimal")
