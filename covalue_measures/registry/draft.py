"""A bank as people edit it: a folder of restricted YAML, put together into one definition."""

import json
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry.definition_file import read_mapping
from covalue_measures.schema.identifiers import CleanText
from covalue_measures.schema.item_bank import ItemBank
from covalue_measures.schema.model import Definition
from covalue_measures.schema.problems import describe_validation_error
from covalue_measures.schema.translation import SourceDigest

#: Fields that hold text for people; written once in the base language, translated in ``i18n/``.
_TEXT_FIELDS = frozenset(
    {"title", "construct_definition", "instruction", "definition", "label", "stem", "recall"}
)


class _TranslatedEntry(Definition):
    """A translated text, and the digest of the text it was made from."""

    source: SourceDigest
    text: CleanText


#: Translated texts by dotted path, of one language.
_Texts: TypeAlias = dict[str, _TranslatedEntry]
_TEXTS = TypeAdapter(_Texts)


def read_draft(folder: Path) -> ItemBank:
    """Return the bank that the YAML files in ``folder`` describe.

    Reads ``bank.yaml``, and where they exist ``scoring.yaml``, ``forms/*.yaml`` and
    ``i18n/*.yaml``.

    Raises
    ------
    RegistryError
        If a file is missing or is not restricted YAML.
    InstrumentError
        If the definition contradicts the schema or itself; names the field and the value.
    """
    document = read_mapping(folder / "bank.yaml")
    language = document.get("language")
    if not isinstance(language, str):
        raise InstrumentError(f"'{folder / 'bank.yaml'}' does not say the language of its texts.")
    parts: dict[str, list[Any]] = {}
    if (folder / "scoring.yaml").is_file():
        parts["scoring_rules"] = _read_scoring_rules(folder / "scoring.yaml")
    if forms := [read_mapping(path) for path in sorted(folder.glob("forms/*.yaml"))]:
        parts["forms"] = forms
    texts: dict[str, _Texts] = {}
    for path in sorted(folder.glob("i18n/*.yaml")):
        translation, texts[path.stem] = _read_translation(path)
        parts.setdefault("translations", []).append(translation)
    if twice := sorted(set(parts) & set(document)):
        raise InstrumentError(
            f"'{folder / 'bank.yaml'}' holds '{twice[0]}', which also stands in a file of its own."
        )
    localized = _localize(document | parts, language, texts, "")
    try:
        return ItemBank.model_validate_json(json.dumps(localized))
    except ValidationError as error:
        raise InstrumentError(f"'{folder}':\n{describe_validation_error(error)}") from error


def _read_scoring_rules(path: Path) -> Any:
    content = read_mapping(path)
    if set(content) != {"scoring_rules"}:
        raise InstrumentError(
            f"'{path}' must hold the field 'scoring_rules' alone, not {sorted(content)}."
        )
    return content["scoring_rules"]


def _read_translation(path: Path) -> tuple[dict[str, Any], _Texts]:
    """Return a translation with the digests of its sources, and its texts."""
    translation = read_mapping(path)
    if translation.get("language") != path.stem:
        raise InstrumentError(
            f"'{path}' must be of the language in its name, '{path.stem}', not of"
            f" {translation.get('language')!r}."
        )
    try:
        texts = _TEXTS.validate_python(translation.get("texts"))
    except ValidationError as error:
        raise InstrumentError(f"'{path}', texts:\n{describe_validation_error(error)}") from error
    entries = [{"path": name, "source": entry.source} for name, entry in texts.items()]
    return translation | {"texts": entries}, texts


def _localize(value: Any, language: str, translated: dict[str, _Texts], path: str) -> Any:
    """Turn each base text into a text per language, looked up by its dotted path."""
    if isinstance(value, list):
        return [
            _localize(entry, language, translated, f"{path}.{_key_of(entry, position)}")
            for position, entry in enumerate(value)
        ]
    if not isinstance(value, dict):
        return value
    result = {}
    for key, entry in value.items():
        inner = f"{path}.{key}".lstrip(".")
        if key in _TEXT_FIELDS and isinstance(entry, str):
            found = {
                name: texts[inner].text for name, texts in translated.items() if inner in texts
            }
            result[key] = found | {language: entry}
        else:
            result[key] = _localize(entry, language, translated, inner)
    return result


def _key_of(entry: Any, position: int) -> str:
    if isinstance(entry, dict):
        return str(entry.get("code", entry.get("id", position)))
    return str(position)
