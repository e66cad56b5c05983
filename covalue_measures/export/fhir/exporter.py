"""An instrument as a FHIR questionnaire."""

import json

from covalue_measures.export.exporter import ExportedFile, ExportRequest
from covalue_measures.export.fhir import link_ids
from covalue_measures.export.fhir.losses import losses
from covalue_measures.export.fhir.questions import Questions
from covalue_measures.export.fhir.release import R4, R5, FhirRelease, Json
from covalue_measures.export.fhir.scores import score_group
from covalue_measures.export.fhir.wording import Wording
from covalue_measures.export.form_words import notices
from covalue_measures.export.identity import BASE_URL, SHORT_DIGEST, canonical_url, name_of
from covalue_measures.schema import Instrument

#: FHIR knows no candidates.
_STATUS = {"draft": "draft", "candidate": "draft", "released": "active", "retired": "retired"}


class FhirExporter:
    """Writes one questionnaire in one language; see ``Exporter``.

    Link ids are item ids and codes are option codes, in every language. With the profile
    ``score``, options have weights (mirrored for negatively keyed items) and the questionnaire
    ends with its scores.
    """

    def __init__(self, release: FhirRelease) -> None:
        self.release = release
        self.target = f"fhir-{release.name.lower()}"
        self.title = f"HL7 FHIR {release.name} Questionnaire, JSON"
        self.suffix = f".{self.target}.json"

    def export(self, request: ExportRequest) -> ExportedFile:
        """Return the questionnaire and what was lost; see ``Exporter``."""
        link_ids.check_distinct(request.instrument)
        wording = Wording.of(request)
        questionnaire = {
            **_metadata(request.instrument, wording, self.release),
            "item": _items(request, wording, self.release),
        }
        text = json.dumps(questionnaire, indent=2, ensure_ascii=False) + "\n"
        return ExportedFile(content=text.encode("utf-8"), lost=losses(request, wording))


def _metadata(instrument: Instrument, wording: Wording, release: FhirRelease) -> Json:
    bank = instrument.bank
    translation = next(
        (entry for entry in bank.translations if entry.language == wording.language), None
    )
    is_draft = translation is not None and translation.state == "draft"
    definition = f"{instrument.reference}#{instrument.digest[:SHORT_DIGEST]}"
    identifiers = [{"system": f"{BASE_URL}/definitions", "value": definition}]
    if translation:
        value = f"{instrument.reference}/{translation.language}@{translation.version}"
        identifiers.append({"system": f"{BASE_URL}/translations", "value": value})
    return {
        "resourceType": "Questionnaire",
        "language": wording.language,
        "url": canonical_url(instrument),
        "identifier": identifiers,
        "version": str(bank.version),
        **release.metadata,
        "name": _computable_name(instrument),
        **wording.element("title", (instrument.form or bank).title),
        "status": "draft" if is_draft and bank.status == "released" else _STATUS[bank.status],
        "experimental": is_draft or bank.status in {"draft", "candidate"},
        **wording.element("description", bank.construct_definition),
        "copyright": bank.license,
    }


def _computable_name(instrument: Instrument) -> str:
    """Return the name in the form that programs generate code from: a capital, then letters."""
    name = "".join(part.capitalize() for part in name_of(instrument).split("_"))
    return name if name[0].isalpha() else f"Instrument{name}"


def _items(request: ExportRequest, wording: Wording, release: FhirRelease) -> list[Json]:
    instrument = request.instrument
    items: list[Json] = [
        {"linkId": link_ids.notice(number), "text": text, "type": "display"}
        for number, text in enumerate(notices(instrument, wording.language), start=1)
    ]
    if instrument.instruction:
        text = wording.element("text", instrument.instruction)
        items.append({"linkId": link_ids.INSTRUCTION, **text, "type": "display"})
    items += Questions(request=request, release=release, wording=wording).groups()
    if request.profile == "score" and instrument.scoring_rules:
        items.append(score_group(instrument, wording))
    return items


FHIR_R4 = FhirExporter(R4)
FHIR_R5 = FhirExporter(R5)
