"""One submission of an XForm: an XML file of ODK Collect, Central, Enketo or Kobo."""

import importlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from covalue_measures.exceptions import IntakeError, MissingExtraError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submission says, and of which form it is."""

    form_id: str
    #: Empty where the form has none.
    version: str
    instance_id: str
    #: Text of each field by its name, without the groups around it; of a repeated one, all texts.
    fields: dict[str, str] = field(repr=False)


def read_submission(path: Path) -> Submission:
    """Return what a submission says; it may define no entities and refer to no other file.

    Raises
    ------
    IntakeError
        If the file is no XML, or XML that is more than data.
    MissingExtraError
        If defusedxml is not installed.
    """
    root = _root(path)
    texts: dict[str, list[str]] = {}
    for element in root.iter():
        if len(element) or element is root:
            continue
        texts.setdefault(_local(element.tag), []).append((element.text or "").strip())
    instance_ids = texts.get("instanceID", [])
    return Submission(
        form_id=root.get("id") or _local(root.tag),
        version=root.get("version", ""),
        instance_id=instance_ids[0] if instance_ids else root.get("instanceID", ""),
        fields={name: ", ".join(filter(None, found)) for name, found in texts.items()},
    )


def _root(path: Path) -> "Element":
    try:
        defusedxml = importlib.import_module("defusedxml")
        parser = importlib.import_module("defusedxml.ElementTree")
    except ImportError as error:
        raise MissingExtraError(
            f"Reading {path.name} needs defusedxml: pip install 'covalue-measures[interchange]'."
        ) from error
    try:
        root: Element = parser.fromstring(path.read_bytes(), forbid_dtd=True)
    except defusedxml.DefusedXmlException as error:
        raise IntakeError(
            f"{path.name} holds a document type or entities, which no submission needs and which"
            " can make a small file endless; it is not read."
        ) from error
    except (parser.ParseError, ValueError, LookupError) as error:
        place = getattr(error, "position", None)
        where = f" on line {place[0]}" if place else ""
        raise IntakeError(f"{path.name} is not XML that can be read{where}.") from error
    return root


def _local(tag: object) -> str:
    """Return a name without its namespace; a comment has none."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
