"""An instrument as a survey file for Qualtrics."""

import json
from collections.abc import Iterator

from covalue_measures.export.exporter import ExportedFile, ExportRequest, LostField
from covalue_measures.export.fielded_languages import fielded_languages
from covalue_measures.export.form_words import footer, text_in
from covalue_measures.export.identity import canonical_reference
from covalue_measures.export.qualtrics.flow import blocks, flow
from covalue_measures.export.qualtrics.questions import Questions
from covalue_measures.export.qualtrics.scores import categories, graded_rules
from covalue_measures.export.qualtrics.survey_element import Json, element, language_code
from covalue_measures.export.unplaced_fields import unplaced_fields
from covalue_measures.schema import QuantityScale, ResponseScale

#: As Qualtrics writes that there is no day.
_NO_DAY = "0000-00-00 00:00:00"
_PLACED = frozenset({"quantity_scales.*.decimals"})


class QualtricsExporter:
    """Writes a survey file (QSF) for Qualtrics; see ``Exporter``.

    Columns of the answers are named as the items, and hold the values; missing options have
    negative ones and are excluded from the statistics that Qualtrics makes. Items that share a
    scale without missing options stand in a grid; others are lists, with the missing options
    below the scale. Qualtrics does not document the format: it follows files that others made.
    """

    target = "qualtrics"
    title = "Qualtrics survey file, QSF"
    suffix = ".qsf"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the survey file and what was lost."""
        languages = fielded_languages(request)
        survey_id = f"SV_{request.instrument.digest[:15]}"
        questions = tuple(Questions(request, languages).payloads())
        survey = {
            "SurveyEntry": _entry(request, survey_id),
            "SurveyElements": list(_elements(request, survey_id, questions, languages)),
        }
        text = json.dumps(survey, indent=1, ensure_ascii=False) + "\n"
        return ExportedFile(content=text.encode("utf-8"), lost=tuple(_lost(request, languages)))


def _entry(request: ExportRequest, survey_id: str) -> Json:
    about = (canonical_reference(request.instrument), footer(request.instrument, request.language))
    return {
        "SurveyID": survey_id,
        "SurveyName": _title(request),
        "SurveyDescription": ", ".join(about),
        "SurveyLanguage": language_code(request.language),
        "SurveyActiveResponseSet": _response_set(survey_id),
        "SurveyStatus": "Inactive",
        "SurveyStartDate": _NO_DAY,
        "SurveyExpirationDate": _NO_DAY,
        "SurveyCreationDate": _NO_DAY,
        "LastModified": _NO_DAY,
        "LastAccessed": _NO_DAY,
        "LastActivated": _NO_DAY,
        "Deleted": None,
    }


def _elements(
    request: ExportRequest,
    survey_id: str,
    questions: tuple[Json, ...],
    languages: tuple[str, ...],
) -> Iterator[Json]:
    yield element(survey_id, "BL", "Survey Blocks", payload=blocks(_title(request), len(questions)))
    yield element(survey_id, "FL", "Survey Flow", payload=flow(request))
    yield element(survey_id, "SO", "Survey Options", payload=_options(languages))
    scored = request.profile == "score"
    scoring: Json = {
        "ScoringCategories": categories(request.instrument) if scored else [],
        "ScoringCategoryGroups": [],
        "ScoringSummaryCategory": None,
        "ScoringSummaryAfterQuestions": 0,
        "ScoringSummaryAfterSurvey": 0,
        "DefaultScoringCategory": None,
        "AutoScoringCategory": None,
    }
    yield element(survey_id, "SCO", "Scoring", payload=scoring)
    project: Json = {"ProjectCategory": "CORE", "SchemaVersion": "1.1.0"}
    yield element(survey_id, "PROJ", "CORE", tertiary="1.1.0", payload=project)
    statistics: Json = {"MobileCompatible": True, "ID": "Survey Statistics"}
    yield element(survey_id, "STAT", "Survey Statistics", payload=statistics)
    yield element(survey_id, "QC", "Survey Question Count", secondary=str(len(questions)))
    yield element(survey_id, "RS", _response_set(survey_id), secondary="Default Response Set")
    for question in questions:
        yield element(
            survey_id,
            "SQ",
            str(question["QuestionID"]),
            secondary=question["QuestionDescription"],
            payload=question,
        )


def _options(languages: tuple[str, ...]) -> Json:
    return {
        "BackButton": "true",
        "SaveAndContinue": "true",
        "SurveyProtection": "PublicSurvey",
        "BallotBoxStuffingPrevention": "false",
        "NoIndex": "Yes",
        "SurveyExpiration": "None",
        "SurveyTermination": "DefaultMessage",
        "ProgressBarDisplay": "None",
        "PartialData": "+1 week",
        "AvailableLanguages": {language_code(language): [] for language in languages},
        "NewScoring": 1,
    }


def _title(request: ExportRequest) -> str:
    instrument = request.instrument
    title = (instrument.form or instrument.bank).title
    return text_in(title, request.language, instrument.bank.language)


def _response_set(survey_id: str) -> str:
    return f"RS_{survey_id.removeprefix('SV_')}"


def _lost(request: ExportRequest, languages: tuple[str, ...]) -> Iterator[LostField]:
    instrument = request.instrument
    placed = set(_PLACED)
    graded = graded_rules(instrument)
    if request.profile == "score" and graded:
        placed |= {"items.*.keying", "subscales.*.item_ids"}
    yield from unplaced_fields(request, placed=placed, languages=languages)
    if request.profile == "score":
        where = f"forms.{instrument.form_id}." if instrument.form_id else ""
        for rule in instrument.scoring_rules:
            if rule not in graded:
                yield LostField(
                    path=f"{where}scoring_rules.{rule.id}",
                    reason="Qualtrics adds up no amounts; the score is made from the answers.",
                )
        if graded:
            yield LostField(
                path=f"{where}scoring_rules.*.method",
                reason="Qualtrics decides to how many decimals it computes; scores for analysis are"
                " made from the answers.",
            )
    for holder, kind in (("response_scales", ResponseScale), ("quantity_scales", QuantityScale)):
        scales = [instrument.response_scale(item) for item in instrument.items]
        if any(scale.missing for scale in scales if isinstance(scale, kind)):
            yield LostField(
                path=f"{holder}.*.missing",
                reason="They are choices like others, below the scale, in italics and excluded"
                " from analysis.",
            )
