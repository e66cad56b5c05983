"""YAML with the surprises taken out: what people edit, and nothing that executes or guesses.

Only ``true``, ``false`` and decimal integers are typed; everything else is text, so that ``no``
stays a language, ``1.10`` a version and ``2026-01-01`` a text. Anchors, aliases, tags, merge keys
and repeated keys are refused.
"""

import re
from collections.abc import Hashable
from typing import Any

import yaml

from covalue_measures.exceptions import MeasuresError


class RestrictedYamlError(MeasuresError):
    """The text is not YAML, or uses a part of YAML that is refused here."""


class _RestrictedLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise RestrictedYamlError(f"line {line}: the key {key!r} is not a text")
            if key in seen:
                raise RestrictedYamlError(f"line {line}: the key {key!r} stands twice")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_RestrictedLoader.yaml_implicit_resolvers = {}
_RestrictedLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)
_RestrictedLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]*)$"), list("-0123456789")
)


def _refuse_references_and_tags(text: str) -> None:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        line = mark.line + 1 if mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise RestrictedYamlError(f"line {line}: aliases (*name) are not allowed")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor is not None:
                raise RestrictedYamlError(f"line {line}: anchors (&name) are not allowed")
            if event.tag is not None:
                raise RestrictedYamlError(f"line {line}: tags ({event.tag}) are not allowed")
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<":
            raise RestrictedYamlError(f"line {line}: merge keys (<<) are not allowed")


def parse_restricted_yaml(text: str) -> Any:
    """Return the value of a restricted YAML document.

    Raises
    ------
    RestrictedYamlError
        With the line, if the text is not YAML or uses a refused part of it.
    """
    try:
        _refuse_references_and_tags(text)
        # The loader derives from SafeLoader: it builds plain values only.
        return yaml.load(text, Loader=_RestrictedLoader)
    except RecursionError as error:
        raise RestrictedYamlError("it is nested too deeply") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RestrictedYamlError(f"line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise RestrictedYamlError(str(error)) from error
