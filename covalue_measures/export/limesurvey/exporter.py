"""An instrument as a survey structure for LimeSurvey."""

from collections.abc import Iterator

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.fielded_languages import fielded_languages
from covalue_measures.export.limesurvey.question_codes import check_codes
from covalue_measures.export.limesurvey.question_rows import QuestionRows
from covalue_measures.export.limesurvey.structure_row import Row, structure_bytes
from covalue_measures.export.limesurvey.survey_rows import survey_rows
from covalue_measures.export.survey_sections import SurveySection, survey_sections
from covalue_measures.export.unplaced_fields import unplaced_fields
from covalue_measures.schema import QuantityScale, ResponseScale

_CODES = "Answers are stored as codes, to which the definition gives their values."


class LimesurveyExporter:
    """Writes the tab-separated structure that LimeSurvey imports; see ``Exporter``.

    Items that share a scale without missing options stand in a grid. Others are lists, with the
    missing options below the scale: a grid would draw them as further points of it.
    """

    target = "limesurvey"
    title = "LimeSurvey survey structure, tab-separated"
    suffix = ".txt"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the structure and what was lost.

        Raises
        ------
        InstrumentError
            If an item has an id that LimeSurvey would rename.
        """
        sections = survey_sections(request.instrument)
        check_codes(request.instrument, sections)
        languages = fielded_languages(request)
        content = structure_bytes(_rows(request, sections, languages))
        return ExportedFile(content=content, lost=tuple(_lost(request, languages)))


def _rows(
    request: ExportRequest, sections: tuple[SurveySection, ...], languages: tuple[str, ...]
) -> Iterator[Row]:
    yield from survey_rows(request, languages)
    for language in languages:
        yield from QuestionRows(request, sections, language).rows()


def _lost(request: ExportRequest, languages: tuple[str, ...]) -> Iterator[LostField]:
    instrument = request.instrument
    placed = {
        "response_scales.*.missing.*.reason",
        "quantity_scales.*.missing.*.reason",
        "scoring_rules.*.title",
    }
    if request.profile == "score" and instrument.scoring_rules:
        placed |= {"items.*.keying", "subscales.*.item_ids"}
    yield from unplaced_fields(request, placed=placed, languages=languages)
    scales = [instrument.response_scale(item) for item in instrument.items]
    for kind, holder in ((ResponseScale, "response_scales"), (QuantityScale, "quantity_scales")):
        used = [scale for scale in scales if isinstance(scale, kind)]
        if kind is ResponseScale and used and request.profile == "administer":
            yield LostField(path=f"{holder}.*.options.*.value", reason=_CODES)
        if any(scale.missing for scale in used):
            yield LostField(path=f"{holder}.*.missing.*.value", reason=_CODES)
            yield LostField(
                path=f"{holder}.*.missing.*.reason",
                reason="The label and the code stand for the reason.",
            )
    for path, localized in instrument.bank.texts():
        if any("{" in (localized.get(language) or "") for language in languages):
            yield LostField(
                path=path,
                reason="Where LimeSurvey filters HTML, its braces may start an expression.",
            )
