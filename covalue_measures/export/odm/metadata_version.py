"""A study, and the version of its metadata that is one version of an instrument."""

import xml.etree.ElementTree as ET

from covalue_measures.export.exporter import ExportRequest
from covalue_measures.export.form_words import footer, notices, text_in
from covalue_measures.export.identity import canonical_reference, canonical_url, name_of
from covalue_measures.export.odm.items import Items
from covalue_measures.export.odm.node import Writer, alias, node
from covalue_measures.export.odm.scores import SCORES, Scores
from covalue_measures.export.survey_sections import SurveySection, survey_sections
from covalue_measures.schema import Instrument

_EVENT, _FORM = "SE.form", "FO.form"


def study(request: ExportRequest, writer: Writer, version: ET.Element) -> ET.Element:
    """Return the study around the metadata."""
    instrument = request.instrument
    bank = instrument.bank
    title = text_in((instrument.form or bank).title, request.language, bank.language)
    if not writer.release.is_first:
        return node(
            "Study",
            writer.texts("Description", bank.construct_definition),
            version,
            OID=canonical_url(instrument),
            StudyName=title,
            ProtocolName=name_of(instrument),
            VersionID=str(bank.version),
            Status=bank.status,
        )
    definition = text_in(bank.construct_definition, request.language, bank.language)
    variables = node("GlobalVariables")
    for name, text in (
        ("StudyName", title),
        ("StudyDescription", definition),
        ("ProtocolName", name_of(instrument)),
    ):
        ET.SubElement(variables, name).text = text
    units = tuple(Items(request, writer).units())
    basics = (node("BasicDefinitions", *units),) if units else ()
    return node("Study", variables, *basics, version, OID=canonical_url(instrument))


def metadata_version(request: ExportRequest, writer: Writer) -> ET.Element:
    """Return the metadata, which the canonical reference of the instrument names."""
    instrument = request.instrument
    items = Items(request, writer)
    scores = Scores(instrument, items, writer)
    with_scores = request.profile == "score" and bool(instrument.scoring_rules)
    sections = survey_sections(instrument)
    groups = [_group(n, section, items, writer) for n, section in enumerate(sections, start=1)]
    definitions = [*items.definitions()]
    methods: list[ET.Element] = []
    if with_scores:
        groups.append(_item_group(SCORES, "Scores", writer, *scores.references()))
        definitions += scores.definitions()
        methods += scores.methods()
    form = _form(request, writer, [group.attrib["OID"] for group in groups])
    head = [_event(writer), form, *groups]
    attributes = {"OID": canonical_reference(instrument), "Name": instrument.reference}
    if writer.release.is_first:
        attributes["Description"] = _about(instrument, request.language)
        event = node("StudyEventRef", StudyEventOID=_EVENT, OrderNumber="1", Mandatory="Yes")
        head.insert(0, node("Protocol", event))
    else:
        about = writer.each("Description", lambda language: _about(instrument, language))
        head.insert(0, about)
    return node(
        "MetaDataVersion",
        *head,
        *definitions,
        *items.code_lists(),
        *items.conditions(),
        *methods,
        **attributes,
    )


def _about(instrument: Instrument, language: str) -> str:
    return f"{canonical_reference(instrument)}, {footer(instrument, language)}"


def _event(writer: Writer) -> ET.Element:
    if writer.release.is_first:
        held = node("FormRef", FormOID=_FORM, OrderNumber="1", Mandatory="Yes")
    else:
        held = node("ItemGroupRef", ItemGroupOID=_FORM, OrderNumber="1", Mandatory="Yes")
    attributes = {"Repeating": "No", "Type": "Unscheduled"}
    return node("StudyEventDef", held, OID=_EVENT, Name="Questionnaire", **attributes)


def _form(request: ExportRequest, writer: Writer, group_oids: list[str]) -> ET.Element:
    instrument = request.instrument

    def opening(language: str) -> str:
        parts = [text_in((instrument.form or instrument.bank).title, language, writer.original)]
        parts += notices(instrument, language)
        if instrument.instruction:
            parts.append(text_in(instrument.instruction, language, writer.original))
        return "\n\n".join(parts)

    children = [
        writer.each("Description", opening),
        *(
            node("ItemGroupRef", ItemGroupOID=oid, OrderNumber=str(number), Mandatory="No")
            for number, oid in enumerate(group_oids, start=1)
        ),
        alias("license", instrument.bank.license),
    ]
    attributes = {"OID": _FORM, "Name": name_of(instrument), "Repeating": "No"}
    if writer.release.is_first:
        return node("FormDef", *children, **attributes)
    return node("ItemGroupDef", *children, **attributes, Type="Form")


def _group(number: int, section: SurveySection, items: Items, writer: Writer) -> ET.Element:
    recall = [writer.texts("Description", section.recall)] if section.recall else []
    references = items.references(section.items)
    return _item_group(f"IG.{number}", f"Items {number}", writer, *recall, *references)


def _item_group(oid: str, name: str, writer: Writer, *children: ET.Element) -> ET.Element:
    attributes = {"OID": oid, "Name": name, "Repeating": "No"}
    if not writer.release.is_first:
        attributes["Type"] = "Section"
    return node("ItemGroupDef", *children, **attributes)
