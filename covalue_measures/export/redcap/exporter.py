"""An instrument as a REDCap data dictionary."""

import io
import re
import zipfile
from collections.abc import Iterator

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.identity import BASE_URL
from covalue_measures.export.redcap.dictionary_field import dictionary_csv
from covalue_measures.export.redcap.fields import FormFields
from covalue_measures.export.unplaced_fields import unplaced_fields

#: The first day that a ZIP archive knows. Files with equal content are equal.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
#: Tags, and names of fields or of REDCap's own variables in brackets.
_MARKUP = re.compile(r"<[A-Za-z/!]|&[a-z#0-9]+;|\[[a-z][a-z0-9_:-]*\]")


class RedcapExporter:
    """Writes the data dictionary of one form in one language; see ``Exporter``.

    It has no record id, so that it is added to a project and does not start one.
    """

    target = "redcap"
    title = "REDCap data dictionary, CSV"
    suffix = ".csv"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the CSV file and what was lost."""
        content = dictionary_csv(FormFields(request).all())
        return ExportedFile(content=content, lost=tuple(_lost(request)))


class RedcapZipExporter:
    """Writes the same as an instrument ZIP, which the Online Designer adds to a project."""

    target = "redcap-zip"
    title = "REDCap instrument, ZIP"
    suffix = ".zip"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the archive and what was lost."""
        dictionary = RedcapExporter().export(request)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
            # REDCap writes its server's name here, to tell where an instrument comes from.
            origin = BASE_URL.split("/")[2].encode()
            for name, part in (("OriginID.txt", origin), ("instrument.csv", dictionary.content)):
                entry = zipfile.ZipInfo(name, _NO_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                written.writestr(entry, part)
        return ExportedFile(content=archive.getvalue(), lost=dictionary.lost)


def _lost(request: ExportRequest) -> Iterator[LostField]:
    placed = set()
    if request.profile == "score":
        placed = {
            "items.*.keying",
            "subscales.*.item_ids",
            "scoring_rules.*.title",
            "scoring_rules.*.version",
        }
    yield from unplaced_fields(request, placed=placed, languages=(request.language,))
    for path, localized in request.instrument.bank.texts():
        if _MARKUP.search(localized.get(request.language) or ""):
            yield LostField(path=path, reason="REDCap may read < & [ in it as markup.")
