"""An instrument as the metadata of a study."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.fielded_languages import fielded_languages
from covalue_measures.export.identity import mark_of
from covalue_measures.export.odm.metadata_version import metadata_version, study
from covalue_measures.export.odm.node import Writer, node
from covalue_measures.export.odm.release import R1_3_2, R2_0, OdmRelease
from covalue_measures.export.unplaced_fields import unplaced_fields

#: Required by the format; files with equal content are equal.
_NO_TIME = "1980-01-01T00:00:00Z"
_PLACED = frozenset(
    {
        "construct_definition",
        "items.*.facet",
        "items.*.pair_id",
        "items.*.revision",
        "quantity_scales.*.decimals",
        "quantity_scales.*.id",
        "quantity_scales.*.missing.*.reason",
        "response_scales.*.id",
        "response_scales.*.missing.*.reason",
        "response_scales.*.ordered",
    }
)


class OdmExporter:
    """Writes the metadata of a study with one form; see ``Exporter``.

    Items bear their ids and are answered with values. Missing options stand in the list of
    answers without a rank, which every category of an ordered scale has, and say their reason.
    """

    def __init__(self, release: OdmRelease) -> None:
        self.release = release
        self.target = f"odm-{release.version}"
        self.title = f"CDISC ODM {release.version} metadata, XML"
        self.suffix = f".{self.target}.xml"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the file and what was lost."""
        languages = fielded_languages(request)
        writer = Writer(
            release=self.release,
            languages=languages,
            original=request.instrument.bank.language,
        )
        root = node(
            "ODM",
            study(request, writer, metadata_version(request, writer)),
            xmlns=self.release.namespace,
            ODMVersion=self.release.version,
            FileType="Snapshot",
            Granularity="Metadata",
            FileOID="/".join((mark_of(request.instrument), *languages, request.profile)),
            CreationDateTime=_NO_TIME,
            SourceSystem="covalue_measures",
        )
        ET.indent(root, space=" ")
        content = ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
        return ExportedFile(content=content, lost=tuple(self._lost(request, languages)))

    def _lost(self, request: ExportRequest, languages: tuple[str, ...]) -> Iterator[LostField]:
        placed = set(_PLACED)
        if self.release.is_first:
            placed.add("quantity_scales.*.unit")
        if request.profile == "score" and request.instrument.scoring_rules:
            placed |= {
                "items.*.keying",
                "subscales.*.item_ids",
                "scoring_rules.*.title",
                "scoring_rules.*.version",
            }
        yield from unplaced_fields(request, placed=placed, languages=languages)


ODM_1_3_2 = OdmExporter(R1_3_2)
ODM_2_0 = OdmExporter(R2_0)
