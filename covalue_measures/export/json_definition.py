"""The definition itself, as canonical JSON."""

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.schema import canonical_json


class JsonExporter:
    """Writes the whole bank, byte for byte as it is released."""

    target = "json"
    title = "the definition, canonical JSON"
    suffix = ".json"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the bank's canonical JSON; see ``Exporter``."""
        instrument = request.instrument
        lost: tuple[LostField, ...] = ()
        if instrument.form_id is not None:
            lost = (
                LostField(
                    path=f"forms.{instrument.form_id}",
                    reason="The file holds the whole bank; the form is one of its forms.",
                ),
            )
        return ExportedFile(content=canonical_json(instrument.bank), lost=lost)
