"""What drove the work, in the words of the study behind the tools."""

from enum import StrEnum


class Driver(StrEnum):
    """A driver of coproduction work; the value is the study's theme.

    The first three are results of Forcino et al. (2024), doi:10.7812/TPP/24.009; camaraderie
    stands in its discussion.
    """

    PEER_LEARNING = "CV2-D-PEER"
    DIVERSE_TEAM = "CV2-D-TEAM"
    LEADERSHIP_SUPPORT = "CV2-D-LEAD"
    CAMARADERIE = "CV2-D-CAM"

    @property
    def label(self) -> str:
        """Return the driver in a few words."""
        return _LABELS[self]


_LABELS = {
    Driver.PEER_LEARNING: "Peer learning within the community of practice",
    Driver.DIVERSE_TEAM: "Diverse, multidisciplinary improvement team",
    Driver.LEADERSHIP_SUPPORT: "Leadership support",
    Driver.CAMARADERIE: "Camaraderie, shared momentum and resilience",
}
