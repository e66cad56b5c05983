"""The printed questionnaire as a target of an export."""

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.questionnaire import questionnaire_page


class HtmlExporter:
    """Writes one HTML page for A4 paper."""

    target = "html"
    title = "a questionnaire to be printed, HTML"
    suffix = ".html"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the page; see ``Exporter``. What a pen does not need is not on it."""
        page = questionnaire_page(
            request.instrument,
            language=request.language,
            currency=request.currency,
            allow_stale=True,
        )
        reason = "Paper has no use for it; whoever enters the answers has the definition."
        lost = [
            LostField(path=name, reason=reason)
            for name in ("item ids", "option codes and values", "keying", "facets", "provenance")
        ]
        if request.profile == "score":
            lost.append(LostField(path="scoring_rules", reason="Paper computes no score."))
        return ExportedFile(content=page.encode("utf-8"), lost=tuple(lost))
